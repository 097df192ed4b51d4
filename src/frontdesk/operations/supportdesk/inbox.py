"""What staff do with cases. Each is an IAM action of its own, and counts in the operator's account alone."""

from __future__ import annotations

from typing import Any

from frontdesk.operations.frontdesk.callers import calling
from frontdesk.operations.frontdesk.staff import for_staff
from frontdesk.operations.registry import operation
from frontdesk.operations.supportdesk import written
from frontdesk.store.context import Context
from frontdesk.support.cases import attachments, cases, desk, permits, steps, visitors
from frontdesk.support.cases.desk import Search
from frontdesk.support.cases.errors import AttachmentIdNotFound

Answer = dict[str, Any]


@operation("frontdesk:ListSupportCases", model="supportdesk:ListSupportCases", resource=for_staff)
def list_support_cases(
    ctx: Context,
    *,
    queue: str = "us",
    kind: str | None = None,
    search: str = "",
    oldest_first: bool = True,
    after: str | None = None,
) -> Answer:
    """List cases of every account and of visitors, fifty at a time, and how many wait in each queue."""
    staff = calling(ctx)
    found, following = desk.inbox(ctx, Search(queue, kind, search, oldest_first), staff, after)
    counts = {name.capitalize(): count for name, count in desk.counts(ctx, staff).items()}
    answer: Answer = {"Cases": [written.case(one) for one in found], "Counts": counts}
    return answer | ({"After": following} if following else {})


@operation("frontdesk:GetSupportCase", model="supportdesk:GetSupportCase", resource=for_staff)
def get_support_case(ctx: Context, *, case_id: str) -> Answer:
    """Show a case with letters, notes and permits; of the account itself only its number."""
    case = desk.find(ctx, case_id)
    said = visitors.said(ctx, case)
    answer: Answer = {
        "Case": written.case(case),
        "Letters": written.letters(ctx, cases.letters(ctx, case)),
        "Notes": [written.note(one) for one in desk.notes(ctx, case)],
        "Scopes": desk.live_scopes(ctx, case),
        "Related": [written.case(one) for one in cases.related(ctx, case)],
        "Others": [written.case(one) for one in desk.others(ctx, case)],
        "Permits": [],
    }
    if case.account_id:
        answer["Permits"] = [written.permit(ctx, one) for one in permits.every(ctx.within(case.account_id), case)]
    if said:
        answer["Case"]["Verified"] = written.verified(ctx, said)
        answer["Visitor"] = written.visitor(said)
    return answer


@operation("frontdesk:AnswerSupportCase", model="supportdesk:AnswerSupportCase", resource=for_staff)
def answer_support_case(ctx: Context, *, case_id: str, communication_body: str, step_id: str | None = None) -> None:
    """Write to the customer; ``step_id`` says from which row of the map the answer was begun, for the event."""
    desk.answer(ctx, desk.find(ctx, case_id), calling(ctx), communication_body)


@operation("frontdesk:AddSupportNote", model="supportdesk:AddSupportNote", resource=for_staff)
def add_support_note(ctx: Context, *, case_id: str, note: str) -> None:
    """Write something that only staff ever see."""
    desk.note(ctx, desk.find(ctx, case_id), calling(ctx), note)


@operation("frontdesk:AssignSupportCase", model="supportdesk:AssignSupportCase", resource=for_staff)
def assign_support_case(ctx: Context, *, case_id: str, user_name: str | None = None, to_me: bool = False) -> None:
    """Give a case to a user of the operator's account, to the caller, or to nobody."""
    case = desk.find(ctx, case_id)
    if to_me:
        desk.take(case, calling(ctx))
    else:
        desk.assign(ctx, case, user_name)


@operation("frontdesk:UpdateSupportCase", model="supportdesk:UpdateSupportCase", resource=for_staff)
def update_support_case(
    ctx: Context, *, case_id: str, status: str | None = None, severity_code: str | None = None
) -> None:
    """Set state or priority of a case."""
    desk.update(ctx, desk.find(ctx, case_id), status, severity_code, calling(ctx))


@operation("frontdesk:MergeSupportCases", model="supportdesk:MergeSupportCases", resource=for_staff)
def merge_support_cases(ctx: Context, *, case_id: str, into_case_id: str) -> None:
    """Let a double go on in another case of the same customer."""
    desk.merge(ctx, desk.find(ctx, case_id), desk.find(ctx, into_case_id), calling(ctx))


@operation("frontdesk:ListCannedSteps", model="supportdesk:ListCannedSteps", resource=for_staff)
def list_canned_steps(ctx: Context, *, search: str = "") -> Answer:
    """List rows of the troubleshooting map that have all of these words."""
    return {"Steps": [_step(ctx, one) for one in steps.find(search)]}


def _step(ctx: Context, one: steps.Step) -> Answer:
    answer = steps.answer(one, ctx.settings)
    return {"StepId": one.id, "Area": one.area, "Symptom": one.symptom, "Who": one.who, "Answer": answer}


@operation("frontdesk:GetSupportAttachment", model="supportdesk:GetSupportAttachment", resource=for_staff)
def get_support_attachment(ctx: Context, *, case_id: str, attachment_id: str) -> Answer:
    """Hand out a file that came with a letter of this case."""
    case = desk.find(ctx, case_id)
    sent = attachments.of(ctx, cases.letters(ctx, case)).values()
    if not any(id == attachment_id for files in sent for id, _ in files):
        raise AttachmentIdNotFound("This case has no attachment {id}.", id=attachment_id, field="AttachmentId")
    found = attachments.read(ctx.within(case.account_id), attachment_id)
    return {"FileName": found.name, "Data": found.data}
