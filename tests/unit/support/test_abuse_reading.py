"""What strangers send in is read within bounds or refused by name: details, files, lists of addresses, mails, XARF."""

from __future__ import annotations

import base64
import json
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.core.errors import ValidationError
from frontdesk.support.abuse import address_lists, checks, files, mail_text, xarf_reports
from frontdesk.support.abuse.files import Upload
from frontdesk.support.abuse.mail_text import Unreadable

TEXT = st.text(max_size=200)


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (checks.address, ["192.0.2.7", "2001:db8::7"], ["", "192.0.2", "fe80::1%eth0", "192.0.2.7/24", "host"]),
        (checks.host, ["192.0.2.7", "www.example.org", "a-b.example."], ["localhost", "a b.example", "-", "x" * 300]),
        (checks.port, ["1", "65535"], ["0", "65536", "-1", "x", "٣"]),
        (checks.moment, ["2026-11-23 09:14", "2026-11-23T9:14:05"], ["yesterday", "2026-13-01 09:14", "2026-11-23"]),
        (checks.zone, ["UTC", "+02:00", "-0330", "GMT+1", "Europe/Oslo"], ["Oslo!", "../../etc/passwd", "+99:00", ""]),
        (
            checks.urls,
            ["https://a.example", "hxxps://a.example/x\nhttp://b.example"],
            ["", "a.example", "ftp://x.example"],
        ),
        (checks.urls_or_hashes, ["d" * 32, "a" * 64, "https://a.example"], ["g" * 32, "a" * 31]),
        (checks.mail, ["From: a@b.example\nDate: today\n\nhi"], ["hello", "From: a@b.example\n\nhi"]),
    ],
)
def test_details_are_what_they_should_be(check: checks.Check, good: list[str], bad: list[str]) -> None:
    assert [value for value in good if check(value)] == []
    assert [value for value in bad if not check(value)] == []


@given(TEXT)
def test_no_check_stumbles(text: str) -> None:
    every = (checks.address, checks.host, checks.port, checks.moment, checks.zone, checks.urls_or_hashes, checks.mail)
    assert all(check(text) is None or check(text) for check in every)


@pytest.mark.parametrize(
    ("zone", "expected"), [("UTC", "09:14"), ("Europe/Oslo", "08:14"), ("+02:00", "07:14"), ("UTC-3", "12:14")]
)
def test_a_time_with_its_zone_is_one_moment(zone: str, expected: str) -> None:
    at = checks.in_utc("2026-11-23 09:14", zone)
    assert at is not None
    assert f"{at:%H:%M}" == expected


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\nx", "image/png"),
        (b"\xff\xd8\xffx", "image/jpeg"),
        (b"RIFF0000WEBPx", "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\xd4\xc3\xb2\xa1", "application/vnd.tcpdump.pcap"),
        ("æøå".encode(), "text/plain"),
        ("æøå".encode("latin-1"), "text/plain"),
        (b"<html><script>alert(1)</script>", "text/plain"),
        (b"Received: x\nFrom: a@b.example\nSubject: hi\n\nwords", "message/rfc822"),
        (b"MZ\x90\x00", None),
        (b"PK\x03\x04\x14\x00", None),
        (b"\x7fELF\x02", None),
        (b"\x1f\x8b\x08\x00", None),
        (b"RIFF0000AVI x\x00", None),
    ],
)
def test_a_file_is_known_by_its_content(data: bytes, kind: str | None) -> None:
    assert files.kind_of(data) == kind


@given(st.text(max_size=300))
def test_a_name_is_safe_to_show_and_to_save_under(name: str) -> None:
    safe = files.safe_name(name)
    assert 0 < len(safe) <= 100
    assert safe.isprintable()
    assert not set(safe) & set('/\\":<>|*?;%\u202e\u200b')
    assert safe not in (".", "..")


def test_a_name_keeps_its_end() -> None:
    assert files.safe_name("C:\\fake\\..\\evil\u202egpj.exe") == "evilgpj.exe"
    assert files.safe_name("../../etc/passwd") == "passwd"


