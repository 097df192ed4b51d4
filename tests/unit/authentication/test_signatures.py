"""Signatures made by botocore's own signer, and what is left of them after somebody changed something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import given
from hypothesis import strategies as st

from frontdesk.authentication import canonical, signatures
from frontdesk.authentication.errors_signature import (
    ExpiredToken,
    IncompleteSignature,
    InvalidClientTokenId,
    MissingAuthenticationToken,
    SignatureDoesNotMatch,
)
from frontdesk.core.http import HttpRequest
from frontdesk.core.secret import SecretKey

KEY = "AKIARZPUZDIKGB2VALC4"
SECRET = SecretKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
BODY = b"Action=GetCallerIdentity&Version=2011-06-15"


@dataclass(frozen=True)
class Sent:
    """What a client sends: everything that botocore's signer is told."""

    method: str = "POST"
    url: str = "https://desk.example:8443/"
    headers: tuple[tuple[str, str], ...] = tuple(FORM.items())
    body: bytes = BODY
    service: str = "sts"
    token: str | None = None
    expires: int | None = None  # of a presigned request


def sign(sent: Sent) -> HttpRequest:
    """Let botocore sign, then return what arrives."""
    request = AWSRequest(method=sent.method, url=sent.url, headers=dict(sent.headers), data=sent.body)
    credentials = Credentials(KEY, SECRET.reveal(), sent.token)
    if sent.expires is None:
        SigV4Auth(credentials, sent.service, "eu-west-1").add_auth(request)
    else:
        SigV4QueryAuth(credentials, sent.service, "eu-west-1", expires=sent.expires).add_auth(request)
    parts = urlsplit(request.url)
    headers = [(name.lower(), value) for name, value in request.headers.items()]
    host = [("host", parts.netloc)] if all(name != "host" for name, _ in headers) else []
    return HttpRequest(sent.method, parts.path.encode(), parts.query.encode(), (*headers, *host), sent.body)


def verify(http: HttpRequest, service: str = "sts", now: datetime | None = None) -> signatures.Signed:
    signed = signatures.parse(http)
    signatures.check(signed, service, now or datetime.now(UTC))
    signatures.verify(signed, http, SECRET)
    return signed


def with_header(http: HttpRequest, name: str, value: str | None) -> HttpRequest:
    """Return the request with one header set, or taken out."""
    kept = tuple(pair for pair in http.headers if pair[0] != name)
    return replace(http, headers=kept if value is None else (*kept, (name, value)))


JAVASCRIPT = (
    ("amz-sdk-invocation-id", "4f1c6c2e-0c3e-4f0a-9f1e-b6a8a1f0c7de"),
    ("amz-sdk-request", "attempt=1; max=3"),
    ("content-length", "2"),
    ("content-type", "application/x-amz-json-1.1"),
    ("x-amz-content-sha256", "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"),
    ("x-amz-target", "AWSOrganizationsV20161128.DescribeOrganization"),
    ("x-amz-user-agent", "aws-sdk-js/3.1000.0"),
)
EKS = Sent(
    method="GET",
    url="https://desk.example/?Action=GetCallerIdentity&Version=2011-06-15",
    headers=(("x-k8s-aws-id", "cluster"),),
    body=b"",
    expires=60,
)
ACCEPTED = {
    "form": Sent(),
    "session token": Sent(token="token/with+signs=="),
    "text beyond ASCII": Sent(body="Action=CreateUser&UserName=%C3%A4&Path=/ä/".encode()),
    "empty path": Sent(url="https://desk.example"),
    "path encoded twice": Sent(method="GET", url="https://desk.example/tags/arn%3Aaws%3Aiam", body=b""),
    "path with dots": Sent(url="https://desk.example/a/./b/../c/"),
    "path that climbs too far": Sent(url="https://desk.example/../../a/.."),
    "path that ends in a dot": Sent(url="https://desk.example/a/."),
    "slashes in a row": Sent(url="https://desk.example//a///b//"),
    "path with odd signs": Sent(url="https://desk.example/~a-b_c.d/!$&'()*,;=:@/%20+/"),
    "repeated query keys": Sent(method="GET", url="https://desk.example/?b=2&a=z&b=1&a=&c&a=B&aa=1", body=b""),
    "encoded query": Sent(method="GET", url="https://desk.example/?%C3%A4=%2F%3D%20%26&x=~-._", body=b""),
    "JavaScript": Sent(headers=JAVASCRIPT, body=b"{}", service="organizations"),
    "folded white space": Sent(headers=(("X-Amz-Meta", "  a   b\t c "), ("Content-Type", "text/plain"))),
    "presigned": EKS,
    "presigned with a token": replace(EKS, token="token/with+signs=="),
    "presigned post": replace(EKS, method="POST", body=b"", url="https://desk.example/"),
}


