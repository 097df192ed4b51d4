"""One person's try to be recognised: the whole interface (architecture 5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import ModuleType

from frontdesk.authentication import decision, possession, puzzles, records, throttle
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.decision import Ask, Proven, Refuse
from frontdesk.authentication.evidence import EvidenceClass, Factor, Failure, Proof
from frontdesk.authentication.factors import (
    mailed_code,
    passkey,
    password,
    recovery_code,
    resync,
    totp,
    unlocked_passkey,
)
from frontdesk.authentication.factors import take_back as take_back_link
from frontdesk.authentication.outcome import Form, Outcome
from frontdesk.authentication.purposes import (
    replace_root_email,
    reset_root_password,
    sign_in_iam_user,
    sign_in_root,
    sign_up,
    step_up,
    take_back,
)
from frontdesk.authentication.subject import Whom, account_of, user_of
from frontdesk.authentication.tables import COMPLETED, DENIED, EXPIRED, LIVE, OPEN, PROVEN, Attempt, Step
from frontdesk.authentication.throttle import Barrier
from frontdesk.core import ids
from frontdesk.core.reasons import Reason
from frontdesk.core.secret import Password, digest
from frontdesk.credentials import passwords
from frontdesk.credentials.passwords import Target
from frontdesk.directory import standing
from frontdesk.store.context import Context

_PURPOSES: dict[str, ModuleType] = {
    module.NAME: module
    for module in (
        sign_in_root,
        sign_in_iam_user,
        reset_root_password,
        sign_up,
        step_up,
        replace_root_email,
        take_back,
    )
}
_FACTORS: dict[Factor, ModuleType] = {
    module.FACTOR: module
    for module in (password, mailed_code, take_back_link, totp, resync, passkey, unlocked_passkey, recovery_code)
}
_MOST_STEPS = 50


@dataclass(frozen=True)
class Progress:
    """Where an attempt stands after an act.

    ``token`` is the cookie value that finds it from now on; ``refused`` the step that was refused, if this
    act was; ``ask`` what may be shown next.
    """

    attempt: Attempt
    token: str
    ask: frozenset[Factor] = frozenset()
    refused: Step | None = None

    @property
    def proven(self) -> bool:
        """Whether the requirement is met."""
        return self.attempt.state == PROVEN


def open(ctx: Context, purpose: str, claim: Claim, *, instead_of: Attempt | None = None) -> Progress:
    """Begin an attempt for whoever is claimed; unknown claims walk the same path.

    The browser's former attempt ends (R15). Raises ValidationError only for a claim of impossible shape.
    """
    if instead_of is not None and instead_of.state in LIVE:
        instead_of.state = EXPIRED
    token = ids.token(ctx.entropy)
    attempt = _draft(ctx, purpose, claim, token)
    module = _PURPOSES[purpose]
    if hasattr(module, "remember"):
        module.remember(ctx, attempt, claim)
    ctx.db.add(attempt)
    module.challenge(ctx, attempt)
    return Progress(attempt, token, ask(ctx, attempt))


def begin(ctx: Context, purpose: str, claim: Claim, token: str | None) -> Progress:
    """Go on with the attempt of a browser's cookie, or open another one in its place.

    It goes on while purpose, claim and whom the claim names are what they were; the subject of an attempt
    never changes (R6).
    """
    former = find(ctx, token, claim.browser) if token else None
    if token and former and _fits(ctx, former, purpose, claim):
        return Progress(former, token, ask(ctx, former))
    return open(ctx, purpose, claim, instead_of=former)


def _fits(ctx: Context, attempt: Attempt, purpose: str, claim: Claim) -> bool:
    if attempt.state != OPEN or len(attempt.steps) >= _MOST_STEPS:
        return False
    if attempt.purpose != purpose or attempt.claim_digest != claim.digest(ctx):
        return False
    subject = _PURPOSES[purpose].subject(ctx, claim)
    account_id = subject.account.id if subject.account else None
    return (attempt.account_id, attempt.principal_id) == (account_id, subject.principal_id)


def _whom(ctx: Context, purpose: str, claim: Claim) -> Whom:
    subject = _PURPOSES[purpose].subject(ctx, claim)
    account_id = subject.account.id if subject.account else None
    unknown = {"unknown": subject.unknown.value} | claim.counters(ctx, account_id) if subject.unknown else {}
    return Whom(account_id, subject.principal_id, digest(claim.browser), unknown)


def _draft(ctx: Context, purpose: str, claim: Claim, token: str) -> Attempt:
    whom = _whom(ctx, purpose, claim)
    return Attempt(
        id=ids.unique(ctx.entropy),
        token_digest=digest(token),
        browser_digest=whom.browser_digest,
        purpose=purpose,
        state=OPEN,
        claim_digest=claim.digest(ctx),
        account_id=whom.account_id,
        principal_id=whom.principal_id,
        reference=ids.reference(ctx.entropy),
        opened_at=ctx.now,
        expires_at=ctx.now + _life(ctx, purpose),
        address=ctx.origin.address,
        agent=ctx.origin.agent,
        data=whom.data,
    )


def _life(ctx: Context, purpose: str) -> timedelta:
    if purpose == reset_root_password.NAME:
        return timedelta(minutes=ctx.settings.reset_code_minutes)
    return timedelta(minutes=ctx.settings.attempt_minutes)


def find(ctx: Context, token: str, browser: str) -> Attempt | None:
    """Return the live attempt of a cookie, in the browser that opened it, or None (R5)."""
    query = ctx.across_accounts(Attempt).where(Attempt.token_digest == digest(token))
    attempt = ctx.first(query)
    if attempt is None or attempt.browser_digest != digest(browser) or attempt.state not in LIVE:
        return None
    if attempt.expires_at <= ctx.now:
        attempt.state = EXPIRED
        return None
    return attempt


def ask(ctx: Context, attempt: Attempt) -> frozenset[Factor]:
    """Return which factors may be shown next; empty when proven or nothing is usable."""
    answer = _decide(ctx, attempt)
    return answer.factors if isinstance(answer, Ask) else frozenset()


def again(ctx: Context, attempt: Attempt) -> None:
    """Send the challenge once more, within its limits."""
    if attempt.state == OPEN:
        _PURPOSES[attempt.purpose].challenge(ctx, attempt)


def barrier(ctx: Context, purpose: str, claim: Claim, factor: Factor) -> Barrier:
    """Return what stands before the next answer for a claim; alike for known and unknown ones."""
    return throttle.barrier(ctx, _FACTORS[factor].scopes(ctx, _whom(ctx, purpose, claim)))


def target(ctx: Context, purpose: str, claim: Claim, *, puzzle: str | None = None) -> Target | None:
    """Return what a password offered for a claim would be checked against; None where it would be refused unseen.

    For hashing before the unit of work that offers it, which asks everything again: nothing is decided here.
    """
    whom = _whom(ctx, purpose, claim)
    before = throttle.barrier(ctx, password.scopes(ctx, whom))
    if before.until or (before.puzzle and not puzzles.pays(ctx, puzzle)):
        return None
    row = passwords.of(ctx, whom.principal_id) if whom.principal_id else None
    return Target(row.hash if row else None)


def mail_barrier(ctx: Context, claim: Claim) -> Barrier:
    """Return what stands before the next mailed code for a claim; over its limits no mail is sent, silently."""
    return Barrier(puzzle=throttle.barrier(ctx, mailed_code.request_scopes(ctx, claim.digest(ctx))).puzzle)


def offer(
    ctx: Context, attempt: Attempt, token: str, factor: Factor, answer: Password, *, puzzle: str | None = None
) -> Progress:
    """Check an answer and record it as a step, right or wrong.

    Limits are taken before the check and counted in this same transaction (R12); an accepted proof
    changes the attempt's token (recovery 2.4). ``puzzle`` is the id of one that was solved with this answer.
    """
    module = _FACTORS[factor]
    scopes = module.scopes(ctx, attempt)
    if attempt.state != OPEN or len(attempt.steps) >= _MOST_STEPS or factor not in ask(ctx, attempt):
        attempt.state = EXPIRED
        return _refused(ctx, attempt, token, factor, Reason.ATTEMPT_EXPIRED)
    before = throttle.barrier(ctx, scopes)
    if before.until:
        return _refused(ctx, attempt, token, factor, Reason.THROTTLED)
    if before.puzzle and not puzzles.spend(ctx, puzzle):
        return _refused(ctx, attempt, token, factor, Reason.PUZZLE_UNSOLVED)
    result = module.verify(ctx, attempt, answer)
    if isinstance(result, Failure):
        throttle.count(ctx, scopes)
        return _refused(ctx, attempt, token, factor, result.reason)
    throttle.forgive(ctx, scopes)
    return _accepted(ctx, attempt, factor, result)


def _accepted(ctx: Context, attempt: Attempt, factor: Factor, proof: Proof) -> Progress:
    _step(ctx, attempt, proof.factor, proof, None)
    token = ids.token(ctx.entropy)
    attempt.token_digest = digest(token)
    answer = _decide(ctx, attempt)
    if isinstance(answer, Proven):
        attempt.state = PROVEN
    elif isinstance(answer, Refuse):
        attempt.state = DENIED
        return _refused(ctx, attempt, token, factor, answer.reason)
    if isinstance(answer, Ask) and _PURPOSES[attempt.purpose].SIGN_IN:
        ctx.record(records.check_mfa(ctx, attempt, user_of(ctx, attempt)))
    return Progress(attempt, token, answer.factors if isinstance(answer, Ask) else frozenset())


def _refused(ctx: Context, attempt: Attempt, token: str, factor: Factor, reason: Reason) -> Progress:
    step = _step(ctx, attempt, factor, None, reason)
    if _PURPOSES[attempt.purpose].SIGN_IN:
        ctx.record(records.console_login(ctx, attempt, user_of(ctx, attempt), step))
    return Progress(attempt, token, ask(ctx, attempt) if attempt.state == OPEN else frozenset(), step)


def refuse(
    ctx: Context, attempt: Attempt, reason: Reason, factor: Factor = Factor.PASSWORD, event: str = "PasswordUpdated"
) -> Step:
    """Record that what was wanted after the proofs, such as a new password, was refused; returns the step."""
    if len(attempt.steps) >= _MOST_STEPS:
        attempt.state = EXPIRED
    step = _step(ctx, attempt, factor, None, reason)
    facts = {"response": {event: "Failure"}, "error_message": reason.value, "reference": step.reference}
    ctx.record(records.signin_event(ctx, attempt, user_of(ctx, attempt), event, **facts))
    return step


def end(ctx: Context, token: str | None, browser: str) -> None:
    """End the browser's half-finished attempt, if it has one (R15)."""
    attempt = find(ctx, token, browser) if token else None
    if attempt is not None:
        attempt.state = EXPIRED


