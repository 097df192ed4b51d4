"""The AWS CLI with nothing of the caller's configuration."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support import programs


@dataclass(frozen=True)
class Failure(Exception):
    """The CLI ended with an error; ``words`` is what it wrote."""

    status: int
    words: str

    def __str__(self) -> str:
        return f"aws ended with {self.status}: {self.words}"


@dataclass(frozen=True)
class CLI:
    """The AWS CLI signing with one pair of keys. ``home`` is an empty folder of the test's own."""

    home: Path
    endpoint: str
    access_key_id: str
    secret_access_key: str
    session_token: str | None = None
    region: str = "us-east-1"

    def __call__(self, *arguments: str) -> Any:
        """Run ``aws`` and return its JSON, None if it prints nothing; raise :class:`Failure` if it fails."""
        program = programs.aws()
        if program is None:
            raise FileNotFoundError("the AWS CLI is not installed")
        # the distribution's version knows the option, not the variable
        command = [str(program), "--endpoint-url", self.endpoint, "--output", "json", *arguments]
        done = subprocess.run(
            command, env=self._environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Failure(done.returncode, done.stderr.strip())
        return json.loads(done.stdout) if done.stdout.strip() else None

    def _environment(self) -> dict[str, str]:
        keys = {"AWS_ACCESS_KEY_ID": self.access_key_id, "AWS_SECRET_ACCESS_KEY": self.secret_access_key}
        token = {"AWS_SESSION_TOKEN": self.session_token} if self.session_token else {}
        quiet = {"AWS_EC2_METADATA_DISABLED": "true", "AWS_PAGER": "", "AWS_MAX_ATTEMPTS": "1"}
        place = {"HOME": str(self.home), "PATH": os.defpath, "LANG": "C.UTF-8", "AWS_DEFAULT_REGION": self.region}
        return place | quiet | keys | token
