"""Each act upon an abuse case on a page of its own: what it does, what it asks, its one button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from frontdesk.core.errors import FrontdeskError
from frontdesk.core.messages import Message
from frontdesk.support.abuse.kinds import LONGEST_TEXT
from frontdesk.web import forms
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.forms import Choice, Field, Form
from frontdesk.web.pages.console.asking import Nothing, ask, refuse
from frontdesk.web.pages.console.operator.abuse.case import described
from frontdesk.web.pages.console.operator.abuse.queue import HOME


class Label(Form):
    """Which account."""

    account: Field = forms.text(Message("Account ID or alias"), most=63, parameter="Account", mono=True)


class Into(Form):
    """Which case to join to."""

    into: Field = forms.text(Message("Number of the other case"), most=12, parameter="Into", mono=True)


class Words(Form):
    """What to say."""

    text: Field = forms.long(Message("Your words"), most=LONGEST_TEXT, parameter="Text")


class Telling(Form):
    """What to say to an account, and how long it has."""

    text: Field = forms.long(
        Message("Your words"),
        hint=Message("What you ask for. The report follows by itself, without its reporter."),
        most=LONGEST_TEXT,
        required=False,
        parameter="Text",
    )
    hours: Field = forms.text(Message("Hours to answer"), most=3, input_mode="numeric", parameter="Hours")


class Hours(Form):
    """How long an account has from now."""

    hours: Field = forms.text(Message("Hours from now"), most=3, input_mode="numeric", parameter="Hours")


class Blocking(Form):
    """What is blocked and why."""

    resource: Field = forms.text(
        Message("Resource"),
        hint=Message("As its owner knows it, such as an address or an ARN."),
        most=500,
        parameter="Resource",
    )
    text: Field = forms.long(Message("Why, and what frees it"), most=LONGEST_TEXT, parameter="Text")


class Closing(Form):
    """How it ended."""

    outcome: Field = forms.pick(
        Message("What reporters hear"),
        Choice("handled", Message("It was handled")),
        Choice("nothing", Message("Nothing was found to act on")),
        parameter="Outcome",
        missing=Message("Choose what reporters hear."),
    )
    text: Field = forms.long(Message("Note for the staff"), most=LONGEST_TEXT, required=False, parameter="Text")


@dataclass(frozen=True)
class Act:
    """One act: its name in the address, its words, its operation and form, and what of the case it is about."""

    name: str
    operation: str
    title: Message
    lead: Message
    button: Message
    form: type[Form] = Nothing
    of: Literal["case", "account", "report"] = "case"
    danger: bool = False
    fresh: bool = False


ACTS = (
    Act(
        "match",
        "MatchAbuseReport",
        Message("Match to an account"),
        Message("Whose resource is it? The account is told nothing by this."),
        Message("Match the case"),
        Label,
    ),
    Act(
        "unmatch",
        "UnmatchAbuseReport",
        Message("Take back the match"),
        Message("The account was not told, and will not learn of it."),
        Message("Take back the match"),
        of="account",
    ),
    Act(
        "join",
        "JoinAbuseReports",
        Message("Join to another case"),
        Message("For reports of the same matter. This case ends; its reports and notes go on in the other one."),
        Message("Join the cases"),
        Into,
    ),
    Act(
        "note",
        "NoteAbuseReport",
        Message("Write a note"),
        Message("Only staff who handle abuse can read it."),
        Message("Write the note"),
        Words,
    ),
    Act(
        "close",
        "CloseAbuseReport",
        Message("Close the case"),
        Message("Reporters hear one of two sentences, accounts that nothing more is asked of them."),
        Message("Close the case"),
        Closing,
        danger=True,
    ),
    Act(
        "ask",
        "AskAbuseReporter",
        Message("Ask the reporter"),
        Message("On the page of the report, and by mail where the address is proven. Say nothing about the account."),
        Message("Send the question"),
        Words,
        of="report",
    ),
    Act(
        "notice",
        "SendAbuseNotice",
        Message("Tell the account"),
        Message("Root and the security contact get a mail, and it stands in the account's console."),
        Message("Tell the account"),
        Telling,
        of="account",
    ),
    Act(
        "write",
        "WriteToAbuseAccount",
        Message("Write to the account"),
        Message("Root and the security contact get a mail with your words. Say nothing about the reporter."),
        Message("Send"),
        Words,
        of="account",
    ),
    Act(
        "extend",
        "ExtendAbuseDeadline",
        Message("Set a deadline"),
        Message("It replaces the one that there is, and runs from now."),
        Message("Set the deadline"),
        Hours,
        of="account",
    ),
    Act(
        "remind",
        "RemindAbuseAccount",
        Message("Remind the account"),
        Message("At half of its time it is reminded anyway."),
        Message("Send a reminder"),
        of="account",
    ),
    Act(
        "block",
        "BlockForAbuse",
        Message("Block a resource"),
        Message("This writes it down and tells the account. The block itself is made where the resource is."),
        Message("Write down the block"),
        Blocking,
        of="account",
        danger=True,
    ),
    Act(
        "unblock",
        "UnblockAfterAbuse",
        Message("Free a resource again"),
        Message("This writes it down and tells the account. Free the resource itself where it is."),
        Message("Write down that it is free"),
        of="account",
    ),
    Act(
        "suspend",
        "SuspendForAbuse",
        Message("Suspend the account"),
        Message(
            "Everything in it stops and its sessions end. Its root user can still sign in, read the notice and answer."
        ),
        Message("Suspend the account"),
        of="account",
        danger=True,
        fresh=True,
    ),
    Act(
        "reinstate",
        "ReinstateAfterAbuse",
        Message("Reinstate the account"),
        Message("Everything works again as it was. Sessions that ended stay ended."),
        Message("Reinstate the account"),
        of="account",
    ),
)


class Pages:
    """The page of one act."""

    def __init__(self, act: Act) -> None:
        self._act = act

    def get(self, request: PageRequest) -> Response:
        """Ask what the act needs."""
        start = {"hours": str(request.settings.abuse_answer_hours)} if self._act.form in (Telling, Hours) else {}
        return self._show(request, self._act.form.showing(**start))

    def _show(self, request: PageRequest, form: Form) -> Response:
        story = described(request)
        return request.render(
            "console/operator/abuse/act.html",
            form=form,
            act=self._act,
            matter=story["Case"],
            whom=self._whom(request),
            preview=story["Preview"] if self._act.name == "notice" else (),
            path=f"{HOME}/{story['Case']['CaseNumber']}",
        )

    def _whom(self, request: PageRequest) -> str:
        return "" if self._act.of == "case" else request.query.get(self._act.of, "")

    def post(self, request: PageRequest) -> Response:
        """Do it and go back to the case."""
        form = self._act.form.read(request.form)
        for one in form:
            if one.name == "hours" and one.value and not (one.value.isascii() and one.value.isdigit()):
                one.error = Message("Enter a number of hours.")
        if form.ok:
            try:
                ask(request, f"abuse:{self._act.operation}", **self._parameters(request, form))
            except FrontdeskError as fault:
                refuse(form, fault)
            else:
                number = request.params["number"]
                return request.see_other(f"{HOME}/{number}?" + urlencode({"done": self._act.name}))
        return self._show(request, form)

    def _parameters(self, request: PageRequest, form: Form) -> dict[str, Any]:
        given: dict[str, Any] = {one.parameter: one.value or None for one in form}
        if given.get("Hours"):
            given["Hours"] = int(given["Hours"])
        if given.get("Into"):
            given["Into"] = given["Into"].upper()
        whom = {
            "case": {},
            "account": {"AccountId": self._whom(request)},
            "report": {"ReportNumber": self._whom(request)},
        }
        return {"CaseNumber": request.params["number"], **whom[self._act.of], **given}


def _page(act: Act) -> Page:
    made = Pages(act)
    return Page(HOME + "/{number}/" + act.name, get=made.get, post=made.post, signed_in=True, fresh=act.fresh)


pages = tuple(map(_page, ACTS))