@pytest.mark.parametrize("sent", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_what_a_client_signed_is_accepted(sent: Sent) -> None:
    signed = verify(sign(sent), sent.service)
    assert signed.access_key_id == KEY
    assert signed.session_token == sent.token
    assert signed.presigned == (sent.expires is not None)


_SEGMENT = st.sampled_from(["", ".", "..", "a", "%2e", "%2F", "é".encode().hex(), "~", "a%20b", "+", "*", "a:b", "@"])
_PART = st.text("abz-_.~%/=é &", max_size=5)


@given(
    segments=st.lists(_SEGMENT, max_size=6),
    query=st.lists(st.tuples(_PART, _PART), max_size=5),
    body=st.binary(max_size=30),
    presigned=st.booleans(),
)
def test_any_path_query_and_body(
    segments: list[str], query: list[tuple[str, str]], body: bytes, presigned: bool
) -> None:
    path = "/".join(["https://desk.example", *segments])
    encoded = canonical.query([(name.encode(), value.encode()) for name, value in query], presigned=False)
    if presigned:  # botocore moves the body of a presigned request into its query string
        verify(sign(Sent(url=f"{path}?{encoded}", body=b"", expires=60)))
    else:
        verify(sign(Sent(url=f"{path}?{encoded}", body=body)))


@given(st.binary(max_size=12), st.binary(max_size=12))
def test_query_pairs_are_read_as_they_are_signed(name: bytes, value: bytes) -> None:
    raw = canonical.query([(name, value)], presigned=False).encode()
    assert canonical.pairs(raw) == ([(name, value)] if raw != b"=" else [(b"", b"")])


def test_a_plus_is_a_space_for_both() -> None:
    assert canonical.pairs(b"a+b=c+d") == canonical.pairs(b"a%20b=c%20d") == [(b"a b", b"c d")]


def test_only_ascii_white_space_is_folded() -> None:
    http = HttpRequest("GET", b"/", b"", (("x-a", " a\xa0 \x85\t b "),))
    assert canonical.headers(http, ["x-a"]) == b"x-a:a\xa0 \x85 b\n"


def test_repeated_headers_are_joined_in_the_order_of_arrival() -> None:
    http = HttpRequest("GET", b"/", b"", (("host", "h"), ("x-a", "2"), ("x-b", "z"), ("x-a", " 1  3 ")))
    assert canonical.headers(http, ["host", "x-a"]) == b"host:h\nx-a:2,1 3\n"


Tampering = Callable[[HttpRequest], HttpRequest]
_ORIGINAL = Sent(token="the-token", url="https://desk.example/a/b?x=1&y=2")
TAMPERED: dict[str, Tampering] = {
    "method": lambda http: replace(http, method="PUT"),
    "path": lambda http: replace(http, raw_path=b"/a/c"),
    "path with a slash more": lambda http: replace(http, raw_path=b"/a/b/"),
    "path decoded": lambda http: replace(http, raw_path=b"/%61/b"),
    "query value": lambda http: replace(http, raw_query=b"x=1&y=3"),
    "query name": lambda http: replace(http, raw_query=b"x=1&z=2"),
    "query pair more": lambda http: replace(http, raw_query=b"x=1&y=2&z="),
    "body": lambda http: replace(http, body=BODY + b"&UserName=root"),
    "empty body": lambda http: replace(http, body=b""),
    "host": lambda http: with_header(http, "host", "other.example"),
    "host left out": lambda http: with_header(http, "host", None),
    "content type": lambda http: with_header(http, "content-type", "application/json"),
    "signed header repeated": lambda http: replace(http, headers=(*http.headers, ("content-type", "x"))),
    "token": lambda http: with_header(http, "x-amz-security-token", "another-token"),
    "target added": lambda http: with_header(http, "x-amz-target", "AWSIdentityStore.DeleteUser"),
    "payload hash added": lambda http: with_header(http, "x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
    "payload hash of something else": lambda http: with_header(http, "x-amz-content-sha256", "0" * 64),
    "streamed payload": lambda http: with_header(http, "x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
}


@pytest.mark.parametrize("tamper", TAMPERED.values(), ids=TAMPERED.keys())
def test_whatever_is_changed_on_the_way_is_refused(tamper: Tampering) -> None:
    http = sign(_ORIGINAL)
    verify(http)
    with pytest.raises(SignatureDoesNotMatch):
        verify(tamper(http))


@pytest.mark.parametrize("stated", [None, "UNSIGNED-PAYLOAD", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "", "0" * 64])
def test_a_signed_payload_hash_has_to_be_that_of_the_body(stated: str | None) -> None:
    if stated is None:  # the right hash was signed, and the body exchanged on the way
        http = replace(sign(ACCEPTED["JavaScript"]), body=b"[]")
    else:
        headers = tuple((name, stated if name == "x-amz-content-sha256" else value) for name, value in JAVASCRIPT)
        http = sign(replace(ACCEPTED["JavaScript"], headers=headers))
    with pytest.raises(SignatureDoesNotMatch):
        verify(http, "organizations")


@pytest.mark.parametrize("part", ["X-Amz-Security-Token", "X-Amz-Expires", "x", "Action"])
def test_a_presigned_request_is_refused_when_a_parameter_changes(part: str) -> None:
    http = sign(replace(EKS, url=EKS.url + "&x=1", token="the-token"))
    verify(http)
    changed = http.raw_query.replace(f"{part}=".encode(), f"{part}=9".encode())
    with pytest.raises(SignatureDoesNotMatch):
        verify(replace(http, raw_query=changed))
    with pytest.raises(SignatureDoesNotMatch):
        verify(with_header(http, "x-k8s-aws-id", "another-cluster"))


@pytest.mark.parametrize("name", ["x-amz-security-token", "x-amz-target", "x-amz-date"])
def test_what_a_proxy_could_swap_has_to_be_signed(name: str) -> None:
    http = with_header(sign(EKS), name, "20260102T030405Z")
    with pytest.raises(SignatureDoesNotMatch, match=name):
        verify(http)


def test_host_has_to_be_signed() -> None:
    http = sign(EKS)
    with pytest.raises(SignatureDoesNotMatch, match="'Host'"):
        verify(replace(http, raw_query=http.raw_query.replace(b"SignedHeaders=host%3B", b"SignedHeaders=")))


def test_a_wrong_secret_is_told_in_the_words_that_scripts_know() -> None:
    http = sign(Sent())
    with pytest.raises(SignatureDoesNotMatch, match="Check your AWS Secret Access Key and signing method"):
        signatures.verify(signatures.parse(http), http, SecretKey("another"))


def test_an_unknown_key_and_a_faulty_token_are_answered_before_the_signature() -> None:
    http = replace(sign(Sent()), body=b"changed")
    signed = signatures.parse(http)
    with pytest.raises(InvalidClientTokenId):
        signatures.verify(signed, http, None)
    with pytest.raises(ExpiredToken):
        signatures.verify(signed, http, SECRET, ExpiredToken())


@pytest.mark.parametrize("presigned", [None, 60])
@pytest.mark.parametrize(
    ("service", "minutes", "words"),
    [
        ("sts", 14, None),
        ("sts", -14, None),
        ("sts", 16, "Signature expired: .* is now earlier than .* - 15 min\\.\\)"),
        ("sts", -16, "Signature not yet current: .* is still later than .* \\+ 15 min\\.\\)"),
        ("iam", 0.9, None),
        ("iam", -4, None),
        ("iam", 6, "Signature expired: "),
        ("iam", -6, "Signature not yet current: .* \\+ 5 min\\.\\)"),
    ],
)
def test_time_window(service: str, minutes: float, words: str | None, presigned: int | None) -> None:
    http = sign(Sent(service=service, expires=presigned, body=BODY if presigned is None else b""))
    now = signatures.parse(http).at + timedelta(minutes=minutes)
    if words is None:
        verify(http, service, now)
        return
    with pytest.raises(SignatureDoesNotMatch, match=words):
        verify(http, service, now)


def test_a_message_about_time_uses_the_basic_form() -> None:
    signed = signatures.parse(at(sign(Sent(service="iam")), "20260102T030405Z"))
    with pytest.raises(SignatureDoesNotMatch) as refusal:
        signatures.check(replace(signed, date="20260102"), "iam", datetime(2026, 1, 2, 3, 10, 6, tzinfo=UTC))
    assert str(refusal.value) == (
        "Signature expired: 20260102T030405Z is now earlier than 20260102T030506Z (20260102T031006Z - 5 min.)"
    )


def at(http: HttpRequest, stamp: str) -> HttpRequest:
    return with_header(http, "x-amz-date", stamp)


@pytest.mark.parametrize(("expires", "good"), [(1, False), (3600, True), (604_800, True)])
def test_services_other_than_sts_honour_the_expiry(expires: int, good: bool) -> None:
    http = sign(replace(EKS, service="iam", expires=expires))
    later = signatures.parse(http).at + timedelta(minutes=30)
    if good:
        verify(http, "iam", later)
        return
    with pytest.raises(SignatureDoesNotMatch, match=r"- 1 sec\."):
        verify(http, "iam", later)


@pytest.mark.parametrize("expires", ["0", "604801", "x", "", "-1", "٣", "9" * 5000])
def test_an_expiry_out_of_range(expires: str) -> None:
    signed = replace(signatures.parse(sign(EKS)), service="iam", expires=expires)
    with pytest.raises(IncompleteSignature):
        signatures.check(signed, "iam", signed.at)


def test_the_time_may_come_from_the_date_header() -> None:
    http = with_header(sign(Sent()), "x-amz-date", None)
    for text in ("Fri, 02 Jan 2026 03:04:05 GMT", "Fri, 02 Jan 2026 03:04:05 -0000", "20260102T030405Z"):
        signed = signatures.parse(with_header(http, "date", text))
        assert signed.timestamp == "20260102T030405Z"
        assert signed.at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_a_request_without_any_signature() -> None:
    for http in (HttpRequest("GET", b"/", b"a=1", ()), HttpRequest("GET", b"/", b"", (("authorization", ""),))):
        with pytest.raises(MissingAuthenticationToken, match="Request is missing Authentication Token"):
            signatures.parse(http)


def authorization(value: str, *more: tuple[str, str]) -> HttpRequest:
    return HttpRequest("POST", b"/", b"", (("host", "h"), ("authorization", value), *more))


SCOPE = f"{KEY}/20260102/us-east-1/sts/aws4_request"
DATED = ("x-amz-date", "20260102T030405Z")
GOOD = f"AWS4-HMAC-SHA256 Credential={SCOPE}, SignedHeaders=host, Signature={'a' * 64}"
MALFORMED: dict[str, tuple[HttpRequest, str]] = {
    "everything missing": (
        authorization("AWS4-HMAC-SHA256 X=y"),
        (
            "Authorization header requires 'Credential' parameter. "
            "Authorization header requires 'Signature' parameter. "
            "Authorization header requires 'SignedHeaders' parameter. "
            "Authorization header requires existence of either a "
            "'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 X=y"
        ),
    ),
    "no equals sign": (
        authorization("AWS4-HMAC-SHA256 Credential", DATED),
        "'Credential' not a valid key=value pair (missing equal-sign) in Authorization header: ",
    ),
    "twice the same": (authorization(f"{GOOD}, Signature=b", DATED), "more than one 'Signature'"),
    "scope too short": (authorization(GOOD.replace("/sts", ""), DATED), "Credential must have exactly 5"),
    "part of the scope empty": (authorization(GOOD.replace("/sts", "/"), DATED), "Credential must have exactly 5"),
    "SigV4a": (authorization(GOOD.replace("HMAC-SHA256", "ECDSA-P256-SHA256"), DATED), "algorithm is AWS4-HMAC-SHA256"),
    "bearer": (authorization("Bearer abc", DATED), "Unsupported AWS 'algorithm': '…'"),
    "no such day": (authorization(GOOD, ("x-amz-date", "20260231T030405Z")), "Date must be in ISO-8601"),
    "no date at all": (authorization(GOOD, ("date", "yesterday")), "Date must be in ISO-8601"),
    "two headers": (authorization(GOOD, ("authorization", GOOD)), "more than one Authorization header"),
    "both forms": (replace(authorization(GOOD, DATED), raw_query=b"X-Amz-Signature=1"), "both"),
    "both forms, one hidden": (replace(authorization(GOOD, DATED), raw_query=b"X%2DAmz%2DSignature=1"), "both"),
    "query incomplete": (HttpRequest("GET", b"/", b"X-Amz-Signature=1", ()), "must include 'X-Amz-Credential'"),
    "query repeated": (HttpRequest("GET", b"/", b"X-Amz-Signature=1&X-Amz-Signature=2", ()), "more than one"),
    "endless header list": (authorization(GOOD.replace("=host", "=host" + ";a" * 200), DATED), "too many headers"),
}


@pytest.mark.parametrize(("http", "words"), MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_signatures(http: HttpRequest, words: str) -> None:
    with pytest.raises(IncompleteSignature) as refusal:
        signatures.parse(http)
    assert words in str(refusal.value)


def test_no_signature_is_ever_echoed() -> None:
    for header in (f"{GOOD}, X", GOOD.replace(", Signature=", ", Signature:")):
        with pytest.raises(IncompleteSignature) as refusal:
            signatures.parse(authorization(header, DATED))
        assert "a" * 16 not in str(refusal.value)
        assert "a" * 16 not in refusal.value.cause


SCOPES: dict[str, tuple[dict[str, Any], str]] = {
    "service": ({"service": "iam"}, "Credential should be scoped to correct service: 'sts'."),
    "region": ({"region": "x"}, "Credential should be scoped to a valid region, not 'x'."),
    "terminator": ({"terminator": "aws5"}, "'aws4_request', not 'aws5'"),
    "date": ({"date": "20260103"}, "'20260103' != '20260102', from '20260102T030405Z'"),
}


@pytest.mark.parametrize(("change", "words"), SCOPES.values(), ids=SCOPES.keys())
def test_scope(change: dict[str, Any], words: str) -> None:
    signed = signatures.parse(authorization(GOOD, DATED))
    signatures.check(signed, "sts", signed.at)
    with pytest.raises(SignatureDoesNotMatch) as refusal:
        signatures.check(replace(signed, **change), "sts", signed.at)
    assert words in str(refusal.value)


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-2", "us-gov-west-1", "us-iso-east-1", "ap-southeast-10"])
def test_any_region_of_the_usual_form_is_taken(region: str) -> None:
    signed = replace(signatures.parse(authorization(GOOD, DATED)), region=region)
    signatures.check(signed, "sts", signed.at)


def test_the_service_of_a_scope_for_routing() -> None:
    assert signatures.scope_service(authorization(GOOD)) == "sts"
    assert signatures.scope_service(sign(EKS)) == "sts"
    assert signatures.scope_service(authorization("Bearer x")) is None
    assert signatures.scope_service(HttpRequest("GET", b"/", b"a=b", ())) is None


def test_an_access_key_may_hold_slashes() -> None:
    signed = signatures.parse(authorization(GOOD.replace(KEY, "a/b/c"), DATED))
    assert signed.access_key_id == "a/b/c"
