"""The processor that the settings choose, and what is wrong with the choice."""

from __future__ import annotations

from collections.abc import Iterator

from frontdesk.billing.processors import NoProcessor, Processor, Step, sandbox, stripe
from frontdesk.core.messages import Message
from frontdesk.core.settings import SettingError, Settings
from frontdesk.store.work import Store

_KNOWN = ("auto", "none", "sandbox", "stripe")
_UNKNOWN = Message("payment_processor has to be none, sandbox, stripe or auto.")


def processor(store: Store) -> Processor:
    """Return the installation's processor; raises NoProcessor where there is none, SettingError for an unknown one."""
    name = store.settings.processor
    if name == "sandbox":
        return sandbox.Sandbox(store)
    if name == "stripe":
        return stripe.Stripe(store.settings)
    if name != "none":
        raise SettingError(str(_UNKNOWN), field="payment_processor")
    raise NoProcessor("This installation takes no cards.", cause="payment_processor is none")


def step(settings: Settings, name: str, secret: str) -> Step:
    """Return where a browser goes on with a secret that the processor of this name gave; asks nobody."""
    return stripe.step(settings, secret) if name == "stripe" else sandbox.step(secret)


def problems(settings: Settings) -> Iterator[Message]:
    """Yield what is wrong with the settings about payments, each with its remedy."""
    if settings.payment_processor not in _KNOWN:
        yield _UNKNOWN
    if settings.processor == "sandbox" and not settings.loopback:
        yield Message("The sandbox takes test cards only. Set payment_processor to stripe or none.")
    if settings.processor == "stripe":
        yield from _stripe_problems(settings)
    if any(not part.strip().isdecimal() for part in settings.billing_retry_days.split(",")):
        yield Message("billing_retry_days has to be days, such as 1,3,5.")


def _stripe_problems(settings: Settings) -> Iterator[Message]:
    wanted = {
        "stripe_secret_key": "sk_",
        "stripe_publishable_key": "pk_",
        "stripe_webhook_secret": "whsec_",
    }
    for name, start in wanted.items():
        if not getattr(settings, name).startswith((start, "rk_") if start == "sk_" else start):
            yield Message("Set {name}; Stripe shows it on its pages for developers.", {"name": name})
    if not settings.https and not settings.loopback:
        yield Message("Stripe's script needs https. Set origin to an https:// address.")