def _step(ctx: Context, attempt: Attempt, factor: Factor, proof: Proof | None, reason: Reason | None) -> Step:
    step = Step(
        attempt_id=attempt.id,
        number=len(attempt.steps) + 1,
        at=ctx.now,
        factor=factor.value,
        passed=proof is not None,
        reason=reason.value if reason else None,
        reference=ids.reference(ctx.entropy),
        classes=sorted(one.value for one in proof.classes) if proof else [],
        address=ctx.origin.address,
        device=proof.device or None if proof else None,
    )
    ctx.db.add(step)
    attempt.steps.append(step)
    return step


def complete(ctx: Context, attempt: Attempt, form: Form) -> Outcome:
    """Do what the attempt was for; raises the refusals of its purpose.

    An attempt that may no longer act ends, and what is wanted is to ``start-again``. The requirement, the
    account's standing and the credentials behind the proofs are asked again here (R1, R9).
    """
    answer = _decide(ctx, attempt) if attempt.state == PROVEN else Refuse(Reason.ATTEMPT_EXPIRED)
    refusal = answer.reason if isinstance(answer, Refuse) else _changed(ctx, attempt)
    if refusal or not isinstance(answer, Proven):
        attempt.state = DENIED
        return Outcome(wanted="start-again")
    outcome: Outcome = _PURPOSES[attempt.purpose].complete(ctx, attempt, answer.proofs, form)
    if outcome.wanted is None:
        attempt.state = COMPLETED
    return outcome


def _changed(ctx: Context, attempt: Attempt) -> Reason | None:
    account = account_of(ctx, attempt)
    if account is None:
        return None
    refusal = standing.refusal(account, root=attempt.principal_id == account.id, granted_at=attempt.opened_at)
    row = passwords.of(ctx, attempt.principal_id) if attempt.principal_id else None
    shown = [step.at for step in attempt.steps if step.passed and step.factor == Factor.PASSWORD.value]
    stale = bool(shown) and (row is None or row.changed_at > shown[-1])
    return refusal or (Reason.PASSWORD_CHANGED if stale else None)


def _proofs(attempt: Attempt) -> list[Proof]:
    return [
        Proof(Factor(step.factor), step.at, frozenset(EvidenceClass(one) for one in step.classes), step.device or "")
        for step in attempt.steps
        if step.passed
    ]


def _decide(ctx: Context, attempt: Attempt) -> decision.Decision:
    requirement = _PURPOSES[attempt.purpose].requirement(ctx, attempt)
    proofs = possession.standing(ctx, attempt.principal_id, _proofs(attempt))
    return decision.decide(requirement, proofs, _FACTORS, ctx.now)
