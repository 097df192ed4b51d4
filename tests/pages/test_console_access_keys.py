"""Access keys: of a user, by an administrator, and one's own."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.pages.client import Client, Page
from tests.pages.office import EVERYTHING, Office
from tests.support.stores import FrozenClock

OWN_KEYS = {
    "Effect": "Allow",
    "Action": ["iam:*AccessKey*"],
    "Resource": "arn:aws:iam::*:user/${aws:username}",
}


@pytest.fixture
def admin(office: Office) -> Client:
    office.user("ada.lind", EVERYTHING)
    office.user("m.okafor", OWN_KEYS)
    return office.at_desk("ada.lind")


def part(page: Page, id: str) -> str:
    """Return what stands under an id."""
    found = re.search(rf'id="{id}">([^<]+)<', page.html)
    assert found
    return found[1]


def keys(office: Office, name: str) -> list[tuple[str, str]]:
    found = office.perform("ada.lind", "ListAccessKeys", UserName=name)["AccessKeyMetadata"]
    return [(key["AccessKeyId"], key["Status"]) for key in found]


def test_a_new_key_is_shown_with_its_secret_once(office: Office, admin: Client) -> None:
    shown = admin.get("/console/users/m.okafor").follow("Create an access key").press("Create the access key")
    key, secret = part(shown, "key-id"), part(shown, "key-secret")
    assert keys(office, "m.okafor") == [(key, "Active")]
    assert re.fullmatch("[A-Za-z0-9/+]{40}", secret)
    assert secret not in shown.url
    assert secret not in str(admin.cookies)
    listed = shown.follow("I have kept the secret")
    assert key in listed.main
    assert secret not in listed.html
    office.desk.reads.flush()
    kept = b"".join(path.read_bytes() for path in office.store.settings.data.glob("frontdesk.sqlite*"))
    assert key.encode() in kept
    assert secret.encode() not in kept


FOR = "What it is for"


def test_what_a_key_is_for_is_a_tag_of_its_user(office: Office, admin: Client, clock: FrozenClock) -> None:
    form = admin.get("/console/users/m.okafor/access-keys/create")
    refused = form.press("Create the access key", {FOR: "<backup>"})
    assert refused.error(FOR) == "Use letters, digits, spaces and . : / = + - @ _ only."
    key = part(refused.press("Create the access key", {FOR: "Back-up: Kai"}), "key-id")
    tags = {"Key": key, "Value": "Back-up: Kai"}
    assert office.perform("ada.lind", "ListUserTags", UserName="m.okafor")["Tags"] == [tags]
    clock.forward(timedelta(days=3, hours=5))
    page = office.at_desk("ada.lind").get("/console/users/m.okafor")
    assert "Back-up: Kai" in page.main
    assert "3 days old" in page.main
    page = page.follow(f"Deactivate {key}").press(f"Deactivate {key}").follow(f"Delete {key}")
    page.press("Delete the key", {"Type the access key ID": key})
    assert office.perform("ada.lind", "ListUserTags", UserName="m.okafor")["Tags"] == []


def test_a_key_is_shown_also_where_its_description_could_not_be_kept(office: Office, admin: Client) -> None:
    shown = office.at_desk("m.okafor").get("/console/credentials/access-keys/create")
    shown = shown.press("Create the access key", {FOR: "my laptop"})
    assert keys(office, "m.okafor") == [(part(shown, "key-id"), "Active")]
    assert "What it is for could not be kept: User: " in shown.main
    assert "iam:TagUser" in shown.main


def test_the_form_sent_twice_makes_one_key(office: Office, admin: Client) -> None:
    form = admin.get("/console/users/m.okafor/access-keys/create")
    shown = form.press("Create the access key")
    again = form.press("Create the access key")
    assert (again.status, again.h1) == (409, "Nothing was created this time")
    assert part(shown, "key-secret") not in again.html
    assert len(keys(office, "m.okafor")) == 1


def test_with_two_keys_the_page_says_so_and_has_no_button(office: Office, admin: Client) -> None:
    for _ in range(2):
        admin.get("/console/users/m.okafor/access-keys/create").press("Create the access key")
    page = admin.get("/console/users/m.okafor")
    assert "Two of two. To add one, first delete one." in page.main
    assert "Create an access key" not in page.links
    page = admin.get("/console/users/m.okafor/access-keys/create")
    assert "There are two already" in page.main
    assert "Create the access key" not in page.main


def test_a_key_is_switched_off_on_and_deleted_by_its_id(office: Office, admin: Client) -> None:
    key = part(admin.get("/console/users/m.okafor/access-keys/create").press("Create the access key"), "key-id")
    page = admin.get("/console/users/m.okafor").follow(f"Deactivate {key}").press(f"Deactivate {key}")
    assert "The access key is inactive" in page.main
    assert keys(office, "m.okafor") == [(key, "Inactive")]
    page = page.follow(f"Activate {key}").press(f"Activate {key}")
    assert keys(office, "m.okafor") == [(key, "Active")]
    page = page.follow(f"Deactivate {key}").press(f"Deactivate {key}").follow(f"Delete {key}")
    wrong = page.press("Delete the key", {"Type the access key ID": "AKIA"})
    assert wrong.error("Type the access key ID") == f"This is not the ID of the key. It begins with {key[:8]}."
    assert wrong.press("Delete the key", {"Type the access key ID": ""}).status == 422
    page = wrong.press("Delete the key", {"Type the access key ID": key})
    assert "The access key was deleted" in page.main
    assert "No access keys" in page.main
    assert keys(office, "m.okafor") == []


def test_an_active_key_cannot_be_deleted(office: Office, admin: Client) -> None:
    key = part(admin.get("/console/users/m.okafor/access-keys/create").press("Create the access key"), "key-id")
    page = admin.get(f"/console/users/m.okafor/access-keys/{key}/delete")
    assert "The key is still active" in page.main
    assert page.links["Deactivate the key"].endswith(f"/{key}/deactivate")
    office.perform("ada.lind", "UpdateAccessKey", UserName="m.okafor", AccessKeyId=key, Status="Inactive")
    form = admin.get(f"/console/users/m.okafor/access-keys/{key}/delete")
    office.perform("ada.lind", "UpdateAccessKey", UserName="m.okafor", AccessKeyId=key, Status="Active")
    form.press("Delete the key", {"Type the access key ID": key})
    assert keys(office, "m.okafor") == [(key, "Active")], "nor with a form from before it was activated again"


@pytest.mark.parametrize("change", ["deactivate", "activate", "delete"])
def test_a_key_of_somebody_else_is_not_found_here(office: Office, admin: Client, change: str) -> None:
    key = part(admin.get("/console/credentials/access-keys/create").press("Create the access key"), "key-id")
    page = admin.get(f"/console/users/m.okafor/access-keys/{key}/{change}")
    assert page.status == 404
    assert f"There is no access key {key} here." in page.main


def test_one_makes_own_keys_with_permission_for_them_only(office: Office, admin: Client) -> None:
    desk = office.at_desk("m.okafor")
    shown = desk.get("/console/credentials").follow("Create an access key").press("Create the access key")
    assert keys(office, "m.okafor") == [(part(shown, "key-id"), "Active")]
    listed = shown.follow("I have kept the secret")
    assert listed.path == "/console/credentials"
    refused = desk.get("/console/users/ada.lind/access-keys/create")
    assert refused.status == 403


def test_a_refusal_while_making_is_told_in_words(office: Office, admin: Client) -> None:
    office.user("reader", {"Effect": "Allow", "Action": "iam:ListAccessKeys", "Resource": "*"})
    page = office.at_desk("reader").get("/console/users/m.okafor/access-keys/create").press("Create the access key")
    assert "You are not allowed to do this" in page.summary
    assert "iam:CreateAccessKey" in page.summary
    assert page.reference


def test_root_is_warned_and_has_to_tick_before_a_key_is_made(office: Office) -> None:
    root = office.at_desk()
    page = root.get("/console/credentials")
    assert "No access keys, and that is good" in page.main
    form = page.follow("Create an access key")
    refused = form.press("Create the access key")
    assert "Tick the box if the root user has to have a key." in refused.summary
    label = "I understand that a key of the root user can do everything in this account"
    shown = refused.press("Create the access key", {label: True})
    assert part(shown, "key-id") in root.get("/console/credentials").main
