"""A support case of the demo account that waits for staff."""

from __future__ import annotations

from frontdesk.cli.demo.house import House


def open_case(house: House) -> str:
    """Open the case and return its id."""
    made = house.do(
        "support:CreateCase",
        serviceCode="billing",
        categoryCode="dispute-a-charge",
        issueType="customer-service",
        subject="A charge of 12 November that we do not know",
        communicationBody=(
            "Our bill for November has a line of 12.40 that nobody here recognises.\n\n"
            "Can you tell us what it is for, and whether somebody else may be using our account?"
        ),
    )
    return str(made["caseId"])
