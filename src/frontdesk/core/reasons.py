"""Why an attempt's step was refused: a closed list, each with words for everybody who may ask.

``public`` is the one neutral sentence a stranger reads; ``private`` is what the account's
administrator reads; ``remedy`` is the button beside it. A page never shows ``private`` to a visitor.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from frontdesk.core.messages import Message, Remedy

_INCORRECT = "The authentication information is incorrect. To protect accounts, we do not say which part."
_RESET = Remedy("reset-password", Message("Set a new password"))
_NOTHING = Remedy("nothing", Message("Nothing to mend"))


@dataclass(frozen=True)
class Words:
    """What is said about a reason, and to whom."""

    public: Message
    private: Message
    remedy: Remedy


def _words(private: str, remedy: Remedy, public: str = _INCORRECT) -> Words:
    return Words(Message(public), Message(private), remedy)


class Reason(Enum):
    """Every cause for which this system refuses a step."""

    NO_SUCH_ACCOUNT = "no-such-account"
    NO_SUCH_USER = "no-such-user"
    NO_CONSOLE_ACCESS = "no-console-access"
    WRONG_PASSWORD = "wrong-password"
    PASSWORD_EXPIRED = "password-expired"
    ACCOUNT_PENDING = "account-pending"
    ACCOUNT_NOT_ACTIVE = "account-not-active"
    ACCOUNT_CLOSED = "account-closed"
    ACCOUNT_ENDED = "account-ended"
    STOPPED_MEANWHILE = "stopped-meanwhile"
    THROTTLED = "throttled"
    PUZZLE_UNSOLVED = "puzzle-unsolved"
    WRONG_CODE = "wrong-code"
    CODE_EXPIRED = "code-expired"
    TOO_MANY_CODES = "too-many-codes"
    WRONG_DEVICE_CODE = "wrong-device-code"
    WRONG_DEVICE_PAIR = "wrong-device-pair"
    WRONG_PASSKEY = "wrong-passkey"
    PASSKEY_COPIED = "passkey-copied"
    WRONG_RECOVERY_CODE = "wrong-recovery-code"
    DEVICE_GONE = "device-gone"
    DEVICE_NEEDED = "device-needed"
    PASSWORD_CHANGED = "password-changed"
    NO_USABLE_FACTOR = "no-usable-factor"
    ATTEMPT_EXPIRED = "attempt-expired"
    NEW_PASSWORD_REFUSED = "new-password-refused"
    MAY_NOT_CHANGE_PASSWORD = "may-not-change-password"
    EMAIL_TAKEN = "email-taken"
    TAKE_BACK_OVER = "take-back-over"
    OPERATION_REFUSED = "operation-refused"

    @property
    def words(self) -> Words:
        """The sentences for visitor and administrator, and the remedy."""
        return _WORDS[self]


_DEVICE = Remedy("deactivate-device", Message("Help with another device, or remove the lost one"))
_CODE = "The code was not accepted. Check the newest mail, or ask for a new code."
_WORDS: dict[Reason, Words] = {
    Reason.NO_SUCH_ACCOUNT: _words(
        "No account has the ID, alias or e-mail address that was typed. No account's administrator sees this.",
        Remedy("find-page", Message("Help the person find the right page")),
    ),
    Reason.NO_SUCH_USER: _words(
        "The account is right, but no IAM user in it has the name that was typed. The typed text is not kept, "
        "because people type passwords into the wrong box.",
        Remedy("list-users", Message("Look up the user name")),
    ),
    Reason.NO_CONSOLE_ACCESS: _words(
        "The user exists but has no password, so console access is off. Access keys are not affected.",
        Remedy("enable-console", Message("Turn on console access")),
    ),
    Reason.WRONG_PASSWORD: _words("The account and the user name were right. The password was not.", _RESET),
    Reason.PASSWORD_EXPIRED: _words(
        "The password was right but has expired, and the password policy lets only an administrator set a new one.",
        _RESET,
        "Your password has expired, and only your administrator can set a new one.",
    ),
    Reason.ACCOUNT_PENDING: _words(
        "The sign-up of the account is not finished, so only its root user can sign in.",
        Remedy("contact-owner", Message("Ask the account's owner to sign in as root user and finish")),
        "This account is not active yet. Ask the account's owner.",
    ),
    Reason.ACCOUNT_NOT_ACTIVE: _words(
        "The account is suspended, so its IAM users cannot sign in.",
        Remedy("contact-owner", Message("Ask the account's owner to sign in as root user")),
        "This account is suspended. Ask the account's owner.",
    ),
    Reason.ACCOUNT_CLOSED: _words(
        "The account is closed.",
        Remedy("contact-owner", Message("Ask the account's owner about reopening")),
        "This account is closed. Ask the account's owner.",
    ),
    Reason.ACCOUNT_ENDED: _words(
        "The account was closed for good. Nobody can sign in to it or bring it back.",
        _NOTHING,
        "This account is closed for good. Nobody can bring it back.",
    ),
    Reason.STOPPED_MEANWHILE: _words(
        "The account was suspended or closed after this had begun, which ended it, also where the account works again.",
        Remedy("try-again", Message("Sign in again")),
        "Your account was stopped meanwhile, which ended this. Sign in again.",
    ),
    Reason.THROTTLED: _words(
        "There were too many wrong tries, so this one was not checked. The wait ends by itself.",
        Remedy("wait", Message("Wait, or set a new password if the person forgot it")),
        "There were too many tries. Wait a moment, then try again.",
    ),
    Reason.PUZZLE_UNSOLVED: _words(
        "After several wrong tries the browser has to do a little work first, and it had not done it.",
        Remedy("try-again", Message("Try again and wait until the page says it is ready")),
        "Your browser had not finished the check that keeps guessers out. Try again.",
    ),
    Reason.WRONG_CODE: _words(
        "The mailed code that was typed is not the newest one sent.",
        Remedy("try-again", Message("Use the newest mail")),
        _CODE,
    ),
    Reason.CODE_EXPIRED: _words(
        "The mailed code was right but too old.", Remedy("try-again", Message("Ask for a new code")), _CODE
    ),
    Reason.TOO_MANY_CODES: _words(
        "Five wrong codes were typed, so the code no longer counts.",
        Remedy("try-again", Message("Ask for a new code")),
        _CODE,
    ),
    Reason.WRONG_DEVICE_CODE: _words(
        "The code was not of any authenticator app or token of this person, or it was used before. A clock that is "
        "off, or the entry of another account in the app, does this.",
        _DEVICE,
        "The code was not accepted. Wait for the next one and type it at once; each code counts only once.",
    ),
    Reason.WRONG_DEVICE_PAIR: _words(
        "The two codes were not consecutive codes of this device within a day.",
        _DEVICE,
        "These are not two codes of that device, one after the other. Wait for a new code, then type it and the next.",
    ),
    Reason.WRONG_PASSKEY: _words(
        "The passkey or security key that was used is not registered for this person, or its answer did not fit.",
        _DEVICE,
        "The passkey was not accepted. Try again, or try another method.",
    ),
    Reason.PASSKEY_COPIED: _words(
        "The passkey's counter went back, as that of a copy would. It is not accepted any more until it counts on.",
        Remedy("remove-device", Message("Remove this passkey and register it again")),
        "The passkey was not accepted. Use another device, and remove this one.",
    ),
    Reason.WRONG_RECOVERY_CODE: _words(
        "The recovery code is not on the person's newest list, or it was used before.",
        _DEVICE,
        "The recovery code was not accepted. Each one counts once, and only those of the newest list count.",
    ),
    Reason.DEVICE_GONE: _words(
        "The device that was asked for or shown was removed while this was under way, so it had to start again.",
        Remedy("try-again", Message("Sign in again")),
        "Something was changed meanwhile. Start again.",
    ),
    Reason.DEVICE_NEEDED: _words(
        "The root user has to register an MFA device first: its days without one are over.",
        Remedy("register-device", Message("Sign in and register a device")),
        "Register an MFA device first.",
    ),
    Reason.PASSWORD_CHANGED: _words(
        "The password was changed while this sign-in was under way, so it had to start again.",
        Remedy("try-again", Message("Sign in again")),
    ),
    Reason.NO_USABLE_FACTOR: _words(
        "What was shown is not enough, and nothing else is registered that could prove who this is.",
        Remedy("recover", Message("Ask support for a review")),
        "What you showed is not enough here, and nothing else is registered that could prove who you are. Ask support.",
    ),
    Reason.ATTEMPT_EXPIRED: _words(
        "The page stayed open too long and its time ran out.",
        Remedy("try-again", Message("Start again")),
        "The time for this page ran out. Start again.",
    ),
    Reason.NEW_PASSWORD_REFUSED: _words(
        "The person was asked for a new password, and the one chosen does not meet the password policy.",
        Remedy("password-policy", Message("Look at the password policy")),
        "The new password does not meet the rules.",
    ),
    Reason.MAY_NOT_CHANGE_PASSWORD: _words(
        "The person has to choose a new password but has no permission to change it.",
        Remedy("allow-change", Message("Allow users to change their own password")),
        "You must choose a new password, but your permissions do not let you. Ask your administrator.",
    ),
    Reason.EMAIL_TAKEN: _words(
        "The new address was proven, but it belongs to another account, or did before.",
        Remedy("other-address", Message("Choose another address")),
        "This address belongs to another account, or did before. Choose another.",
    ),
    Reason.TAKE_BACK_OVER: _words(
        "The link that stops a change of the root user's e-mail address is unknown, or its 72 hours are over.",
        Remedy("recover", Message("Ask support for a review")),
        "This link stops nothing any longer.",
    ),
    Reason.OPERATION_REFUSED: _words(
        "The request was refused. The cause stands in the event.", _NOTHING, "The request was refused."
    ),
}
