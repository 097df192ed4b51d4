"""Whether a caller may act for a member of its organisation: asked here, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from frontdesk.core.callers import Caller
from frontdesk.core.messages import Message
from frontdesk.directory.tables import Account
from frontdesk.store.context import Context

STANDALONE = Message("The management account can only be managed using the standalone context")
NO_TRUST = Message("Your organization must first enable trusted access with AWS Account Management")
STRANGE = Message("The account is not a member of an organization that you manage")


@dataclass(frozen=True)
class Held:
    """The member, and the organisation in which it is held; or why it is not."""

    account: Account | None = None
    management_id: str = ""
    organization_id: str = ""
    refusal: Message | None = None


def holding(ctx: Context, caller: Caller, member_id: str) -> Held:
    """Return the member that a caller of the management account, or of a delegate, may act for."""
    if member_id == caller.account_id:
        return Held(refusal=STANDALONE)
    return Held(refusal=STRANGE)
