"""Who is behind the demo account, and who is told of abuse and security events."""

from __future__ import annotations

from frontdesk.cli.demo.house import House


def furnish(house: House) -> None:
    """Give the account a primary contact and a SECURITY contact."""
    house.do(
        "account:PutContactInformation",
        ContactInformation={
            "FullName": "Ada Lind",
            "CompanyName": "Harbour Books",
            "AddressLine1": "Quay 7",
            "City": "Hamburg",
            "StateOrRegion": "Hamburg",
            "PostalCode": "20457",
            "CountryCode": "DE",
            "PhoneNumber": "+49 40 1234567",
            "WebsiteUrl": "https://harbour-books.example",
        },
    )
    house.do(
        "account:PutAlternateContact",
        AlternateContactType="SECURITY",
        Name="Mo Okafor",
        Title="Head of security",
        EmailAddress="security@harbour-books.example",
        PhoneNumber="+49 40 1234568",
    )
