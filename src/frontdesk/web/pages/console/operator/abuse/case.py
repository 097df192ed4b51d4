"""One abuse case, with everything that was reported and said; strangers' words are shown as text and nothing else."""

from __future__ import annotations

from typing import Any

from frontdesk.core.messages import Message
from frontdesk.support.abuse import states
from frontdesk.support.abuse.kinds import KINDS
from frontdesk.support.abuse.snapshots import labelled
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Done, ask, done
from frontdesk.web.pages.console.operator.abuse.queue import HOME, STATES
from frontdesk.web.pages.console.support import downloads

WHO = {
    "reporter": Message("Reporter"),
    "account": Message("Account"),
    "staff": Message("Abuse desk"),
    "clock": Message("Deadline"),
}
_SAID = {
    "match": Done(Message("The case is matched"), Message("The account was told nothing yet.")),
    "unmatch": Done(Message("The match is gone"), Message("The account was never told.")),
    "notice": Done(Message("The account is told"), Message("Its deadline runs.")),
    "write": Done(Message("Your words are sent"), Message("The account reads them in its console.")),
    "extend": Done(Message("The deadline is new"), Message("The account is told.")),
    "remind": Done(Message("The account is reminded"), Message("Root and the security contact have a mail.")),
    "block": Done(
        Message("The block is written down"), Message("The account is told. Block the resource itself where it is.")
    ),
    "unblock": Done(Message("The block is gone"), Message("The account is told.")),
    "suspend": Done(Message("The account is suspended"), Message("Its root user can still sign in and answer here.")),
    "reinstate": Done(Message("The account works again"), Message("It is told.")),
    "ask": Done(
        Message("The reporter is asked"), Message("On the page of the report, and by mail where the address is proven.")
    ),
    "join": Done(Message("The cases are one"), Message("The reports of both are below.")),
    "note": Done(Message("Your note is written"), Message("Only staff can read it.")),
    "close": Done(Message("The case is closed"), Message("Its reporters hear that, and nothing of what was found.")),
}


def described(request: PageRequest) -> dict[str, Any]:
    """Return the case of this address; raises NotFound or AccessDenied."""
    return ask(request, "abuse:GetAbuseReport", CaseNumber=request.params["number"])


def get(request: PageRequest) -> Response:
    """Show the case; a number that was joined to another case leads there."""
    story = described(request)
    number = story["Case"]["CaseNumber"]
    if number != request.params["number"]:
        return request.see_other(f"{HOME}/{number}")
    facts = [_facts(one) for one in story["Reports"]]
    return request.render(
        "console/operator/abuse/case.html",
        story=story,
        matter=story["Case"],
        reports=list(zip(story["Reports"], facts, strict=True)),
        path=f"{HOME}/{number}",
        kinds=KINDS,
        states=STATES,
        who=WHO,
        is_open=story["Case"]["State"] in states.OPEN,
        said_done=done(request, _SAID),
    )


def _facts(report: dict[str, Any]) -> list[tuple[str, str]]:
    kind = KINDS[report["Kind"]]
    return [(labelled(kind, name), value) for name, value in report["Details"].items()]


def attachment(request: PageRequest) -> Response:
    """Hand out an attachment as it was sent, to be saved and never shown."""
    number, id = request.params["number"], request.params["file"]
    got = ask(request, "abuse:GetAbuseAttachment", CaseNumber=number, AttachmentId=id)
    return downloads.file({"fileName": got["Name"], "data": got["Data"]})


pages = (
    Page(HOME + "/{number}", get=get, signed_in=True),
    Page(HOME + "/{number}/attachments/{file}", get=attachment, signed_in=True),
)
