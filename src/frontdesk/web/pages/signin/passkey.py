"""Signing in with a passkey alone: it says who one is, and unlocking it stands for password and device."""

from __future__ import annotations

from frontdesk.authentication import attempts, passkey_claims
from frontdesk.authentication.claims import Claim
from frontdesk.authentication.evidence import Factor
from frontdesk.authentication.factors import passkey, unlocked_passkey
from frontdesk.authentication.outcome import Form as Filled
from frontdesk.authentication.purposes import sign_in_iam_user, sign_in_root
from frontdesk.core.messages import Message
from frontdesk.core.reasons import Reason
from frontdesk.credentials.devices import passkeys
from frontdesk.store.context import Context
from frontdesk.web import attempt_cookie, forms, sign_in, sign_in_state
from frontdesk.web.attempt_cookie import ATTEMPT
from frontdesk.web.door import Page, PageRequest, Response
from frontdesk.web.errors import NoSuchPage
from frontdesk.web.forms import Field, Form, Refusal
from frontdesk.web.sign_in import Tried


class Touched(Form):
    """What the browser answered."""

    response: Field = forms.hidden(most=passkeys.MOST)
    state: Field = forms.hidden(most=600)


def get(request: PageRequest) -> Response:
    """Ask the browser for any passkey that it has for this place."""
    if not request.settings.rp_id:
        raise NoSuchPage("Browsers allow passkeys only where the address is a name and the connection is encrypted.")
    return sign_in.elsewhere(request) or _show(request, Touched())


def _show(request: PageRequest, form: Touched) -> Response:
    options, state = request.store.transact(lambda ctx: unlocked_passkey.options(ctx, request.browser))
    said = sign_in_state.said(request)
    return request.render("signin/passkey.html", form=form, options=options, state=state, said=said)


def post(request: PageRequest) -> Response:
    """Check the answer and let its owner in; who that is, the passkey says."""
    moved = sign_in.elsewhere(request)
    if moved:
        return moved
    form = Touched.read(request.form)
    if not form.ok:
        return _show(request, form)
    tried = _try(request, form)
    if tried.reason is None:
        return sign_in.go_on(request, tried)
    advice = Message("Try again, or sign in with your password")
    words = tried.reason.words.public
    form.refusal = Refusal(Message("We could not sign you in"), words, tried.reference, advice)
    return _show(request, form)


def _try(request: PageRequest, form: Touched) -> Tried:
    token = request.cookies.get(ATTEMPT)
    claim = Claim(request.browser, passkey=passkeys.credential_in(form.response.value) or "-")
    answer = passkey.answer(form.state.value, form.response.value)

    def run(ctx: Context) -> Tried:
        purpose = sign_in_root.NAME if passkey_claims.is_root(ctx, claim) else sign_in_iam_user.NAME
        begun = attempts.begin(ctx, purpose, claim, token)
        shown = attempts.offer(ctx, begun.attempt, begun.token, Factor.UNLOCKED_PASSKEY, answer)
        if shown.refused:
            return Tried(shown.token, Reason(shown.refused.reason), shown.refused.reference)
        outcome = attempts.complete(ctx, shown.attempt, Filled())
        sign_in.settle(ctx, outcome, several=request.several)
        return Tried(shown.token, wanted=outcome.wanted, started=outcome.session)

    tried = request.store.transact(run, origin=request.origin, writes=True)
    attempt_cookie.keep(request, tried.token)
    return tried


page = Page("/signin/passkey", get=get, post=post, level=True)