@given(
    st.lists(
        st.tuples(st.ip_addresses(), st.integers(0, 23), st.text("abc ,;\t", max_size=20)), min_size=1, max_size=20
    )
)
def test_a_list_of_addresses_comes_out_again(rows: list[tuple[object, int, str]]) -> None:
    text = "\n".join(f"{ip},2026-11-23T{hour:02d}:14:00+01:00,x{line}" for ip, hour, line in rows)
    read = address_lists.read(text.encode())
    assert [row[0] for row in read] == [str(ip) for ip, _, _ in rows]
    assert all(row[1].endswith("Z") and row[2].startswith("x") for row in read)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no line with an address"),
        ("ip,time,line\n", "no line with an address"),
        ("300.1.1.1,2026-11-23T09:14:00Z,x\n192.0.2.7,2026-11-23T09:14:00Z,x", "line 1: no IP address"),
        ("a,b,c\n300.1.1.1,2026-11-23T09:14:00Z,x", "line 2: no IP address"),
        ("192.0.2.7,2026-11-23 09:14,x", "line 1: no ISO 8601 time with its zone"),
        ("192.0.2.7,2026-11-23T09:14:00Z", "line 1: not three columns"),
        ("192.0.2.7;2026-11-23T09:14:00Z;x\n\nx;y;z", "line 3: no IP address"),
        ("\n".join(["x"] * 20), "and 14 more"),
        ("192.0.2.7,2026-11-23T09:14:00Z,x\n" * 1001, "at most 1000 lines"),
        ("x" * (512 * 1024 + 1), "at most 512 KiB"),
        ('192.0.2.7,2026-11-23T09:14:00Z,"' + "x" * 200_000, "cannot be read"),
    ],
)
def test_a_bad_line_is_named_with_its_number(text: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        address_lists.read(text.encode())
    assert words in str(refused.value.public)
    assert refused.value.field == "Addresses"


@given(st.binary(max_size=300))
def test_whatever_a_list_holds_it_is_read_or_refused(data: bytes) -> None:
    try:
        rows = address_lists.read(data)
    except ValidationError:
        return
    assert all(checks.is_address(row[0]) for row in rows)


def letter(body: str = "Words.", *, attached: bytes | None = None) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Æ Ø <ae@example.org>", "abuse@example.net", "Hjælp"
    message.set_content(body)
    if attached is not None:
        message.add_attachment(attached, maintype="application", subtype="octet-stream", filename="ø.bin")
    return message.as_bytes()


def test_a_mail_is_read_with_its_encodings() -> None:
    message = mail_text.parse(letter("Blåbær.", attached=b"\x00\x01"))
    assert mail_text.header(message, "Subject") == "Hjælp"
    assert mail_text.body(message) == "Blåbær."
    assert [(part.name, part.data) for part in mail_text.parts(message) if part.attached] == [("ø.bin", b"\x00\x01")]


def test_a_mail_of_too_many_parts_is_not_read() -> None:
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(200))
    with pytest.raises(Unreadable):
        mail_text.parse(b"From: a@b.example\n" + nested)


@pytest.mark.parametrize("depth", [10, 40, 70])
def test_a_deep_mail_is_read_in_part(depth: int) -> None:
    head = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    message = mail_text.parse(b"From: a@b.example\n" + head + b"Content-Type: text/plain\n\ndeep")
    assert len(list(mail_text.parts(message))) <= mail_text.MOST_PARTS


@given(st.binary(max_size=400), st.integers(0, 400))
def test_a_damaged_mail_is_read_as_far_as_it_goes(noise: bytes, place: int) -> None:
    whole = letter("Words.", attached=b"data")
    for data in (noise, whole[:place] + noise + whole[place:], whole[:place] + noise):
        try:
            message = mail_text.parse(data)
        except Unreadable:
            continue
        assert isinstance(mail_text.body(message), str)
        assert len(list(mail_text.parts(message))) <= mail_text.MOST_PARTS
        assert len(mail_text.header(message, "Subject")) <= 2000


