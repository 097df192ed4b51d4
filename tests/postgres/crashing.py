"""A process to be killed: ``python -m tests.postgres.crashing write|deliver SETTINGS``, settings as JSON.

``write`` does one unit of work after the other and prints the number of each that stands; ``deliver`` brings the
mail that is due to a mail server. For both it is ``at`` all the time.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from frontdesk.core.entropy import SystemEntropy
from frontdesk.core.settings import Settings
from frontdesk.mail.delivery import deliverer
from frontdesk.store.work import Store
from frontdesk.worker import Worker
from tests.postgres import trials
from tests.support import stores


def write(store: Store, most: int) -> None:
    """Write from where the last process was killed up to ``most``."""
    done = store.transact(lambda ctx: ctx.db.scalar(select(func.count()).select_from(trials.Counter))) or 0
    for number in range(done, most):
        store.transact(lambda ctx, number=number: trials.write(ctx, f"thing-{number}"))
        print(number, flush=True)


def main(act: str, given: str) -> None:
    """Do one of the two."""
    asked = json.loads(given)
    settings = Settings(**asked["settings"] | {"data": Path(asked["settings"]["data"])})
    clock = stores.FrozenClock(datetime.fromisoformat(asked["at"]))
    with stores.opened(settings, clock, SystemEntropy()) as store:
        if act == "write":
            write(store, asked["most"])
        else:
            Worker(store, deliverer(settings), ()).turn()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
