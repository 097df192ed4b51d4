"""Passwords that an administrator gives a user: made by us or typed, shown once (behaviour 3.3)."""

from __future__ import annotations

import hashlib
from typing import Any

from frontdesk.core.entropy import Entropy
from frontdesk.core.messages import Message
from frontdesk.core.secret import Password
from frontdesk.credentials import password_rules
from frontdesk.web import forms
from frontdesk.web.addresses import account_address
from frontdesk.web.door import PageRequest
from frontdesk.web.forms import Choice, Field
from frontdesk.web.pages.console.asking import ask

NONE, GENERATED, TYPED = "none", "generated", "typed"
MADE = Choice(GENERATED, Message("Make one for me"), Message("Long and random. It is shown once, on the next page."))
OWN = Choice(TYPED, Message("I type one"), Message("Tell the person what it is; they can replace it."))
_LENGTH = 20


def typed_field() -> Any:
    """Return the question for a password that an administrator types for somebody else."""
    return forms.password(
        Message("The password that you type"), autocomplete="new-password", required=False, parameter="Password"
    )


def must_change_field() -> Any:
    """Return the question whether the person has to choose another password at once."""
    return forms.tick(
        Message("Ask for a new password at the next sign-in"),
        hint=Message("Then nobody but the person knows it."),
        parameter="PasswordResetRequired",
    )


def rules(request: PageRequest) -> list[Message]:
    """Return what the account asks of a user's password, as sentences."""
    return password_rules.sentences(password_rules.of(request.signed_in.account))


def check_typed(how: Field, typed: Field) -> None:
    """Put a message beside the password where one was announced and not typed."""
    if how.value == TYPED and not typed.value and typed.error is None:
        typed.error = Message("Type a password, or choose to have one made.")


class FormEntropy:
    """Bytes that nobody can guess and that are the same each time one and the same form is sent.

    A form sent twice at once sets the same password twice, so whichever answer the browser shows is right. They
    come from the installation's keys and from ``once``, which is random, stands in the form and is kept nowhere.
    """

    def __init__(self, request: PageRequest, once: str) -> None:
        self._keyring = request.store.keyring
        self._seed = f"{request.signed_in.id}.{request.path}.{once}"
        self._number = 0

    def bytes(self, count: int) -> bytes:
        """Return the next ``count`` bytes."""
        self._number += 1
        drawn = self._keyring.mac(f"{self._seed}.{self._number}", "console-password")
        return hashlib.shake_256(drawn.encode()).digest(count)


def given(request: PageRequest, how: Field, typed: Field, entropy: Entropy) -> Password:
    """Return the password that was typed, or a new one made with ``entropy``.

    Raises PasswordPolicyViolation or ValidationError for a typed one that the account does not allow.
    """
    account = request.signed_in.account
    if how.value == TYPED:
        password_rules.check_iam(typed.secret, account)
        return typed.secret
    length = max(_LENGTH, password_rules.of(account).minimum_length)
    return password_rules.generate(entropy, length)


def sign_in_address(request: PageRequest) -> str:
    """Return the address at which the users of this account sign in."""
    account = ask(request, "frontdesk:GetOwnAccount")
    return account_address(request.settings, account.get("AccountAlias") or account["AccountId"])