CONTACT = {"org": "Fjord Post", "contact": "abuse@fjordpost.example", "domain": "fjordpost.example"}
XARF = {
    "xarf_version": "4.2.0",
    "report_id": "a1b2c3d4-e5f6-4890-abcd-ef1234567890",
    "timestamp": "2026-11-23T08:30:00Z",
    "reporter": CONTACT,
    "sender": CONTACT,
    "source_identifier": "192.0.2.100",
    "category": "connection",
    "type": "ddos",
    "evidence_source": "honeypot",
    "destination_ip": "203.0.113.10",
    "protocol": "tcp",
    "first_seen": "2026-11-23T08:00:00Z",
    "source_port": 1234,
}
OLD = {
    "Version": "3",
    "ReporterInfo": {"ReporterOrg": "Fjord Post", "ReporterOrgEmail": "abuse@fjordpost.example"},
    "Report": {
        "ReportClass": "Activity",
        "ReportType": "Login-Attack",
        "Date": "2026-11-23T08:30:00Z",
        "SourceIp": "192.0.2.100",
        "SourcePort": 1234,
        "DestinationIp": "203.0.113.10",
        "Protocol": "tcp",
        "AdditionalInfo": {"DetectionMethod": "honeypot"},
        "Attachment": [{"ContentType": "text/plain", "Data": "aGVsbG8=", "Description": "log"}],
    },
}


def test_a_xarf_report_becomes_one_of_ours() -> None:
    evidence = [
        {"content_type": "text/plain", "payload": base64.b64encode(b"hello").decode(), "description": "log"},
        {"content_type": "application/zip", "payload": base64.b64encode(b"PK\x03\x04\x00").decode()},
    ]
    new = xarf_reports.read(json.dumps(XARF | {"evidence": evidence, "description": "Flood."}))
    assert new.kind == "network"
    assert new.details == {
        "began": "2026-11-23 08:00:00",
        "zone": "UTC",
        "source": "192.0.2.100",
        "source_port": "1234",
        "protocol": "tcp",
        "target": "203.0.113.10",
    }
    assert (new.reporter.name, new.reporter.email) == ("Fjord Post", "abuse@fjordpost.example")
    assert [(one.name, one.data) for one in new.uploads] == [("evidence 1 log", b"hello")]
    assert new.text.startswith("Flood.")
    assert "Left out" in new.text
    assert "fjordpost" not in new.text


def test_version_3_is_understood() -> None:
    new = xarf_reports.read(json.dumps(OLD))
    assert (new.kind, new.details["source"]) == ("network", "192.0.2.100")


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (XARF | {"reporter": {"org": "x", "domain": "x.example"}}, "reporter.contact"),
        (XARF | {"category": "bogus"}, "category"),
        ({}, "xarf_version"),
        (OLD | {"Report": {}}, "Report"),
        (OLD | {"Report": "x", "ReporterInfo": 3}, "Report"),
    ],
)
def test_the_faulty_field_is_named(content: object, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        xarf_reports.read(json.dumps(content))
    assert refused.value.field == field


def nest(depth: int) -> object:
    inner: object = "x"
    for _ in range(depth):
        inner = {"x": [inner]}
    return inner


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[]",
        "null",
        "NaN",
        "{" * 100_000,
        "[" * 100_000,
        '"' * 100_000,
        '{"a":"' + '\\"' * 200_000,
        " " * (1024 * 1024 + 1),
    ]
    + [json.dumps(XARF | {"tags": nest(depth)}) for depth in (11, 200)],
)
def test_huge_deep_and_broken_documents_are_refused(document: str) -> None:
    with pytest.raises(ValidationError):
        xarf_reports.read(document)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.sampled_from([XARF, OLD, OLD["Report"] | OLD]),
    st.dictionaries(st.sampled_from([*XARF, *OLD, "evidence", "url"]), JSON, max_size=4),
)
def test_a_damaged_document_is_read_or_its_field_is_named(base: dict[str, object], changed: dict[str, object]) -> None:
    try:
        new = xarf_reports.read(json.dumps(base | changed))
    except ValidationError as refused:
        faulty = refused.field
    else:
        faulty = ""
        files.check([Upload(one.name, one.data) for one in new.uploads])
    assert faulty is not None
