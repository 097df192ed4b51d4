"""An organization in the demo: two members in a tree, and an account that is invited and has not answered."""

from __future__ import annotations

import json
from typing import Any

from frontdesk.cli.demo.house import House
from frontdesk.credentials import founding
from frontdesk.credentials.founding import Founding

_ROOMS = (
    ("Yards", "Northern Yards", "root@northern-yards.example"),
    ("Print", "Quay Press", "root@quay-press.example"),
)
_LIMITED, _WHY = "Yards", "Accounts of the yards stay in the organization."
_STAY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"},
    },
    indent=2,
)
_NOTES = "We share a quay already. Shall we share a bill?"


def furnish(house: House) -> dict[str, Any]:
    """Make the demo account a management account; return who is invited, an account of its own that stands alone."""
    house.do("organizations:CreateOrganization")
    root = house.do("organizations:ListRoots")["Roots"][0]["Id"]
    for unit, name, email in _ROOMS:
        made = house.do("organizations:CreateOrganizationalUnit", ParentId=root, Name=unit)["OrganizationalUnit"]
        begun = house.do("organizations:CreateAccount", AccountName=name, Email=email)["CreateAccountStatus"]["Id"]
        ended = house.do("organizations:DescribeCreateAccountStatus", CreateAccountRequestId=begun)
        moving = {"SourceParentId": root, "DestinationParentId": made["Id"]}
        house.do("organizations:MoveAccount", AccountId=ended["CreateAccountStatus"]["AccountId"], **moving)
        if unit == _LIMITED:
            _limit(house, root, made["Id"])
    return _invite(house)


def _limit(house: House, root: str, unit: str) -> None:
    """Turn control policies on and hang one on a unit."""
    type = "SERVICE_CONTROL_POLICY"
    house.do("organizations:EnablePolicyType", RootId=root, PolicyType=type)
    asked = {"Name": "Nobody leaves", "Description": _WHY, "Content": _STAY, "Type": type}
    made = house.do("organizations:CreatePolicy", **asked)["Policy"]["PolicySummary"]
    house.do("organizations:AttachPolicy", PolicyId=made["Id"], TargetId=unit)


def _invite(house: House) -> dict[str, Any]:
    wanted = Founding("Lighthouse Keepers", "owner@lighthouse-keepers.example")
    guest = house.store.transact(lambda ctx: founding.found(ctx, wanted))
    target = {"Type": "ACCOUNT", "Id": guest.account_id}
    house.do("organizations:InviteAccountToOrganization", Target=target, Notes=_NOTES)
    root = {"email": guest.email, "password": guest.password.reveal()}
    return {"account_id": guest.account_id, "name": wanted.name, "root": root}
