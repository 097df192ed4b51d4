"""Who may begin an operation at all, before its policy is asked: standing, freshness, and limits on visitors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from frontdesk.authentication import possession, throttle
from frontdesk.authentication.evidence import POSSESSION, Factor
from frontdesk.authentication.throttle import HOUR, Policy, Scope
from frontdesk.core.callers import Caller
from frontdesk.core.errors import AccessDenied, Throttled
from frontdesk.core.messages import Message, Remedy
from frontdesk.core.reasons import Reason
from frontdesk.directory import accounts, standing
from frontdesk.operations.registry import Operation
from frontdesk.store.context import Context

FRESH = timedelta(minutes=15)
_VISITS = Policy(20, HOUR, free=20)


class StepUpRequired(AccessDenied):
    """The caller is known, but has to show once more who it is (recovery 3.2)."""

    code = "StepUpRequired"


class AccountNotActive(AccessDenied):
    """The account is not yet active, suspended or closed, and this is not what is left open then (behaviour 5.2)."""

    code = "AccountNotActive"


def admit(ctx: Context, operation: Operation) -> None:
    """Raise AccessDenied, StepUpRequired, AccountNotActive or Throttled unless the caller may begin."""
    if operation.public:
        _count_visit(ctx, operation)
    if ctx.caller is None:
        if not operation.public:
            raise AccessDenied("Nobody is signed in.", cause="no caller")
        return
    if ctx.caller.kind == "Host":
        return
    _check_standing(ctx, ctx.caller, operation)
    if operation.fresh and not is_fresh(ctx, ctx.caller, operation.fresh):
        raise StepUpRequired(
            "This needs you to show once more who you are, on a page of the console.",
            cause="no proof was fresh enough",
            remedy=Remedy("step-up", Message("Show it and come back")),
        )


def is_fresh(ctx: Context, caller: Caller, length: timedelta = FRESH) -> bool:
    """Say whether the caller has shown its password within ``length`` and, if it has one, a device.

    A recovery code shown at sign-in stands for the device. Long-term keys never have shown anything.
    """
    if not _lately(ctx, caller, length, (Factor.PASSWORD,)):
        return False
    return _lately(ctx, caller, length, POSSESSION) or not possession.enrolled(ctx, caller.principal_id)


def _lately(ctx: Context, caller: Caller, length: timedelta, factors: Iterable[Factor]) -> bool:
    shown = [caller.proofs[factor.value] for factor in factors if factor.value in caller.proofs]
    return bool(shown) and ctx.now - max(shown) <= length


def _count_visit(ctx: Context, operation: Operation) -> None:
    scope = Scope(f"visit:{operation.name}:{ctx.origin.source}", _VISITS)
    if throttle.locked_until(ctx, (scope,)):
        raise Throttled("There were too many of these from your network. Try again in an hour.", cause="visits")
    throttle.count(ctx, (scope,))


def _check_standing(ctx: Context, caller: Caller, operation: Operation) -> None:
    # what only looks is answered by what was true when the caller was proven, a moment ago
    state = caller.account_state if operation.reads else accounts.bound(ctx).state
    refusal = standing.operation_refusal(state, root=caller.kind == "Root", also_in=operation.also_in)
    if refusal:
        remedy = Remedy("standing", Message("See what is the matter, and what to do"))
        raise AccountNotActive(_words(caller, refusal), cause=refusal.value, remedy=remedy)


def _words(caller: Caller, refusal: Reason) -> str:
    if caller.kind != "Root":
        return str(refusal.words.public)
    return "This has to wait: the account does not work at the moment. Bills, support and your own password are open."
