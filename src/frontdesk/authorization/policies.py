"""The way in for those who keep policies: check a text, and make it ready for decisions."""

from __future__ import annotations

from frontdesk.authorization.compile import CompiledPolicy, Source, compile
from frontdesk.authorization.documents import Policy, PolicyKind
from frontdesk.authorization.errors import MalformedPolicyDocument
from frontdesk.authorization.grammar import parse

__all__ = ["CompiledPolicy", "MalformedPolicyDocument", "Policy", "PolicyKind", "Source", "compile", "parse"]
