"""Where the parts are put together: the store of an installation with its keys, clock and mail rules."""

from __future__ import annotations

from frontdesk.core import keyring
from frontdesk.core.clock import SystemClock
from frontdesk.core.entropy import SystemEntropy
from frontdesk.core.settings import Settings
from frontdesk.mail import messages
from frontdesk.store import migrate
from frontdesk.store.engine import open_engine
from frontdesk.store.work import Store

KEYS = "keys.json"


def open_store(settings: Settings, *, ready: bool = False) -> Store:
    """Open the database and keys of an installation; ``ready`` brings the database up to date first."""
    entropy = SystemEntropy()
    keys = keyring.load(settings.data / KEYS, entropy)
    store = Store(open_engine(settings), settings, keys, SystemClock(), entropy, check_mail=messages.check)
    if ready and not migrate.head(store.engine):
        migrate.upgrade(store.engine)
    return store
