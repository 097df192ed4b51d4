"""The only way to run an operation, from either door (architecture 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from frontdesk.audit.reads import ReadLog
from frontdesk.authentication import principals
from frontdesk.authentication.principals import Question
from frontdesk.authorization.decision import denial_text
from frontdesk.core import ids
from frontdesk.core.callers import Caller, Origin
from frontdesk.core.errors import AccessDenied, FrontdeskError
from frontdesk.core.secret import Password
from frontdesk.operations import contract, written
from frontdesk.operations.admission import admit
from frontdesk.operations.registry import Keys, Operation, Page, Params, Target
from frontdesk.store.context import Context
from frontdesk.store.work import Store

DEFAULT_PAGE = 100
_MARKER = "marker"


@dataclass(frozen=True)
class Desk:
    """What performing needs: the store, and the log that gathers successful reads for a moment."""

    store: Store
    reads: ReadLog


def perform(desk: Desk, operation: Operation, caller: Caller | None, origin: Origin, params: Params) -> dict[str, Any]:
    """Check, find, authorise, run, record and commit; return the answer with AWS's member names.

    ``caller`` is None for a visitor, to whom only public operations are open. Raises FrontdeskError with
    ``reference`` set; nothing is changed then, and the refusal is recorded.
    """

    def run(ctx: Context) -> dict[str, Any]:
        bound = ctx.acting(caller) if caller else ctx
        answer = _run(bound, operation, given)
        if not operation.reads:
            ctx.record(written.event(bound, operation, given, answer, None))
        return answer

    try:
        given = _guarded(contract.check(operation.service, operation.name, params))
        answer = desk.store.transact(run, origin=origin, caller=caller, writes=_writes(operation))
    except FrontdeskError as refusal:
        told = _record_refusal(desk, operation, caller, origin, params, refusal)
        raise told from refusal.__cause__
    if operation.reads and caller:
        desk.reads.note(caller, origin, lambda ctx: written.event(ctx, operation, given, None, None))
    return answer


def _guarded(params: Params) -> dict[str, Any]:
    """Wrap passwords before the first try, so that a repeated unit of work does not hash them again."""
    return {
        name: Password(value) if name.endswith("Password") and isinstance(value, str) else value
        for name, value in params.items()
    }


def _writes(operation: Operation) -> bool:
    # a hash is computed before the first write, so that SQLite's one write lock is not held meanwhile
    return not operation.reads and operation.pool == "work"


def _record_refusal(
    desk: Desk, operation: Operation, caller: Caller | None, origin: Origin, params: Params, refusal: FrontdeskError
) -> FrontdeskError:
    if refusal.reference is None:
        by_wire = origin.door == "wire"
        refusal.reference = origin.request_id if by_wire else ids.reference(desk.store.entropy)

    def record(ctx: Context) -> FrontdeskError:
        acting = ctx.acting(caller) if caller else ctx
        told = (refusal.afterwards(acting) if refusal.afterwards else None) or refusal
        told.reference = refusal.reference
        ctx.record(written.event(acting, operation, params, None, told))
        return told

    return desk.store.transact(record, origin=origin, caller=caller, writes=True)


def _run(ctx: Context, operation: Operation, params: Params) -> dict[str, Any]:
    admit(ctx, operation)
    target = operation.resource.find(ctx, params)
    if not operation.unchecked:
        authorise(ctx, operation, params, target)
    if target.missing:
        raise target.missing
    answer = operation.function(ctx, *_things(operation, target), **_keywords(operation, params))
    return _page(ctx, operation, params, answer) if isinstance(answer, Page) else dict(answer or {})


def _things(operation: Operation, target: Target) -> tuple[Any, ...]:
    return (target.thing,) if operation.resource.gives else ()


def _keywords(operation: Operation, params: Params) -> dict[str, Any]:
    hidden = set(operation.resource.consumes) | _paging(operation)
    return {contract.snake(name): value for name, value in params.items() if name not in hidden}


def _paging(operation: Operation) -> set[str]:
    paginator = contract.paginator(operation.service, operation.name)
    return {paginator.input_token, paginator.limit_key or ""} if paginator else set()


def authorise(ctx: Context, operation: Operation, params: Params, target: Target) -> None:
    """Raise AccessDenied in AWS's words unless the caller may perform the operation on the target (wire 6.8)."""
    if ctx.caller is None:
        raise AccessDenied("Nobody is signed in.", cause="no caller")
    if ctx.caller.kind == "Host":
        return
    owner: Keys = {} if target.arn == "*" else {"aws:ResourceAccount": ctx.caller.account_id}
    given = operation.keys(params) if operation.keys else {}
    context: Keys = {**owner, **_tag_keys(params), **target.keys, **given}
    actions = (operation.action, *(operation.also(params) if operation.also else ()))
    for action, arn in product(actions, (target.arn, *target.also)):
        request, decision = principals.decide(ctx, ctx.caller, Question(action, arn, context))
        if not decision.allowed:
            raise AccessDenied("{denial}", denial=denial_text(request, decision), cause="refused by policy")


def _tag_keys(params: Params) -> Keys:
    tags = params.get("Tags") or []
    keys: dict[str, Any] = {f"aws:RequestTag/{tag['Key']}": tag["Value"] for tag in tags if isinstance(tag, Mapping)}
    named = [tag["Key"] for tag in tags if isinstance(tag, Mapping)] or params.get("TagKeys") or []
    return keys | ({"aws:TagKeys": list(named)} if named else {})


def _page(ctx: Context, operation: Operation, params: Params, page: Page) -> dict[str, Any]:
    paginator = contract.paginator(operation.service, operation.name)
    if paginator is None:
        rows, _ = page.listing.page(ctx, None, 10_000)
        return _lists(page, rows)
    purpose = _purpose(ctx, operation.action, page.bound_to)
    after = _after(ctx, page, purpose, paginator.input_token, params)
    rows, following = page.listing.page(ctx, after, params.get(paginator.limit_key or "") or DEFAULT_PAGE)
    answer = _lists(page, rows)
    if paginator.more_results:
        answer[paginator.more_results] = following is not None
    if following is not None:
        answer[paginator.output_token] = marker(ctx, operation.action, page.bound_to, following)
    return answer


def marker(ctx: Context, action: str, bound_to: str, key: str) -> str:
    """Return the marker from which a list goes on after ``key``, for an answer that holds its beginning."""
    return ctx.keyring.seal(key, _purpose(ctx, action, bound_to))


def _purpose(ctx: Context, action: str, bound_to: str) -> str:
    return f"{_MARKER}:{action}:{ctx.account_id}:{bound_to}"


def _lists(page: Page, rows: Sequence[Any]) -> dict[str, Any]:
    if isinstance(page.member, str):
        return {page.member: [page.item(row) for row in rows], **page.rest}
    lists = {name: [page.item(row) for row in rows if isinstance(row, kind)] for kind, name in page.member.items()}
    return {**lists, **page.rest}


def _after(ctx: Context, page: Page, purpose: str, member: str, params: Params) -> str | None:
    token = params.get(member)
    if token is None:
        return None
    opened = ctx.keyring.open(token, purpose)
    if opened is None:
        raise page.bad_marker("Invalid {member}.", member=member, field=member)
    return opened
