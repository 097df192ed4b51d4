"""The staff's view: mail that was given up, and names that matched nobody."""

from __future__ import annotations

from frontdesk.core.messages import Message
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.pages.console.asking import Done, ask, done, part

_SAID = {"requeued": Done(Message("The mail is tried again"), Message("If it fails again, it comes back here."))}


def mail(request: PageRequest) -> Response:
    """Show the dead letters."""
    found = part(lambda: ask(request, "frontdesk:ListDeadMails")["DeadMails"])
    return request.render("console/operator/mail.html", found=found, said=done(request, _SAID))


def requeue(request: PageRequest) -> Response:
    """Let one be tried again."""
    ask(request, "frontdesk:RequeueMail", MailId=request.form.get("mail", ""))
    return request.see_other("/console/operator/mail?done=requeued")


def unknown(request: PageRequest) -> Response:
    """Show attempts whose claim matched nobody."""
    found = part(lambda: ask(request, "frontdesk:ListUnknownClaims")["UnknownClaims"])
    return request.render("console/operator/unknown.html", found=found)


pages = (
    Page(
        "/console/operator/mail",
        get=mail,
        post=requeue,
        signed_in=True,
        menu=Menu("operator", Message("Mail that failed"), 10),
    ),
    Page("/console/operator/unknown", get=unknown, signed_in=True, menu=Menu("operator", Message("Unknown names"), 20)),
)
