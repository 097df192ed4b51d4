"""Signed requests, as botocore signs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.bench import traffic
from tests.bench.traffic import Line

_FORM = "application/x-www-form-urlencoded; charset=utf-8"
_AGENT = "Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux md/arch#x86_64 lang/python#3.11"
_VERSIONS = {"iam": "2010-05-08", "sts": "2011-06-15"}


@dataclass(frozen=True)
class Keys:
    """A pair of access keys."""

    id: str
    secret: str


def unsigned(port: int, service: str, action: str, parameters: Mapping[str, str]) -> AWSRequest:
    """Return a call as botocore builds it, before its signature."""
    body = urlencode({"Action": action, "Version": _VERSIONS[service], **parameters})
    headers = {"Content-Type": _FORM, "User-Agent": _AGENT, "Host": f"127.0.0.1:{port}"}
    return AWSRequest("POST", f"http://127.0.0.1:{port}/", headers, body.encode())


def signer(keys: Keys, service: str) -> SigV4Auth:
    """Return what signs for a service."""
    return SigV4Auth(Credentials(keys.id, keys.secret), service, "us-east-1")


def signed(port: int, keys: Keys, service: str, action: str, **parameters: str) -> bytes:
    """Return a signed call as bytes; it may be sent again and again while its time is good."""
    call = unsigned(port, service, action, parameters)
    signer(keys, service).add_auth(call)
    return traffic.request("POST", "/", dict(call.headers.items()), call.data)


def call(line: Line, port: int, keys: Keys, service: str, action: str, **parameters: str) -> Element:
    """Call once and return the answer's XML; anything but 200 is a failure."""
    reply = line.ask(signed(port, keys, service, action, **parameters))
    assert reply.status == 200, reply.body.decode()
    return ElementTree.fromstring(reply.body)


def found(answer: Element, name: str) -> str:
    """Return the text of the first element of this name."""
    return next(one.text or "" for one in answer.iter() if one.tag.endswith("}" + name))
