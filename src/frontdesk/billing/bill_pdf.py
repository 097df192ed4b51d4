"""A bill as PDF: one column, readable aloud in order, the same bytes for the same bill."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING

from frontdesk.billing import bills
from frontdesk.billing.money import Money
from frontdesk.billing.tables import Bill, Charge

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 539, 786, 64  # points on A4
_LINE, _SMALL, _NORMAL, _LARGE = 16, 9, 10.5, 20
_FONT, _BOLD = "Vera", "VeraBd"
_MEMO_WIDTH = 62
_STATES = {bills.DUE: "Due", bills.PAST_DUE: "Past due", bills.PAID: "Paid"}
_ADDRESS = ("full_name", "company", "line1", "line2", "line3")


def payer_lines(bill: Bill) -> list[str]:
    """Return who the bill is for, one line each, as it was when the bill was issued."""
    payer = bill.payer or {}
    town = " ".join(part for part in (payer.get("postal_code"), payer.get("city"), payer.get("state")) if part)
    lines = [payer.get("name"), *(payer.get(part) for part in _ADDRESS), town, payer.get("country")]
    return [line for line in dict.fromkeys(lines) if line]


def draw(bill: Bill, charges: Sequence[Charge], house: str) -> bytes:
    """Return the PDF of an issued bill."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    _register_fonts()
    target = BytesIO()
    canvas = Canvas(target, pagesize=A4, invariant=1, lang="en-GB")
    title = f"Bill {bill.id}"
    canvas.setTitle(title)
    canvas.setAuthor(house or "Frontdesk")
    canvas.setCreator("Frontdesk")
    canvas.setSubject(f"{bill.period}, {Money(bill.amount, bill.currency).plain}")
    canvas.setViewerPreference("DisplayDocTitle", "true")
    _Sheet(canvas, title).fill(bill, charges, house or "Frontdesk")
    canvas.save()
    return target.getvalue()


def _register_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (_FONT, _BOLD):
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))  # come with the library


class _Sheet:
    """Writes down a page from the top, and begins the next one where it is full."""

    def __init__(self, canvas: Canvas, title: str) -> None:
        self._canvas, self._title, self._y = canvas, title, float(_TOP)

    def fill(self, bill: Bill, charges: Sequence[Charge], house: str) -> None:
        self._line(house, _BOLD)
        self._down(2)
        self._line(self._title, _BOLD, _LARGE)
        self._down(1.5)
        for words, value in self._facts(bill):
            self._line(words, value=value)
        self._down(1)
        for line in payer_lines(bill):
            self._line(line)
        self._down(1.5)
        self._line("Charge", _BOLD, value="Amount")
        self._rule()
        for charge in charges:
            self._charge(charge, bill)
        self._rule()
        self._line("Total", _BOLD, value=Money(bill.amount, bill.currency).plain)
        self._line("Paid", value=Money(bill.paid, bill.currency).plain)
        self._line("Left to pay", _BOLD, value=bills.left(bill).plain)

    def _facts(self, bill: Bill) -> Iterator[tuple[str, str]]:
        yield "Month", bill.period
        if bill.issued_at:
            yield "Issued", f"{bill.issued_at:%Y-%m-%d}"
        yield "State", _STATES.get(bill.state, bill.state)
        yield "Account", bill.account_id

    def _charge(self, charge: Charge, bill: Bill) -> None:
        whose = f" (account {charge.account_id})" if charge.account_id != bill.account_id else ""
        words = charge.memo + whose
        parts = [words[at : at + _MEMO_WIDTH] for at in range(0, len(words), _MEMO_WIDTH)]
        self._line(parts[0], value=Money(charge.amount, charge.currency).plain)
        for part in parts[1:]:
            self._line(part)

    def _line(self, words: str, font: str = _FONT, size: float = _NORMAL, value: str = "") -> None:
        if self._y < _BOTTOM:
            self._canvas.showPage()
            self._y = _TOP
        self._canvas.setFont(font, size)
        self._canvas.drawString(_LEFT, self._y, words)
        if value:
            self._canvas.drawRightString(_RIGHT, self._y, value)
        self._down(1)

    def _rule(self) -> None:
        self._canvas.line(_LEFT, self._y + _LINE * 0.7, _RIGHT, self._y + _LINE * 0.7)

    def _down(self, lines: float) -> None:
        self._y -= _LINE * lines
