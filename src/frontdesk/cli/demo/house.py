"""An account of the demo, lived in through the same operations as everybody's."""

from __future__ import annotations

from typing import Any

from frontdesk.audit.reads import ReadLog
from frontdesk.core import arns
from frontdesk.core.callers import Caller, Origin
from frontdesk.credentials import password_rules
from frontdesk.operations import catalogue
from frontdesk.operations.perform import Desk, perform
from frontdesk.store.work import Store


class House:
    """One account; everything in it is done by the host, as operations."""

    def __init__(self, store: Store, account_id: str) -> None:
        self.store = store
        self.account_id = account_id
        self._desk = Desk(store, ReadLog(store))
        self._caller = Caller("Host", account_id, account_id, arns.root(account_id))

    def do(self, action: str, **params: Any) -> dict[str, Any]:
        """Perform an operation such as ``iam:CreateUser`` with AWS's member names."""
        service, _, name = action.partition(":")
        origin = Origin(agent="frontdesk serve --demo")
        return perform(self._desk, catalogue.operation(service, name), self._caller, origin, params)

    def user(self, name: str, policy: str | None, *, key: bool = False) -> dict[str, str]:
        """Make a user with a password, perhaps a policy and an access key; return what signs it in."""
        password = password_rules.generate(self.store.entropy).reveal()
        self.do("iam:CreateUser", UserName=name)
        self.do("iam:CreateLoginProfile", UserName=name, Password=password)
        if policy:
            self.do("iam:AttachUserPolicy", UserName=name, PolicyArn=policy)
        made = {"name": name, "password": password}
        if key:
            pair = self.do("iam:CreateAccessKey", UserName=name)["AccessKey"]
            made |= {"access_key_id": pair["AccessKeyId"], "secret_access_key": pair["SecretAccessKey"]}
        return made
