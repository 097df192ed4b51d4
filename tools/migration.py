"""Draft the next migration from the difference between the models and the newest one.

    python -m tools.migration "passkeys"

Read and correct what it writes before committing it.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from alembic import command
from alembic.config import Config

import frontdesk
from frontdesk.core.settings import Settings
from frontdesk.store import engine, migrate
from frontdesk.store.base import Table


def models() -> None:
    """Import every module with tables, so that ``Table.metadata`` is whole."""
    import_module("frontdesk.store.work")  # events and the outbox
    for module in walk_packages(frontdesk.__path__, "frontdesk."):
        if module.name.endswith(".tables"):
            import_module(module.name)


def main(words: str) -> None:
    """Write the draft beside the other versions."""
    models()
    versions = migrate.FOLDER / "versions"
    number = f"{len(list(versions.glob('[0-9]*.py'))) + 1:04d}"
    config = Config()
    config.set_main_option("script_location", str(migrate.FOLDER))
    with tempfile.TemporaryDirectory() as folder:
        database = engine.open_engine(Settings(data=Path(folder)))
        with database.connect() as connection:
            config.attributes.update(connection=connection, models=Table.metadata)
            if number != "0001":
                command.upgrade(config, "head")
            command.revision(config, words, autogenerate=True, rev_id=number)
        database.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
