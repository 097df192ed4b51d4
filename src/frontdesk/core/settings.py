"""One frozen set of settings, read once from TOML and ``FRONTDESK_*`` (architecture 15).

Every field says what it is for in its metadata; the reference page is generated from there.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from frontdesk.core.errors import ValidationError

PREFIX = "FRONTDESK_"
VAR = Path("var")
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


def _is(default: Any, words: str, *, least: int | None = None, most: int | None = None) -> Any:
    return field(default=default, metadata={"words": words, "least": least, "most": most})


class SettingError(ValidationError):
    """A setting that cannot be used; names it and says what would be accepted."""

    code = "InvalidSetting"


@dataclass(frozen=True)
class Settings:
    """What the person who runs an installation decides."""

    host: str = _is("127.0.0.1", "Address the server listens on.")
    port: int = _is(8080, "Port the server listens on.", least=0, most=65535)
    data: Path = field(
        default=VAR, metadata={"words": "Folder of the SQLite file and the keys.", "least": None, "most": None}
    )
    database_url: str = _is(
        "", "PostgreSQL address such as postgresql://user@host/name; empty for SQLite in the data folder."
    )
    origin: str = _is(
        "",
        "Public address of the pages, for example https://signin.example.org; every link begins with it. Empty: http://localhost:PORT.",
    )
    base_domain: str = _is(
        "auto",
        "Domain below which ALIAS.signin.DOMAIN opens an account's sign-in page; empty for none; auto for localhost "
        "where the origin is on this machine, else none.",
    )
    name: str = _is("", "Name of the installation, shown beside Frontdesk on pages and in mails.")
    region: str = _is("us-east-1", "Region written into events and shown to clients.")
    trusted_proxies: str = _is("", "Comma-separated addresses whose X-Forwarded-For is believed.")
    mail_host: str = _is("", "SMTP server; empty keeps mail in the embedded mailbox, on loopback only.")
    mail_port: int = _is(587, "Port of the SMTP server.", least=1, most=65535)
    mail_security: str = _is("starttls", "starttls, tls or none.")
    mail_user: str = _is("", "Name for SMTP authentication; empty for none.")
    mail_password: str = _is("", "Password for SMTP authentication.")
    mail_from: str = _is("no-reply@localhost", "Sender of every mail; shown wherever somebody waits for one.")
    hash_threads: int = _is(0, "Threads that check passwords; 0 for one per processor core.", least=0, most=256)
    work_threads: int = _is(4, "Threads that do everything else.", least=1, most=256)
    queue: int = _is(
        64, "Requests that may wait for each kind of thread before new ones are answered 503.", least=1, most=10000
    )
    hash_memory_kib: int = _is(19456, "Argon2id memory per password check, in KiB.", least=8192, most=1048576)
    hash_passes: int = _is(2, "Argon2id passes over the memory.", least=1, most=20)
    session_hours: int = _is(12, "Length of a console session, in hours.", least=1, most=12)
    attempt_minutes: int = _is(15, "Time to finish a sign-in once begun, in minutes.", least=2, most=60)
    root_mfa_days: int = _is(
        35,
        "Days in which a root user may sign in without an MFA device, from the first time on; 0 asks for none, ever.",
        least=0,
        most=3650,
    )
    passkey_domain: str = _is(
        "", "Domain that passkeys belong to; empty for the host of origin. Passkeys of another domain stop working."
    )
    signup_code_minutes: int = _is(10, "Life of the code mailed at sign-up, in minutes.", least=2, most=60)
    reset_code_minutes: int = _is(60, "Life of the code mailed for a password reset, in minutes.", least=5, most=1440)
    event_days: int = _is(90, "Days that events are kept.", least=1, most=3650)
    alias_quarantine_days: int = _is(180, "Days before another account may take a released alias.", least=0, most=3650)
    closed_days: int = _is(
        90, "Days in which the root user may reopen a closed account; then its content is deleted.", least=1, most=3650
    )
    suspended_days: int = _is(30, "Days after which a suspended account is closed.", least=1, most=3650)
    organization_accounts: int = _is(
        10, "Accounts that an organization may have; closed ones and open invitations count.", least=1, most=100000
    )
    signup: bool = _is(True, "Whether visitors may create accounts.")
    signup_payment: bool = _is(False, "Whether an account works only once it has a payment method.")
    terms: str = _is(
        "",
        "Address of the terms that people agree to when they open an account; empty for a page that says what holds.",
    )
    payment_processor: str = _is(
        "auto", "none, sandbox (takes test cards only) or stripe; auto for sandbox on this machine alone, else none."
    )
    stripe_secret_key: str = _is("", "Stripe's secret key, sk_….")
    stripe_publishable_key: str = _is("", "Stripe's publishable key, pk_…; browsers are told it.")
    stripe_webhook_secret: str = _is("", "Secret with which Stripe signs what it sends to /webhooks/stripe, whsec_….")
    stripe_api: str = _is("https://api.stripe.com", "Address of Stripe's interface; for tests.")
    stripe_script: str = _is("https://js.stripe.com/v3/", "Address of Stripe's script for entering a card; for tests.")
    billing_retry_days: str = _is(
        "1,3,5", "Days after a failed charge at which it is tried again; after the last the account is suspended."
    )
    abuse_mailbox: str = _is(
        "",
        "Address whose mail is piped into `frontdesk abuse intake`, such as abuse@example.org; empty for none.",
    )
    abuse_answer_hours: int = _is(24, "Hours that an account has to answer an abuse notice.", least=1, most=336)
    retail_desk: str = _is(
        "", "Where people with trouble about a purchase in a shop find help, in words or as an address."
    )
    log_level: str = _is("info", "debug, info, warning or error.")
    log_format: str = _is("auto", "json, text, or auto: text in a terminal, json elsewhere.")
    readonly_events: bool = _is(True, "Whether successful reads over the AWS API are recorded.")

    @cached_property
    def public_origin(self) -> str:
        """The address every link begins with, without a trailing slash."""
        return self.origin.rstrip("/") or f"http://localhost:{self.port}"

    @cached_property
    def rp_id(self) -> str:
        """The domain that passkeys belong to; empty where browsers allow none: at a bare address, or without TLS."""
        host = urlsplit(self.public_origin).hostname or ""
        local = host == "localhost" or host.endswith(".localhost")
        named = not host.replace(".", "").isdigit() and ":" not in host
        return (self.passkey_domain.lower() or host) if named and (self.https or local) else ""

    @cached_property
    def https(self) -> bool:
        """Whether pages are reached over TLS."""
        return self.public_origin.startswith("https://")

    @cached_property
    def authority(self) -> str:
        """Host and port of the public origin, as the address bar shows them."""
        return urlsplit(self.public_origin).netloc

    @cached_property
    def account_domain(self) -> str:
        """The domain of the host form of addresses, or nothing where that form is off."""
        if self.base_domain != "auto":
            return self.base_domain
        return "localhost" if self._origin_is_here else ""

    @cached_property
    def loopback(self) -> bool:
        """Whether only this machine reaches the server: it listens here, and no proxy stands at another address."""
        return self.host in _THIS_MACHINE and self._origin_is_here

    def session_origin(self, label: str) -> str:
        """Return the origin of a session with a host of its own; empty where sessions have none."""
        ours = urlsplit(self.public_origin)
        port = f":{ours.port}" if ours.port else ""
        return f"{ours.scheme}://{label}.console.{self.account_domain}{port}" if self.account_domain else ""

    @cached_property
    def processor(self) -> str:
        """The payment processor in use: none, sandbox or stripe."""
        if self.payment_processor != "auto":
            return self.payment_processor
        return "sandbox" if self.loopback else "none"

    @cached_property
    def retry_days(self) -> tuple[int, ...]:
        """How many days pass before each next try of a failed charge."""
        return tuple(int(days) for days in self.billing_retry_days.split(",") if days.strip())

    @cached_property
    def _origin_is_here(self) -> bool:
        return urlsplit(self.public_origin).hostname in _THIS_MACHINE


def load(path: Path | None = None, environ: Mapping[str, str] = os.environ, **given: object) -> Settings:
    """Read settings; flags given here win over the environment, which wins over the TOML file.

    Raises SettingError for an unknown or unusable one.
    """
    values = _read_toml(path or _default_file(environ)) | _read_environment(environ)
    values |= {name: value for name, value in given.items() if value is not None}
    known = {one.name: one for one in fields(Settings)}
    for name in values:
        if name not in known:
            raise SettingError(
                "There is no setting named {name}. `frontdesk check` lists them all.", name=name, field=name
            )
    converted: dict[str, Any] = {name: _convert(known[name], value) for name, value in values.items()}
    return Settings(**converted)


def _default_file(environ: Mapping[str, str]) -> Path | None:
    named = environ.get(PREFIX + "CONFIG")
    return Path(named) if named else None


def _read_toml(path: Path | None) -> dict[str, object]:
    if path is None:
        return {}
    try:
        return dict(tomllib.loads(path.read_text()))
    except (OSError, tomllib.TOMLDecodeError) as fault:
        raise SettingError("The settings file {path} cannot be read: {fault}", path=path, fault=fault) from fault


def _read_environment(environ: Mapping[str, str]) -> dict[str, object]:
    return {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environ.items()
        if name.startswith(PREFIX) and name != PREFIX + "CONFIG"
    }


def _convert(setting: Field[Any], value: object) -> object:
    kind: type = type(setting.default)
    if kind is bool:
        return _boolean(setting.name, value)
    if kind is int:
        return _whole(setting, value)
    return Path(str(value)) if issubclass(kind, Path) else str(value)


def _boolean(name: str, value: object) -> bool:
    words = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
    try:
        return words[str(value).lower()]
    except KeyError:
        raise SettingError("{name} must be true or false.", name=name, field=name) from None


def _whole(setting: Field[Any], value: object) -> int:
    least, most = setting.metadata["least"], setting.metadata["most"]
    try:
        number = int(str(value))
    except ValueError:
        number = None
    if number is None or (least is not None and number < least) or (most is not None and number > most):
        raise SettingError(
            "{name} must be a whole number from {least} to {most}.",
            name=setting.name,
            least=least,
            most=most,
            field=setting.name,
        )
    return number


def reference() -> list[tuple[str, str, str]]:
    """Return name, default and meaning of every setting, for the reference page and ``frontdesk check``."""
    return [(one.name, str(one.default), str(one.metadata["words"])) for one in fields(Settings)]


def is_below(host: str, domain: str) -> bool:
    """Say whether ``host`` is ``domain`` or lies below it, cut at a dot (R16)."""
    return host == domain or host.endswith(f".{domain}")
