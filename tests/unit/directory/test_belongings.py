"""What leaves the house in an export: everything that is the account's, and nothing that opens anything."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tracemalloc
import zipfile
from typing import Any

import pytest

from frontdesk.authentication import attempts
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.outcome import Form
from frontdesk.core.callers import Caller
from frontdesk.core.secret import Password
from frontdesk.directory import belongings
from frontdesk.operations import catalogue
from frontdesk.store import whole
from frontdesk.store.context import Context
from frontdesk.store.events import Event
from tests.support.world import ROOT_PASSWORD, USER_PASSWORD, World, allow

BROWSER = "browser-secret"
SUSPICIOUS = re.compile(r"hash|secret|token|seal|digest|previous|key_|_key|lineage|customer|code$")
# suspicious by name, but harmless: what they hold is said here
HARMLESS = {
    "cases.category_code": "what a case is about",
    "cases.service_code": "what a case is about",
    "cases.severity_code": "how urgent a case is",
    "events.access_key_id": "which key was used, not its secret",
}


@pytest.fixture
def root(world: World) -> Caller:
    return world.account(alias="example")


def export(world: World, root: Caller) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]], bytes]:
    """Return the manifest, the rows by table, and every byte that was in the file."""
    file = io.BytesIO()
    manifest = world.run(lambda ctx: belongings.export(ctx, root.account_id, file))
    with zipfile.ZipFile(file) as zipped:
        texts = {name: zipped.read(name) for name in zipped.namelist()}
    assert json.loads(texts["manifest.json"]) == manifest
    rows = {name: [json.loads(line) for line in text.splitlines()] for name, text in texts.items() if "jsonl" in name}
    return manifest, {name.removesuffix(".jsonl"): found for name, found in rows.items()}, b"".join(texts.values())


def test_the_manifest_counts_and_digests_what_is_there(world: World, root: Caller) -> None:
    world.user(root, "ada")
    file = io.BytesIO()
    manifest = world.run(lambda ctx: belongings.export(ctx, root.account_id, file))
    with zipfile.ZipFile(file) as zipped:
        for one in manifest["files"]:
            text = zipped.read(one["name"])
            assert one["rows"] == len(text.splitlines())
            assert one["bytes"] == len(text)
            assert one["sha256"] == hashlib.sha256(text).hexdigest()
        assert {one["name"] for one in manifest["files"]} == set(zipped.namelist()) - {"manifest.json"}


def test_it_has_this_accounts_rows_and_nobody_elses(world: World, root: Caller) -> None:
    world.user(root, "ada", allow(), tags={"Team": "Quay"})
    other = world.account("Other")
    world.user(other, "stranger")
    _, rows, everything = export(world, root)
    assert [row["name"] for row in rows["users"]] == ["ada"]
    assert rows["users"][0]["tags"] == [["Team", "Quay"]]
    assert [row["id"] for row in rows["accounts"]] == [root.account_id]
    assert [row["name"] for row in rows["aliases"]] == ["example"]
    assert other.account_id.encode() not in everything
    assert b"stranger" not in everything


def test_no_secret_no_hash_and_nothing_sealed_is_in_it(world: World, root: Caller) -> None:
    """Plants everything that could open something and looks for each of it."""
    catalogue.load()
    user = world.user(root, "ada", allow(), password=True)
    secret = world.perform(root, "iam:CreateAccessKey", {"UserName": "ada"})["AccessKey"]["SecretAccessKey"]

    def sign_in(ctx: Context) -> str:
        begun = attempts.open(ctx, "sign_in_iam_user", Claim(BROWSER, account=root.account_id, user="ada"))
        shown = attempts.offer(ctx, begun.attempt, begun.token, Factor.PASSWORD, Password(USER_PASSWORD))
        started = attempts.complete(ctx, shown.attempt, Form()).session
        assert started
        return started.secret

    session = world.run(sign_in)
    _, rows, everything = export(world, root)
    assert len(rows["sessions"]) == len(rows["access_keys"]) == 1
    planted = [secret, session, BROWSER, USER_PASSWORD, ROOT_PASSWORD, "$argon2", "k1."]
    kept = world.rows()
    for table in ("passwords", "access_keys", "sessions"):
        columns = [column.name for column in whole_table(table).columns]
        hidden = [columns.index(name) for name in columns if name in belongings.EXPORTED[table] and name != "previous"]
        planted += [str(row[at]) for row in kept[table] for at in hidden if row[at] not in ([], "[]")]
    found = [words for words in planted if words.encode() in everything]
    assert found == []
    assert user.principal_id.encode() in everything


def whole_table(name: str) -> Any:
    return next(table for table in whole.tables() if table.name == name)


def test_every_column_that_leaves_was_thought_about() -> None:
    for name, without in belongings.EXPORTED.items():
        columns = {column.name for column in whole_table(name).columns}
        assert without <= columns, name
        odd = {f"{name}.{column}" for column in columns - without if SUSPICIOUS.search(column)}
        assert odd <= HARMLESS.keys()


def test_what_is_kept_exists() -> None:
    assert {table.name for table in whole.tables()} >= belongings.KEPT


def test_a_large_account_needs_no_more_memory_than_a_small_one(world: World, root: Caller) -> None:
    def write(ctx: Context) -> None:
        for number in range(2000):
            ctx.record(
                Event(
                    name="Thing",
                    source="test.amazonaws.com",
                    account_id=root.account_id,
                    identity={"type": "Root"},
                    request={"words": f"{number} " + "x" * 2000},
                )
            )

    for _ in range(3):
        world.run(write)
    with (world.settings.data / "large.zip").open("w+b") as file:
        tracemalloc.start()
        manifest = world.run(lambda ctx: belongings.export(ctx, root.account_id, file))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert next(one["rows"] for one in manifest["files"] if one["name"] == "events.jsonl") >= 6000
    assert peak < 12_000_000


def test_it_begins_anew_when_the_unit_of_work_runs_again(world: World, root: Caller) -> None:
    file = io.BytesIO()
    world.user(root, "ada")
    first = world.run(lambda ctx: belongings.export(ctx, root.account_id, file))
    size = len(file.getvalue())
    again = world.run(lambda ctx: belongings.export(ctx, root.account_id, file))
    assert again == first
    assert len(file.getvalue()) == size
