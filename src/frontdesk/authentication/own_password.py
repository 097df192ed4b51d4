"""An IAM user changes the own password (behaviour 3.2, P9)."""

from __future__ import annotations

from frontdesk.authentication import principals, sessions
from frontdesk.core.errors import AccessDenied
from frontdesk.core.messages import Message, Remedy
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password
from frontdesk.credentials import password_rules, passwords
from frontdesk.credentials.errors import PasswordPolicyViolation
from frontdesk.directory import accounts
from frontdesk.directory.tables import User
from frontdesk.store.context import Context

_WRONG_OLD = "The old password was incorrect."


def choose(ctx: Context, user: User, old: Password | None, new: Password, *, demanded: bool) -> None:
    """Set a user's own new password and end the user's other sessions.

    ``demanded`` is set when the system asked for it: then only an explicit deny of iam:ChangePassword
    stands in the way (decision 0007). Raises AccessDenied or PasswordPolicyViolation.
    """
    within = ctx.within(user.account_id)
    account = accounts.bound(within)
    row = passwords.of(within, user.id)
    if demanded and principals.explicitly_denied(within, user, "iam:ChangePassword"):
        raise AccessDenied(str(Reason.MAY_NOT_CHANGE_PASSWORD.words.public), cause=Reason.MAY_NOT_CHANGE_PASSWORD.value)
    if row is None or old is None or not passwords.verify(ctx.settings, row.hash, old):
        raise AccessDenied(
            _WRONG_OLD, field="OldPassword", remedy=Remedy("try-again", Message("Type the old password again"))
        )
    password_rules.check_iam(new, account)
    reuse = max(password_rules.of(account).reuse_prevention, 1)
    if passwords.used_before(within, row, new, reuse):
        raise PasswordPolicyViolation("Choose a password that you have not used lately.", field="NewPassword")
    # a password is worth what set the one that was shown for it (recovery 2.2)
    passwords.put(within, user.id, new, lineage=list(row.lineage))
    sessions.end_all(within, user.id, but=ctx.caller.session_id if ctx.caller else None)
