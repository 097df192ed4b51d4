"""People with MFA devices: one that can be tried, and one whose device is lost."""

from __future__ import annotations

import json

from frontdesk.cli.demo.house import House
from frontdesk.credentials.devices import totp

PHONE_USER, LOST_USER = "t.berg", "l.aalto"
_OWN = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": ["iam:*MFADevice", "iam:ListMFADevices", "iam:GetUser", "iam:ChangePassword"],
            "Resource": ["arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::*:mfa/*"],
        }
    ],
}


def furnish(house: House) -> dict[str, dict[str, str]]:
    """Make both users; the first one's secret is returned with the password, nobody has the second one's."""
    phone, lost = house.user(PHONE_USER, None), house.user(LOST_USER, None)
    for one in (phone, lost):
        house.do("iam:PutUserPolicy", UserName=one["name"], PolicyName="own-devices", PolicyDocument=json.dumps(_OWN))
    phone["secret"] = _bind(house, PHONE_USER, "phone")
    _bind(house, LOST_USER, "lost-phone")
    return {"phone": phone, "lost": lost}


def _bind(house: House, user: str, device: str) -> str:
    made = house.do("iam:CreateVirtualMFADevice", VirtualMFADeviceName=device)["VirtualMFADevice"]
    seed = made["Base32StringSeed"].decode()
    # the two codes before the present one, so that the present one can be tried at once
    present = totp.step_of(house.store.clock.now())
    first, second = (totp.code(seed, step) for step in (present - 2, present - 1))
    codes = {"AuthenticationCode1": first, "AuthenticationCode2": second}
    house.do("iam:EnableMFADevice", UserName=user, SerialNumber=made["SerialNumber"], **codes)
    return str(seed)
