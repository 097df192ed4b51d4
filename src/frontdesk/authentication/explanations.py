"""Why an attempt went as it did, told to the one who may know (architecture 5 and 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from frontdesk.audit import references
from frontdesk.authentication import event_words
from frontdesk.authentication.event_words import NOTHING
from frontdesk.authentication.evidence import DEVICES, Factor
from frontdesk.authentication.subject import user_of
from frontdesk.authentication.tables import Attempt, Step
from frontdesk.core import ids
from frontdesk.core.messages import Message, Remedy
from frontdesk.core.reasons import Reason
from frontdesk.credentials.devices import devices
from frontdesk.store.context import Context


class Audience(Enum):
    """Who asks; each hears what is theirs."""

    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"


class Mark(Enum):
    """How a line of the story ended."""

    OK = "ok"
    BAD = "bad"
    NONE = "none"


@dataclass(frozen=True)
class Line:
    """One line of what happened."""

    mark: Mark
    title: Message
    detail: Message | None
    at: datetime | None


@dataclass(frozen=True)
class Explanation:
    """A refusal with its exact cause, the remedy, and the story step by step."""

    reference: str
    title: Message
    cause: Message
    remedy: Remedy
    reason: Reason | None
    at: datetime
    user_name: str | None
    account_id: str | None
    address: str
    agent: str
    lines: tuple[Line, ...]


_PURPOSES = {
    "sign_in_root": "Root user sign-in",
    "sign_in_iam_user": "IAM user sign-in",
    "reset_root_password": "Root password reset",
    "sign_up": "Sign-up",
    "step_up": "Step-up",
    "replace_root_email": "Root user e-mail change",
    "take_back": "Stopping a root user e-mail change",
}
_DONE = {
    "sign_in_root": "How {whom} came in",
    "sign_in_iam_user": "How {whom} came in",
    "reset_root_password": "How the root user's password was replaced",
    "sign_up": "How the account was opened",
    "step_up": "How {whom} showed once more who it was",
    "replace_root_email": "How the root user's e-mail address was changed",
    "take_back": "How a change of the root user's e-mail address was stopped",
}
_SHOWN = {
    Factor.PASSWORD.value: "The password was accepted",
    Factor.MAILED_CODE.value: "The mailed code was accepted",
    Factor.TAKE_BACK.value: "The link to the former address was accepted",
    Factor.TOTP.value: "The code of an app or token was accepted",
    Factor.PASSKEY.value: "The passkey was accepted",
    Factor.UNLOCKED_PASSKEY.value: "The passkey, unlocked by its holder, was accepted",
    Factor.RECOVERY_CODE.value: "A recovery code was accepted",
}
_ASKED_OF = frozenset(factor.value for factor in DEVICES | {Factor.RESYNC})


def find(ctx: Context, reference: str, audience: Audience) -> Explanation | None:
    """Return the explanation of a sign-in's reference, or None when there is none for this audience.

    An administrator's context is bound to the account, and other accounts' references look unknown to it.
    """
    return (
        _of_sign_in(ctx, reference, audience)
        or _of_operation(ctx, reference, audience)
        or _of_event(ctx, reference, audience)
    )


def _of_sign_in(ctx: Context, reference: str, audience: Audience) -> Explanation | None:
    wanted = ids.read_reference(reference)
    step = ctx.first(ctx.across_accounts(Step).where(Step.reference == wanted)) if wanted else None
    attempt = ctx.db.get(Attempt, step.attempt_id) if step else _by_own_reference(ctx, wanted)
    if attempt is None or (audience is Audience.ADMINISTRATOR and attempt.account_id != ctx.account_id):
        return None
    return explain(ctx, attempt, step or (attempt.steps[-1] if attempt.steps else None), audience)


def _of_operation(ctx: Context, reference: str, audience: Audience) -> Explanation | None:
    found = references.find(ctx, reference, everywhere=audience is Audience.OPERATOR)
    refused = next((row for row in found.events if row.record.get("errorCode")), None) if found else None
    if found is None or refused is None:
        return None
    record, who = refused.record, refused.user_name or refused.record["userIdentity"].get("type", "")
    words = Message("{code}: {words}", {"code": record["errorCode"], "words": record.get("errorMessage", "")})
    asked = Message("{who} asked for {name}", {"who": who, "name": refused.name})
    return Explanation(
        reference=found.reference,
        title=Message("Why {who} was refused {name}", {"who": who, "name": refused.name}),
        cause=words,
        remedy=event_words.remedy_of(record["errorCode"]),
        reason=Reason.OPERATION_REFUSED,
        at=refused.at,
        user_name=refused.user_name,
        account_id=refused.account_id,
        address=record.get("sourceIPAddress", ""),
        agent=record.get("userAgent", ""),
        lines=(Line(Mark.OK, asked, None, refused.at), Line(Mark.BAD, Message("Refused"), words, refused.at)),
    )


def _of_event(ctx: Context, reference: str, audience: Audience) -> Explanation | None:
    """Tell what a notice was about: the reference in a mail stands for an event that refused nothing."""
    found = references.find(ctx, reference, everywhere=audience is Audience.OPERATOR)
    if found is None:
        return None
    event = found.events[0]
    words, remedy = event_words.meaning(event)
    return Explanation(
        reference=found.reference,
        title=Message("What {reference} stands for: {name}", {"reference": found.reference, "name": event.name}),
        cause=words,
        remedy=remedy,
        reason=None,
        at=event.at,
        user_name=event.user_name,
        account_id=event.account_id,
        address=event.record.get("sourceIPAddress", ""),
        agent=event.record.get("userAgent", ""),
        lines=(Line(Mark.OK, Message("{name} was recorded", {"name": event.name}), words, event.at),),
    )


def _by_own_reference(ctx: Context, wanted: str | None) -> Attempt | None:
    return ctx.first(ctx.across_accounts(Attempt).where(Attempt.reference == wanted)) if wanted else None


def explain(ctx: Context, attempt: Attempt, step: Step | None, audience: Audience) -> Explanation:
    """Tell one attempt, with the cause at ``step``."""
    user = user_of(ctx, attempt)
    reason = Reason(step.reason) if step and step.reason else None
    whom = user.name if user else _whom(attempt)
    cause = reason.words.private if reason else Message("Nothing was refused.")
    if audience is Audience.OPERATOR and attempt.account_id is None:
        cause = Message(
            "{cause} Digest of what was typed: {digest}", {"cause": cause, "digest": attempt.claim_digest[:16]}
        )
    return Explanation(
        reference=step.reference if step else attempt.reference,
        title=_title(attempt, whom, refused=reason is not None),
        cause=cause,
        remedy=reason.words.remedy if reason else NOTHING,
        reason=reason,
        at=step.at if step else attempt.opened_at,
        user_name=user.name if user else None,
        account_id=attempt.account_id,
        address=attempt.address,
        agent=attempt.agent,
        lines=tuple(_story(attempt, _devices(ctx, attempt))),
    )


def _title(attempt: Attempt, whom: str, *, refused: bool) -> Message:
    if refused:
        return Message("Why {whom} was refused", {"whom": whom})
    if attempt.state == "COMPLETED":
        return Message(_DONE[attempt.purpose], {"whom": whom})
    return Message("How far {whom} came", {"whom": whom})


def _whom(attempt: Attempt) -> str:
    return "the root user" if attempt.principal_id else "somebody"


def _story(attempt: Attempt, names: Mapping[str, str]) -> list[Line]:
    opened = Message("From {address}", {"address": attempt.address})
    lines = [
        Line(
            Mark.OK, Message(_PURPOSES.get(attempt.purpose, attempt.purpose) + " was opened"), opened, attempt.opened_at
        )
    ]
    lines += _claim(attempt)
    lines += [_line(step, names) for step in attempt.steps]
    return lines + _end(attempt)


def _claim(attempt: Attempt) -> list[Line]:
    if attempt.purpose == "sign_up":
        return []
    if attempt.principal_id:
        return [Line(Mark.OK, Message("What was typed matches somebody"), None, attempt.opened_at)]
    known = Message("The account exists; the user name was not found in it.") if attempt.account_id else None
    return [Line(Mark.BAD, Message("What was typed matches nobody"), known, attempt.opened_at)]


def _devices(ctx: Context, attempt: Attempt) -> dict[str, str]:
    """Return the names of the person's devices by serial number; the factors that were shown go by these."""
    return {one.serial: one.name for one in devices.held(ctx, attempt.principal_id)}


