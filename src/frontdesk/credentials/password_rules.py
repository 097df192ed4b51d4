"""What a password must look like: root's rules, the default policy, an account's own (behaviour 3.1, 3.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from frontdesk.core.entropy import Entropy
from frontdesk.core.errors import ValidationError
from frontdesk.core.messages import Message
from frontdesk.core.secret import Password
from frontdesk.credentials.errors import PasswordPolicyViolation
from frontdesk.directory.tables import Account

ROOT_SYMBOLS = "!@#$%^&*()<>[]{}|_+-="
IAM_SYMBOLS = "!@#$%^&*()_+-=[]{}|'"
_CHARACTERS = re.compile("[\t\n\r\x20-\xff]+")
MAX_LENGTH = 128


@dataclass(frozen=True)
class PasswordPolicy:
    """An account password policy; the field defaults are what a custom policy omits (behaviour 3.2)."""

    minimum_length: int = 6
    require_uppercase: bool = False
    require_lowercase: bool = False
    require_numbers: bool = False
    require_symbols: bool = False
    max_age_days: int = 0
    hard_expiry: bool = False
    allow_users_to_change: bool = False
    reuse_prevention: int = 0
    custom: bool = True


DEFAULT = PasswordPolicy(minimum_length=8, custom=False)


def of(account: Account) -> PasswordPolicy:
    """Return an account's own policy, or the default one."""
    if account.password_policy is None:
        return DEFAULT
    known = {one.name for one in fields(PasswordPolicy)}
    return replace(
        PasswordPolicy(), **{name: value for name, value in account.password_policy.items() if name in known}
    )


def keep(account: Account, policy: PasswordPolicy | None) -> None:
    """Write an account's policy; None restores the default."""
    account.password_policy = asdict(policy) if policy else None


def check_root(password: Password, account_name: str, email: str) -> None:
    """Raise PasswordPolicyViolation unless root may have this password (behaviour 3.1)."""
    text = password.reveal()
    if not 8 <= len(text) <= MAX_LENGTH:
        raise _violation("Use 8 to 128 characters.")
    if not _CHARACTERS.fullmatch(text):
        raise _violation("Use only letters, digits, spaces and signs of Western European alphabets.")
    if _classes(text, ROOT_SYMBOLS) < 3:
        raise _violation(
            "Use at least three of these: capital letters, small letters, digits, signs such as ! @ # $ %."
        )
    if text.casefold() in (account_name.casefold(), email.casefold()):
        raise _violation("The password must not be the account's name or its e-mail address.")


def check_iam(password: Password, account: Account) -> None:
    """Raise PasswordPolicyViolation unless the account's policy allows this password (behaviour 3.2)."""
    text, policy = password.reveal(), of(account)
    if not 1 <= len(text) <= MAX_LENGTH or not _CHARACTERS.fullmatch(text):
        raise ValidationError(
            "The password must have 1 to 128 characters from tab, line breaks, space and up to U+00FF.",
            field="Password",
        )
    if len(text) < policy.minimum_length:
        raise _violation("Password should have a minimum length of {least}", least=policy.minimum_length)
    _check_default(text, account) if not policy.custom else _check_classes(text, policy)


def _check_default(text: str, account: Account) -> None:
    if _classes(text, IAM_SYMBOLS) < 3:
        raise _violation(
            "Password should have at least three of: uppercase letters, lowercase letters, numbers, symbols"
        )
    if text.casefold() in (account.name.casefold(), account.email.casefold()):
        raise _violation("Password should not be the account name or e-mail address")


def _check_classes(text: str, policy: PasswordPolicy) -> None:
    demands = [
        (policy.require_uppercase, r"[A-Z]", "Password should have at least one uppercase letter"),
        (policy.require_lowercase, r"[a-z]", "Password should have at least one lowercase letter"),
        (policy.require_numbers, r"[0-9]", "Password should have at least one number"),
        (policy.require_symbols, f"[{re.escape(IAM_SYMBOLS)}]", "Password should have at least one symbol"),
    ]
    for demanded, pattern, words in demands:
        if demanded and not re.search(pattern, text):
            raise _violation(words)


def _classes(text: str, symbols: str) -> int:
    return sum(bool(re.search(pattern, text)) for pattern in ("[A-Z]", "[a-z]", "[0-9]", f"[{re.escape(symbols)}]"))


def _violation(words: str, **values: int) -> PasswordPolicyViolation:
    return PasswordPolicyViolation(words.format(**values), field="Password")


def sentences(policy: PasswordPolicy) -> list[Message]:
    """Return the rules of a policy as sentences for a page."""
    lines = [Message("At least {least} characters, at most 128.", {"least": policy.minimum_length})]
    if not policy.custom:
        lines.append(Message("At least three of: capital letters, small letters, digits, signs."))
        lines.append(Message("Not the account's name or e-mail address."))
    demands: Mapping[str, Any] = {
        "At least one capital letter.": policy.require_uppercase,
        "At least one small letter.": policy.require_lowercase,
        "At least one digit.": policy.require_numbers,
        "At least one sign.": policy.require_symbols,
    }
    lines += [Message(words) for words, demanded in demands.items() if demanded]
    if policy.reuse_prevention:
        lines.append(Message("Not one of your last {count} passwords.", {"count": policy.reuse_prevention}))
    return lines


def generate(entropy: Entropy, length: int = 20) -> Password:
    """Return a random password that root's rules and every account policy of up to ``length`` allow."""
    pools = ("ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnopqrstuvwxyz", "23456789", "!@#%^*_+-=")
    drawn = [_one(entropy, pool) for pool in pools]
    drawn += [_one(entropy, "".join(pools)) for _ in range(length - len(drawn))]
    order = sorted(range(length), key=lambda _: entropy.bytes(8))
    return Password("".join(drawn[place] for place in order))


def _one(entropy: Entropy, pool: str) -> str:
    return pool[int.from_bytes(entropy.bytes(8), "big") % len(pool)]
