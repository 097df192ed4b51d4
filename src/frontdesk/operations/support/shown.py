"""How cases and letters are written on the wire, and how its times are read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from frontdesk.core.errors import ValidationError
from frontdesk.directory import accounts
from frontdesk.store.context import Context
from frontdesk.support.cases import attachments
from frontdesk.support.cases.cases import ROOT, STAFF
from frontdesk.support.cases.desk import SUPPORT
from frontdesk.support.cases.errors import DryRun
from frontdesk.support.cases.tables import Case, CaseMessage

Answer = dict[str, Any]
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def moment(at: datetime) -> str:
    """Return a time as this service writes it, such as ``2026-11-23T09:41:00.000Z``."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_moment(text: str | None, field: str, *, end: bool = False) -> datetime | None:
    """Return the moment that a client named; a day alone is its beginning, or its ``end``. Raises ValidationError."""
    if text is None:
        return None
    try:
        if _DAY.fullmatch(text):
            text += "T23:59:59.999999" if end else "T00:00:00"
        read = datetime.fromisoformat(text)
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValidationError("Use a time such as 2026-11-23T09:41:00Z.", field=field) from None


def support_name(ctx: Context) -> str:
    """Return how the staff sign their letters to customers."""
    return f"{ctx.settings.name} {SUPPORT}".strip()


def case(ctx: Context, found: Case) -> Answer:
    """Return a case without its thread."""
    return {
        "caseId": found.id,
        "displayId": found.number,
        "subject": found.subject,
        "status": found.status,
        "serviceCode": found.service_code,
        "categoryCode": found.category_code,
        "severityCode": found.severity_code,
        "submittedBy": _customer(ctx, found.submitted_by),
        "timeCreated": moment(found.created_at),
        "ccEmailAddresses": list(found.cc),
        "language": found.language,
    }


def _customer(ctx: Context, author: str) -> str:
    # clients expect the account's address there
    return accounts.bound(ctx).email if author == ROOT else author


def letters(ctx: Context, found: Sequence[CaseMessage]) -> list[Answer]:
    """Return letters with the names of their files; staff are not named to customers."""
    files = attachments.of(ctx, found)
    return [_letter(ctx, one, files.get(one.id, [])) for one in found]


def _letter(ctx: Context, letter: CaseMessage, files: Sequence[tuple[str, str]]) -> Answer:
    return {
        "caseId": letter.case_id,
        "body": letter.body,
        "submittedBy": support_name(ctx) if letter.side == STAFF else _customer(ctx, letter.author),
        "timeCreated": moment(letter.at),
        "attachmentSet": [{"attachmentId": id, "fileName": name} for id, name in files],
    }


def stop_if_dry(dry_run: bool) -> None:
    """Raise DryRun where a client only wanted to know whether everything fits."""
    if dry_run:
        raise DryRun("The request would have succeeded, but the DryRun flag is set.")
