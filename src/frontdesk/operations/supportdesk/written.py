"""How cases, letters and permits are written in answers of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from frontdesk.store.context import Context
from frontdesk.support.cases import attachments, desk, mails, permits
from frontdesk.support.cases.tables import Case, CaseMessage, CaseNote, Permit

Answer = dict[str, Any]


def case(found: Case) -> Answer:
    """Return what stands on a case's first line."""
    facts: Answer = {
        "CaseId": found.id,
        "Number": found.number,
        "Kind": found.kind,
        "Subject": found.subject,
        "Status": found.status,
        "SeverityCode": found.severity_code,
        "CategoryCode": found.category_code,
        "SubmittedBy": found.submitted_by,
        "CreatedAt": found.created_at,
        "UpdatedAt": found.updated_at,
    }
    optional = {
        "AccountId": found.account_id,
        "AssignedTo": found.assignee_name,
        "MergedInto": found.merged_into,
        "ResolvedAt": found.resolved_at,
    }
    facts |= {name: value for name, value in optional.items() if value}
    return facts


def own_case(found: Case, *, over: bool) -> Answer:
    """Return a case as its customer sees it: without who works on it."""
    facts = {name: value for name, value in case(found).items() if name not in ("AssignedTo", "MergedInto")}
    return facts | {"Over": over}


def letters(ctx: Context, found: Sequence[CaseMessage]) -> list[Answer]:
    """Return letters as staff see them, with who wrote them."""
    names = desk.signers(ctx, found)
    return [
        _letter(one, files) | {"Author": names.get(one.author_id or "", one.author)}
        for one, files in _filed(ctx, found)
    ]


def own_letters(ctx: Context, found: Sequence[CaseMessage]) -> list[Answer]:
    """Return letters as customers see them: staff are not named."""
    return [_letter(one, files) for one, files in _filed(ctx, found)]


def _filed(ctx: Context, found: Sequence[CaseMessage]) -> list[tuple[CaseMessage, Sequence[tuple[str, str]]]]:
    files = attachments.of(ctx, found)
    return [(one, files.get(one.id, [])) for one in found]


def _letter(one: CaseMessage, files: Sequence[tuple[str, str]]) -> Answer:
    named = [{"AttachmentId": id, "FileName": name} for id, name in files]
    return {"At": one.at, "Side": one.side, "Author": one.author, "Body": one.body, "Attachments": named}


def note(one: CaseNote) -> Answer:
    """Return a note; only operations for staff may call this."""
    return {"At": one.at, "Author": one.author, "Body": one.body}


def permit(ctx: Context, one: Permit) -> Answer:
    """Return a permit and whether it counts now."""
    found = ctx.by_key(Case, one.case_id)
    facts: Answer = {
        "PermitId": one.id,
        "CaseId": one.case_id,
        "Number": found.number if found else "",
        "Scopes": list(one.scopes),
        "GrantedBy": one.granted_by,
        "GrantedAt": one.granted_at,
        "ExpiresAt": one.expires_at,
        "Live": permits.is_live(ctx, one),
        "Looks": one.looks,
    }
    optional = {"EndedAt": one.ended_at, "EndedBy": one.ended_by, "LookedAt": one.looked_at}
    return facts | {name: value for name, value in optional.items() if value}


def visitor(said: dict[str, str]) -> Answer:
    """Return what a visitor said of themselves, which nobody has checked."""
    names = {
        "lost": "Lost",
        "name": "Name",
        "email": "EmailAddress",
        "phone": "PhoneNumber",
        "country": "Country",
        "account": "AccountHint",
        "root_email": "RootEmailAddress",
    }
    return {names[name]: value for name, value in said.items() if name in names}


def verified(ctx: Context, said: dict[str, str]) -> bool:
    """Say whether the visitor has shown to read the mail of the address for the answer."""
    return mails.is_verified(ctx, said.get("email", ""))
