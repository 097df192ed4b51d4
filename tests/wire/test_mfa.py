"""MFA devices under boto3 and the AWS CLI (wire 5.1, 6.6, 10.1, 11.2)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from frontdesk.credentials.devices import totp
from tests.support.aws import CLI
from tests.support.server import Server
from tests.wire.conftest import client

Client = Callable[..., Any]
WITH_MFA = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*",
             "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"},
                           "NumericLessThan": {"aws:MultiFactorAuthAge": "300"}}}
        ],
    }
)  # fmt: skip


def refusal(call: Callable[[], object]) -> tuple[int, str, str]:
    with pytest.raises(ClientError) as caught:
        call()
    said: Any = caught.value.response
    return said["ResponseMetadata"]["HTTPStatusCode"], said["Error"]["Code"], said["Error"]["Message"]


def code(seed: str, steps: int = 0) -> str:
    return totp.code(seed, int(time.time()) // totp.STEP_SECONDS + steps)


def made(iam: Any, name: str) -> tuple[str, str]:
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=name)["VirtualMFADevice"]
    assert device["QRCodePNG"].startswith(b"\x89PNG")
    return device["SerialNumber"], device["Base32StringSeed"].decode()


def bound(iam: Any, user: str, name: str) -> tuple[str, str]:
    """Bind a device by the two codes before the present one, which can then be used."""
    serial, seed = made(iam, name)
    codes = {"AuthenticationCode1": code(seed, -2), "AuthenticationCode2": code(seed, -1)}
    iam.enable_mfa_device(UserName=user, SerialNumber=serial, **codes)
    return serial, seed


def test_the_life_of_a_virtual_device(root: Client) -> None:
    iam = root("iam")
    iam.create_user(UserName="bob")
    serial, seed = made(iam, "bob-phone")
    assert refusal(lambda: made(iam, "bob-phone"))[:2] == (409, "EntityAlreadyExists")
    pair = {"UserName": "bob", "SerialNumber": serial}
    wrong = refusal(lambda: iam.enable_mfa_device(**pair, AuthenticationCode1="000000", AuthenticationCode2="000001"))
    assert wrong[:2] == (403, "InvalidAuthenticationCode")
    assert [one["SerialNumber"] for one in iam.list_virtual_mfa_devices(AssignmentStatus="Unassigned")[
        "VirtualMFADevices"]] == [serial]  # fmt: skip
    iam.enable_mfa_device(**pair, AuthenticationCode1=code(seed, -1), AuthenticationCode2=code(seed))
    assert [one["SerialNumber"] for one in iam.list_mfa_devices(UserName="bob")["MFADevices"]] == [serial]
    assert iam.get_mfa_device(SerialNumber=serial, UserName="bob")["UserName"] == "bob"
    assert iam.list_virtual_mfa_devices()["VirtualMFADevices"][0]["User"]["UserName"] == "bob"
    summary = iam.get_account_summary()["SummaryMap"]
    assert (summary["MFADevices"], summary["MFADevicesInUse"], summary["AccountMFAEnabled"]) == (1, 1, 0)
    assert refusal(lambda: iam.delete_virtual_mfa_device(SerialNumber=serial))[:2] == (409, "DeleteConflict")
    assert refusal(lambda: iam.delete_user(UserName="bob")) == (
        409, "DeleteConflict", "Cannot delete entity, must deactivate MFA device first.",
    )  # fmt: skip
    iam.tag_mfa_device(SerialNumber=serial, Tags=[{"Key": "team", "Value": "front"}])
    assert iam.list_mfa_device_tags(SerialNumber=serial)["Tags"] == [{"Key": "team", "Value": "front"}]
    iam.untag_mfa_device(SerialNumber=serial, TagKeys=["team"])
    assert iam.list_mfa_device_tags(SerialNumber=serial)["Tags"] == []
    ahead = {"AuthenticationCode1": code(seed, 40), "AuthenticationCode2": code(seed, 41)}
    iam.resync_mfa_device(**pair, **ahead)
    iam.deactivate_mfa_device(**pair)
    assert refusal(lambda: iam.deactivate_mfa_device(**pair))[:2] == (404, "NoSuchEntity")
    iam.delete_virtual_mfa_device(SerialNumber=serial)
    iam.delete_user(UserName="bob")


def test_a_code_gives_a_session_that_policies_believe(
    server: Server, root: Client, user: Callable[..., Client]
) -> None:
    own = user("carol", WITH_MFA)
    serial, seed = bound(root("iam"), "carol", "carol-phone")
    assert refusal(own("iam").list_users)[1] == "AccessDenied"
    sts, used = own("sts"), code(seed)
    given = sts.get_session_token(SerialNumber=serial, TokenCode=used)["Credentials"]
    session = client(server, "iam", given["AccessKeyId"], given["SecretAccessKey"], given["SessionToken"])
    assert [one["UserName"] for one in session.list_users()["Users"]] == ["carol"]
    again = refusal(lambda: sts.get_session_token(SerialNumber=serial, TokenCode=used))
    assert again == (
        403, "AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass code.",
    )  # fmt: skip
    plain = sts.get_session_token()["Credentials"]
    without = client(server, "iam", plain["AccessKeyId"], plain["SecretAccessKey"], plain["SessionToken"])
    assert refusal(without.list_users)[1] == "InvalidClientTokenId"


def test_wrong_codes_are_counted_and_other_peoples_devices_unknown(root: Client, user: Callable[..., Client]) -> None:
    sts, serial_seed = user("dave")("sts"), bound
    user("erin")
    serial, seed = serial_seed(root("iam"), "dave", "dave-phone")
    other, _ = bound(root("iam"), "erin", "erin-phone")
    unknown = refusal(lambda: sts.get_session_token(SerialNumber=other, TokenCode=code(seed)))
    assert "associated with this user" in unknown[2]
    near = {code(seed, step) for step in (-1, 0, 1, 2)}
    wrong = next(one for one in ("000000", "111111", "222222", "333333", "444444") if one not in near)
    for _ in range(5):
        assert refusal(lambda: sts.get_session_token(SerialNumber=serial, TokenCode=wrong))[1] == "AccessDenied"
    assert refusal(lambda: sts.get_session_token(SerialNumber=serial, TokenCode=code(seed)))[1] == "AccessDenied"


def test_roots_devices_are_not_bound_over_the_wire(root: Client) -> None:
    serial, seed = made(root("iam"), "root-phone")
    codes = {"AuthenticationCode1": code(seed, -1), "AuthenticationCode2": code(seed)}
    refused = refusal(lambda: root("iam").enable_mfa_device(UserName="root", SerialNumber=serial, **codes))
    assert refused[1] == "NoSuchEntity"


def test_the_aws_cli_binds_and_lists(aws_cli: CLI) -> None:
    aws_cli("iam", "create-user", "--user-name", "frank")
    seed_file = aws_cli.home / "seed"
    create = ["--virtual-mfa-device-name", "frank-phone", "--outfile", str(seed_file)]
    device = aws_cli("iam", "create-virtual-mfa-device", *create, "--bootstrap-method", "Base32StringSeed")
    serial, seed = device["VirtualMFADevice"]["SerialNumber"], seed_file.read_text()
    codes = ["--authentication-code1", code(seed, -1), "--authentication-code2", code(seed)]
    aws_cli("iam", "enable-mfa-device", "--user-name", "frank", "--serial-number", serial, *codes)
    assert aws_cli("iam", "list-mfa-devices", "--user-name", "frank")["MFADevices"][0]["SerialNumber"] == serial
    aws_cli("iam", "deactivate-mfa-device", "--user-name", "frank", "--serial-number", serial)
    aws_cli("iam", "delete-virtual-mfa-device", "--serial-number", serial)
