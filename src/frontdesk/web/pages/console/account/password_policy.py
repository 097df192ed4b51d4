"""The account's rules for its users' passwords: shown as sentences, changed as a whole, given up (behaviour 3.2)."""

from __future__ import annotations

from typing import Any

from frontdesk.core.errors import AccessDenied, FrontdeskError, NotFound
from frontdesk.core.messages import Message
from frontdesk.credentials import password_rules
from frontdesk.credentials.password_rules import MAX_LENGTH, PasswordPolicy
from frontdesk.web import forms
from frontdesk.web.door import Menu, Page, PageRequest, Response
from frontdesk.web.forms import Field, Form
from frontdesk.web.pages.console.asking import Done, Nothing, ask, done, gather, refuse

_PATH = "/console/password-policy"
_MOST_DAYS, _MOST_REMEMBERED, _LEAST = 1095, 24, 6
_ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
_FLAGS = {
    "RequireUppercaseCharacters": "require_uppercase",
    "RequireLowercaseCharacters": "require_lowercase",
    "RequireNumbers": "require_numbers",
    "RequireSymbols": "require_symbols",
    "AllowUsersToChangePassword": "allow_users_to_change",
    "HardExpiry": "hard_expiry",
}
_NUMBERS = {
    "MinimumPasswordLength": "minimum_length",
    "MaxPasswordAge": "max_age_days",
    "PasswordReusePrevention": "reuse_prevention",
}
_DONE = {
    "changed": Done(Message("The rules were saved"), Message("Passwords that exist are kept until they are changed.")),
    "default": Done(Message("The default rules hold again"), Message("Passwords that exist are kept.")),
}


class Rules(Form):
    """Every rule of an account's own policy; saving replaces all of them."""

    minimum_length: Field = forms.text(
        Message("Shortest password"),
        hint=Message("Characters, 6 to 128. Length protects better than signs do: 14 is a good number."),
        most=3,
        input_mode="numeric",
        parameter="MinimumPasswordLength",
        missing=Message("Enter a number from 6 to 128."),
    )
    require_uppercase: Field = forms.tick(Message("Ask for a capital letter"))
    require_lowercase: Field = forms.tick(Message("Ask for a small letter"))
    require_numbers: Field = forms.tick(Message("Ask for a digit"))
    require_symbols: Field = forms.tick(
        Message("Ask for a sign"), hint=Message("One of ! @ # $ % ^ & * ( ) _ + - = [ ] {{ }} | '")
    )
    reuse_prevention: Field = forms.text(
        Message("Former passwords that cannot be used again"),
        hint=Message("How many are remembered, 1 to 24. Leave it empty to remember none."),
        most=2,
        required=False,
        input_mode="numeric",
        parameter="PasswordReusePrevention",
    )
    allow_users_to_change: Field = forms.tick(
        Message("Let users change their own password"),
        hint=Message("Without any policy of their own. It lets them read these rules as well."),
    )
    max_age_days: Field = forms.text(
        Message("Days until a password expires"),
        hint=Message(
            "1 to 1,095, counted from the day it was set. It holds at once: whoever has an older password is asked for "
            "a new one at the next sign-in. Leave it empty for never."
        ),
        most=5,
        required=False,
        input_mode="numeric",
        parameter="MaxPasswordAge",
    )
    hard_expiry: Field = forms.tick(
        Message("An expired password can only be reset by an administrator"),
        hint=Message("Then whoever misses the day cannot sign in to the console until an administrator helps."),
    )
    alone: Field = forms.tick(
        Message("I understand that an administrator who misses the day may be shut out"),
        missing=Message("Tick the box, make a second administrator first, or leave the rule above out."),
    )


def _present(request: PageRequest) -> PasswordPolicy:
    try:
        found = ask(request, "GetAccountPasswordPolicy")["PasswordPolicy"]
    except NotFound:
        return password_rules.DEFAULT
    given: dict[str, Any] = {ours: found[aws] for aws, ours in (_FLAGS | _NUMBERS).items() if aws in found}
    return PasswordPolicy(**given)


def get(request: PageRequest) -> Response:
    """Show the rules."""
    policy = _present(request)
    return request.render(
        "console/account/password_policy.html",
        policy=policy,
        sentences=[*password_rules.sentences(policy), *_others(policy)],
        done=done(request, _DONE),
    )


