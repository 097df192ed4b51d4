"""Something that would stop, in the one account of the demo that its owner can close and reopen by hand."""

from __future__ import annotations

from frontdesk.cli.demo.house import House


def furnish(house: House) -> None:
    """Give the account two users, one of whom has an access key."""
    house.do("iam:CreateUser", UserName="lamp.keeper")
    house.do("iam:CreateUser", UserName="fog.horn")
    house.do("iam:CreateAccessKey", UserName="fog.horn")
