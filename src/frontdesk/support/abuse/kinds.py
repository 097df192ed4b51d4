"""The kinds of abuse, and what each needs to be told: data of table 7.1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from frontdesk.core.messages import Message
from frontdesk.support.abuse import checks
from frontdesk.support.abuse.checks import Check

LONGEST_TEXT = 20_000
LONGEST_MAIL = 60_000


@dataclass(frozen=True)
class Detail:
    """One thing that a kind asks for.

    ``instead`` is the kind of attachment that may stand in its place: ``addresses`` for a list of addresses,
    ``mail`` for an attached message. ``check`` returns what is wrong with a value, or None.
    """

    name: str
    label: Message
    hint: Message | None = None
    required: bool = True
    most: int = 200
    long: bool = False
    instead: str = ""
    check: Check = checks.anything
    answers: tuple[tuple[str, Message], ...] = ()


@dataclass(frozen=True)
class Kind:
    """A kind of abuse. One that is ``elsewhere`` is shown another desk and makes no report."""

    name: str
    title: Message
    hint: Message
    details: tuple[Detail, ...] = ()
    elsewhere: bool = False
    many: bool = False

    def detail(self, name: str) -> Detail | None:
        """Return the detail of this name, or None."""
        return next((one for one in self.details if one.name == name), None)


_URLS = Detail(
    "urls",
    Message("Web addresses"),
    Message("One in each line, in full, such as https://example.org/page."),
    most=8000,
    long=True,
    check=checks.urls,
)
_TIME_MARK = Detail(
    "time_mark",
    Message("Place in the video"),
    Message("For a video: minutes and seconds at which it is seen, such as 12:40."),
    required=False,
    most=100,
)
_MAIL = Detail(
    "message",
    Message("The whole mail, with all its headers"),
    Message(
        "Choose Show source or View headers in your mail program and copy everything. Or attach the mail as a file."
    ),
    most=LONGEST_MAIL,
    long=True,
    instead="mail",
    check=checks.mail,
)
_PROTOCOLS = (("tcp", "TCP"), ("udp", "UDP"), ("icmp", "ICMP"), ("other", "another, see the log"))
_NETWORK = (
    Detail(
        "began",
        Message("Date and time of the first event"),
        Message("As 2026-11-23 09:14, by the clock of your log."),
        most=25,
        instead="addresses",
        check=checks.moment,
    ),
    Detail("ended", Message("Date and time of the last event"), required=False, most=25, check=checks.moment),
    Detail(
        "zone",
        Message("Time zone of these times"),
        Message("UTC, an offset such as +02:00, or a name such as Europe/Oslo."),
        most=50,
        instead="addresses",
        check=checks.zone,
    ),
    Detail("source", Message("Source IP address"), most=45, instead="addresses", check=checks.address),
    Detail("source_port", Message("Source port"), required=False, most=5, check=checks.port),
    Detail(
        "protocol",
        Message("Protocol"),
        most=5,
        instead="addresses",
        answers=tuple((name, Message(words)) for name, words in _PROTOCOLS),
    ),
    Detail("target", Message("Target: IP address or domain"), most=253, instead="addresses", check=checks.host),
    Detail("target_port", Message("Target port"), required=False, most=5, check=checks.port),
    Detail(
        "log",
        Message("Extract of the log"),
        Message("The lines that show it. A few of each kind are enough."),
        most=LONGEST_TEXT,
        long=True,
        instead="addresses",
    ),
)
_COPYRIGHT = (
    Detail(
        "work",
        Message("The work that was copied"),
        Message("Its title, author, and where it was published."),
        most=2000,
        long=True,
    ),
    Detail(
        "location",
        Message("Where the copy is"),
        Message("Web addresses, one in each line."),
        most=8000,
        long=True,
        check=checks.urls,
    ),
    Detail("contact", Message("Your postal address and telephone number"), most=500, long=True),
    Detail(
        "statement",
        Message("Your statements"),
        Message(
            "In your own words: that you believe in good faith that neither the owner nor the law allows this use, "
            "that what you tell is accurate, and that you are the owner or act for the owner."
        ),
        most=2000,
        long=True,
    ),
    Detail("signature", Message("Signature"), Message("Type your full name."), most=100),
)
_MALWARE = (
    Detail(
        "location",
        Message("Web address or hash"),
        Message("One in each line: an address, or a hash as MD5, SHA-1 or SHA-256."),
        most=8000,
        long=True,
        check=checks.urls_or_hashes,
    ),
    Detail("began", Message("When you saw it"), Message("As 2026-11-23 09:14."), most=25, check=checks.moment),
    Detail(
        "zone",
        Message("Time zone of this time"),
        Message("UTC, an offset such as +02:00, or a name such as Europe/Oslo."),
        most=50,
        check=checks.zone,
    ),
)

WEB, RIGHTS, MAIL, NETWORK, COPYRIGHT, MALWARE = "web", "rights", "mail", "network", "copyright", "malware"
FRAUD, RETAIL = "fraud", "retail"
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            WEB,
            Message("Web content"),
            Message("A page that deceives, threatens or harms, such as phishing."),
            (_URLS, _TIME_MARK),
        ),
        Kind(
            RIGHTS,
            Message("Intellectual property, but not copyright"),
            Message("A trademark or another right."),
            (_URLS, _TIME_MARK),
        ),
        Kind(MAIL, Message("E-mail"), Message("Spam, or mail that pretends to be from somebody else."), (_MAIL,)),
        Kind(
            NETWORK,
            Message("Network activity"),
            Message("Attacks, port scans, floods, guessing of passwords."),
            _NETWORK,
            many=True,
        ),
        Kind(COPYRIGHT, Message("Copyright"), Message("A takedown notice for something that was copied."), _COPYRIGHT),
        Kind(
            MALWARE,
            Message("Malware or prohibited content"),
            Message("Programs that do harm, or content that nobody may publish."),
            _MALWARE,
        ),
        Kind(
            FRAUD,
            Message("Fraud in my own account here"),
            Message("Somebody uses your account, or you are billed for what you did not do."),
            elsewhere=True,
        ),
        Kind(
            RETAIL,
            Message("Trouble with something I bought in a shop"),
            Message("An order, a delivery or a refund."),
            elsewhere=True,
        ),
    )
}
REPORTABLE = tuple(kind for kind in KINDS.values() if not kind.elsewhere)
