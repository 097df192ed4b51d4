"""What anybody may do: write to support, and write once more in the case of a mailed link."""

from __future__ import annotations

from typing import Any

from frontdesk.operations.registry import operation
from frontdesk.operations.supportdesk import limits
from frontdesk.store.context import Context
from frontdesk.support.cases import visitors
from frontdesk.support.cases.visitors import Letter

Answer = dict[str, Any]


@operation("frontdesk:ContactSupport", model="supportdesk:ContactSupport", public=True)
def contact_support(
    ctx: Context,
    *,
    lost: str,
    name: str,
    email_address: str,
    subject: str,
    communication_body: str,
    phone_number: str = "",
    country: str = "",
    account_hint: str = "",
    root_email_address: str = "",
) -> Answer:
    """Open a visitor's case; nothing that was typed about an account is looked up."""
    limits.count_letter(ctx)
    said = {
        "name": name,
        "email": email_address,
        "phone": phone_number,
        "country": country,
        "account": account_hint,
        "root_email": root_email_address,
    }
    return {"Number": visitors.open(ctx, Letter(lost, said, subject, communication_body)).number}


@operation("frontdesk:AnswerVisitorCase", model="supportdesk:AnswerVisitorCase", public=True)
def answer_visitor_case(ctx: Context, *, link_token: str, communication_body: str) -> Answer:
    """Add a visitor's letter to the case of a link, once the address was verified."""
    return {"Number": visitors.reply(ctx, link_token, communication_body).number}