def _line(step: Step, names: Mapping[str, str]) -> Line:
    if step.passed:
        return Line(Mark.OK, Message(_SHOWN[step.factor]), _device(step, names), step.at)
    reason = Reason(step.reason)
    detail = reason.words.private
    if step.factor in _ASKED_OF:
        had = ", ".join(names.values()) or "-"
        detail = Message("{cause} Devices of this person now: {names}.", {"cause": detail, "names": had})
    return Line(Mark.BAD, Message("Refused: {code}", {"code": reason.value.replace("-", " ")}), detail, step.at)


def _device(step: Step, names: Mapping[str, str]) -> Message | None:
    name = names.get(step.device or "", step.device)
    return Message("It was {name}.", {"name": name}) if name and step.factor in _ASKED_OF else None


def _end(attempt: Attempt) -> list[Line]:
    if attempt.state == "COMPLETED":
        return [Line(Mark.OK, Message("Completed"), None, None)]
    return [Line(Mark.NONE, Message("Not reached: the end"), Message("Nothing was opened or changed."), None)]


def as_facts(told: Explanation) -> dict[str, Any]:
    """Return an explanation as plain values, for scripts and for the wire."""
    return {
        "Reference": told.reference,
        "Title": str(told.title),
        "Cause": str(told.cause),
        "Reason": told.reason.value if told.reason else None,
        "Remedy": {"Action": told.remedy.action, "Words": str(told.remedy.words)},
        "Time": told.at,
        "UserName": told.user_name,
        "AccountId": told.account_id,
        "SourceIPAddress": told.address,
        "UserAgent": told.agent,
        "Steps": [_step_facts(line) for line in told.lines],
    }


def _step_facts(line: Line) -> dict[str, Any]:
    return {
        "Result": line.mark.value,
        "Title": str(line.title),
        "Detail": str(line.detail) if line.detail else None,
        "Time": line.at,
    }
