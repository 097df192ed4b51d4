"""A value for every field that a message can have, and a mail of each message."""

from __future__ import annotations

from frontdesk.mail import messages
from frontdesk.store.outbox import Mail

ORIGIN = "http://localhost:8080"
VALUES = {
    "account_id": "111122223333",
    "account_name": "Harbour Books",
    "address": "192.0.2.44",
    "at": "2026-11-23T09:41:00+00:00",
    "by_kind": "user",
    "by_name": "ada.lind",
    "cause": "unpaid",
    "closed_for": "request",
    "code": "482 913",
    "days": "14",
    "facts": "Source: 192.0.2.7\nBegan: 2026-11-23 07:14 UTC",
    "former": "o•••@h•••.example",
    "guest": "444455556666",
    "how": "deleted",
    "iam_link": f"{ORIGIN}/console?account=111122223333",
    "link": f"{ORIGIN}/attempt/mailed-code?code=482913",
    "management_email": "owner@example.org",
    "management_id": "444455556666",
    "method": "left",
    "minutes": "60",
    "power": "ALL",
    "present": "n•••@q•••.example",
    "reference": "FD-M8TA-5E9J",
    "reply_to": "abuse+ab-7k3m-q2xp.0a1b@example.org",
    "reset_link": f"{ORIGIN}/recovery/root-password",
    "sign_in_link": f"{ORIGIN}/signin",
    "sign_up_link": f"{ORIGIN}/signup",
    "standing": "ACTIVE",
    "scopes": "users and their sign-ins",
    "stop_link": f"{ORIGIN}/recovery/root-email?change=Zb3kQ",
    "text": "Two lines of an answer.\n\nAnd what to do.",
    "until": "2026-11-23T10:41:00+00:00",
    "part_changed": "SECURITY",
    "advice": "Use another card.",
    "again_at": "2026-11-24T09:41:00+00:00",
    "amount": "€12.50",
    "answer": "accepted",
    "asked": "join",
    "bill": "bill-2026-10-7k3m-q2xp",
    "bill_link": f"{ORIGIN}/console/billing/bills/bill-2026-10-7k3m-q2xp",
    "card": "Visa ···· 4242",
    "change": "added",
    "default": "yes",
    "when": "soon",
    "methods_link": f"{ORIGIN}/console/billing/methods",
    "who": "The root user",
    "user": "m.okafor",
    "device": "phone",
    "left": "9",
}
NAMES = sorted(messages.declared())


def mail(name: str, *, to: str = "root@example.org", locale: str = "en", **values: str) -> Mail:
    """Return a mail of this message, with some of the usual values replaced."""
    fields = {field: values.get(field, VALUES[field]) for field in messages.declared()[name]}
    return Mail(name, to, fields, locale)