def _others(policy: PasswordPolicy) -> list[Message]:
    """Return what a policy says about time and about who may change a password."""
    if not policy.max_age_days:
        said = [Message("A password never expires.")]
    else:
        said = [Message("A password expires {days} days after it was set.", {"days": policy.max_age_days})]
        hard = Message("After that only an administrator can give a new one.")
        soft = Message("After that the person chooses a new one at the next sign-in.")
        said.append(hard if policy.hard_expiry else soft)
    if policy.allow_users_to_change:
        return [*said, Message("Every user may change the own password.")]
    return [*said, Message("Users may change their own password where a policy of theirs allows it.")]


def get_edit(request: PageRequest) -> Response:
    """Ask for each rule, with the present ones filled in."""
    policy = _present(request)
    numbers = {name: str(getattr(policy, name) or "") for name in _NUMBERS.values()}
    flags = {name: "yes" if getattr(policy, name) else "" for name in _FLAGS.values()}
    return _show_edit(request, Rules.showing(**numbers, **flags), _few(request))


def _show_edit(request: PageRequest, form: Rules, few: bool) -> Response:
    return request.render("console/account/password_policy_edit.html", form=form, few=few)


def _few(request: PageRequest) -> bool:
    """Say whether fewer than two users are known to be administrators, as far as the caller may know."""
    try:
        who: dict[str, Any] = {"PolicyArn": _ADMINISTRATOR}
        found = gather(request, "ListEntitiesForPolicy", "PolicyUsers", EntityFilter="User", **who)
        names = {user["UserName"] for user in found}
        for group in gather(request, "ListEntitiesForPolicy", "PolicyGroups", EntityFilter="Group", **who):
            names |= {user["UserName"] for user in gather(request, "GetGroup", "Users", GroupName=group["GroupName"])}
    except AccessDenied:
        return False
    return len(names) < 2


def post_edit(request: PageRequest) -> Response:
    """Save the rules, every one of them."""
    form, few = Rules.read(request.form), _few(request)
    form.alone.required = few and form.hard_expiry.ticked
    form.alone.take(request.form)
    _check(form)
    try:
        if form.ok:
            ask(request, "UpdateAccountPasswordPolicy", **_given(form))
            return request.see_other(f"{_PATH}?done=changed")
    except FrontdeskError as error:
        refuse(form, error)
    return _show_edit(request, form, few)


def _check(form: Rules) -> None:
    _require_number(form.minimum_length, _LEAST, MAX_LENGTH)
    _require_number(form.max_age_days, 1, _MOST_DAYS)
    _require_number(form.reuse_prevention, 1, _MOST_REMEMBERED)
    if form.hard_expiry.ticked and not form.max_age_days.value:
        form.hard_expiry.error = Message("This needs a number of days after which passwords expire.")


def _require_number(field: Field, least: int, most: int) -> None:
    typed = field.value.replace(",", "")
    if not typed or field.error:
        return
    if not (typed.isascii() and typed.isdigit() and least <= int(typed) <= most):
        field.error = Message("Enter a whole number from {least} to {most}.", {"least": least, "most": f"{most:,}"})


def _given(form: Rules) -> dict[str, Any]:
    fields = {field.name: field for field in form}
    typed = {aws: fields[ours].value.replace(",", "") for aws, ours in _NUMBERS.items()}
    numbers = {aws: int(text) for aws, text in typed.items() if text}
    return numbers | {aws: fields[ours].ticked for aws, ours in _FLAGS.items()}


def get_default(request: PageRequest) -> Response:
    """Say what the default rules are."""
    return _show_default(request, None)


def _show_default(request: PageRequest, form: Form | None) -> Response:
    return request.render(
        "console/account/password_policy_default.html",
        form=form,
        custom=_present(request).custom,
        sentences=[*password_rules.sentences(password_rules.DEFAULT), *_others(password_rules.DEFAULT)],
    )


def post_default(request: PageRequest) -> Response:
    """Give up the account's own rules."""
    form = Nothing()
    try:
        ask(request, "DeleteAccountPasswordPolicy")
    except FrontdeskError as error:
        refuse(form, error)
        return _show_default(request, form)
    return request.see_other(f"{_PATH}?done=default")


pages = (
    Page(_PATH, get=get, signed_in=True, menu=Menu("rules", Message("Password policy"), 20)),
    Page(f"{_PATH}/edit", get=get_edit, post=post_edit, signed_in=True),
    Page(f"{_PATH}/default", get=get_default, post=post_default, signed_in=True),
)
