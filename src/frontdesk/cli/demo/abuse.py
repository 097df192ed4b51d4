"""An abuse case of the demo: the account was told, and owes an answer."""

from __future__ import annotations

from frontdesk.cli.demo.house import House

_LOG = "\n".join(
    f"Nov 23 09:{minute:02d}:07 gate sshd[4711]: Failed password for root from 192.0.2.7 port 50{minute} ssh2"
    for minute in range(14, 44)
)


def report(house: House, staff: House) -> None:
    """Let a neighbour report the house, and the staff tell it."""
    made = staff.do(
        "abuse:ReportAbuse",
        Kind="network",
        Name="Torhild Aas",
        Email="torhild@fjord-post.example",
        Organisation="Fjord Post",
        Text="Since this morning somebody guesses passwords on our gate. It is no user of ours.",
        Details={
            "began": "2026-11-23 09:14",
            "zone": "Europe/Oslo",
            "source": "192.0.2.7",
            "protocol": "tcp",
            "target": "198.51.100.3",
            "target_port": "22",
            "log": _LOG,
        },
    )
    number = made["ReportNumber"]
    staff.do("abuse:MatchAbuseReport", CaseNumber=number, Account=house.account_id)
    words = "A machine of this account seems to guess passwords. Look whether somebody else controls it."
    staff.do("abuse:SendAbuseNotice", CaseNumber=number, AccountId=house.account_id, Text=words)
