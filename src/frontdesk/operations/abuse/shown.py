"""How cases, reports and notices are written in answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from frontdesk.core.messages import Message
from frontdesk.directory import accounts
from frontdesk.store.context import Context
from frontdesk.support.abuse import files, reporters, snapshots, states, talk
from frontdesk.support.abuse.kinds import KINDS
from frontdesk.support.abuse.tables import AbuseCase, AbuseFile, AbuseMessage, AbuseNotice, AbuseReport

Answer = dict[str, Any]


def filled(**members: Any) -> Answer:
    """Return the members that there are."""
    return {name: value for name, value in members.items() if value is not None}


def case(ctx: Context, matter: AbuseCase) -> Answer:
    """Write a case as a line of the queue."""
    told = states.notices(ctx, matter)
    return filled(
        CaseNumber=matter.number,
        Kind=matter.kind,
        State=matter.state,
        Outcome=matter.outcome,
        Subject=matter.subject,
        CreatedAt=matter.created_at,
        ChangedAt=matter.changed_at,
        DueAt=matter.due_at,
        Overdue=matter.due_at is not None and matter.due_at <= ctx.now,
        AccountIds=[one.account_id for one in told],
        Reports=len(states.reports(ctx, matter)),
    )


def report(ctx: Context, one: AbuseReport) -> Answer:
    """Write a report as the staff see it, with its maker."""
    reporter = reporters.of(ctx, one)
    return filled(
        ReportNumber=one.number,
        Kind=one.kind,
        Via=one.via,
        Name=reporter.name,
        Email=reporter.email,
        Organisation=reporter.organisation or None,
        MayPassOn=one.permitted,
        Text=one.text,
        Details=one.details,
        Addresses=addresses(one.addresses),
        Attachments=[attachment(file) for file in files.of(ctx, [one.id])],
        Messages=[message(said, staff=True) for said in talk.with_reporter(ctx, one)],
        Waits=one.waits,
        CreatedAt=one.created_at,
    )


def addresses(rows: list[list[str]]) -> list[Answer]:
    """Write the lines of a list of addresses."""
    return [{"Address": row[0], "At": row[1], "Line": row[2]} for row in rows]


def attachment(file: AbuseFile) -> Answer:
    """Write an attachment, without its content."""
    return {"AttachmentId": file.id, "Name": file.name, "Kind": file.kind, "Size": file.size}


def message(said: AbuseMessage, *, staff: bool) -> Answer:
    """Write something said; who of the staff or of the account said it, only the staff see."""
    return filled(Author=said.author, By=said.by if staff else None, Text=said.text, At=said.at)


def notice(ctx: Context, one: AbuseNotice, matter: AbuseCase) -> Answer:
    """Write what an account was told, as the account itself sees it."""
    return filled(
        NoticeId=one.id,
        CaseNumber=matter.number,
        AccountId=one.account_id,
        Kind=matter.kind,
        State=one.state,
        Words=one.words or None,
        SentAt=one.sent_at,
        DueAt=one.due_at,
        Overdue=one.due_at is not None and one.due_at <= ctx.now,
        AnsweredAt=one.answered_at,
        MoreTimeAskedAt=one.more_time_at,
        Blocked=one.blocked,
        SuspendedAt=one.suspended_at,
        SettledAt=one.settled_at,
    )


def thread(ctx: Context, one: AbuseNotice, *, staff: bool) -> list[Answer]:
    """Write what was said with an account in a case."""
    return [message(said, staff=staff) for said in talk.with_account(ctx.within(one.account_id), one.case_id)]


def snapshot(one: Answer) -> Answer:
    """Write a report as an account is shown it."""
    kind = KINDS[one["kind"]]
    return {
        "Kind": one["kind"],
        "ReportedAt": datetime.fromisoformat(one["at"]),
        "Reporter": one["reporter"],
        "Facts": [{"Label": snapshots.labelled(kind, name), "Value": value} for name, value in one["facts"]],
        "Text": one["text"],
        "Mail": one["mail"],
        "Addresses": addresses(one["addresses"]),
        "Attachments": [
            {"AttachmentId": file["id"], "Name": file["name"], "Kind": file["kind"], "Size": file["size"]}
            | {"Readable": file["readable"]}
            for file in one["files"]
        ],
    }


def account(ctx: Context, one: AbuseNotice, matter: AbuseCase) -> Answer:
    """Write an account that a case is matched to, as the staff see it: nothing but its name and state."""
    row = accounts.bound(ctx.within(one.account_id))
    return notice(ctx, one, matter) | {
        "AccountName": row.name,
        "AccountState": row.state,
        "Messages": thread(ctx, one, staff=True),
    }


def words(state: str) -> Message:
    """Return the words for a state, as reporters are told it."""
    return states.WORDS[state]
