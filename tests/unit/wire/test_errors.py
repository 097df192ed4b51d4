"""One refusal, told by each protocol (wire 2.5, 3.2 to 3.4)."""

from __future__ import annotations

import pytest

from frontdesk.authentication import errors_signature
from frontdesk.core import errors
from frontdesk.core.errors import FrontdeskError, Kind
from frontdesk.edge.pools import Busy
from frontdesk.operations import contract
from frontdesk.operations.constraints import Invalid
from frontdesk.wire.errors import fault
from frontdesk.wire.refusals import NotThereYet, SerializationException, UnknownOperation
from frontdesk.wire.services import BY_NAME


class Coded(FrontdeskError):
    """A refusal whose code the test chooses."""

    def __init__(self, code: str, kind: Kind = Kind.INVALID) -> None:
        super().__init__("words")
        self.code, self.kind = code, kind  # type: ignore[misc]


MISSING = errors_signature.MissingAuthenticationToken()
MALFORMED = errors_signature.IncompleteSignature("m")
MISMATCH = errors_signature.SignatureDoesNotMatch("m")
UNKNOWN_KEY = errors_signature.InvalidClientTokenId()
EXPIRED = errors_signature.ExpiredToken()
SUSPENDED = errors_signature.OptInRequired()
DENIED = errors.AccessDenied("m")
TOO_MANY = errors.Throttled("m")
INVALID = errors.ValidationError("m")
# error, query, json (cloudtrail), rest-json (account)
COMMON = [
    (MISSING, "403 MissingAuthenticationToken", "400 {}Exception", "403 {}Exception"),
    (MALFORMED, "400 IncompleteSignature", "400 {}Exception", "400 {}Exception"),
    (MISMATCH, "403 SignatureDoesNotMatch", "400 InvalidSignatureException", "403 InvalidSignatureException"),
    (UNKNOWN_KEY, "403 InvalidClientTokenId", "400 UnrecognizedClientException", "403 UnrecognizedClientException"),
    (EXPIRED, "403 ExpiredToken", "400 {}Exception", "403 {}Exception"),
    (SUSPENDED, "403 OptInRequired", "400 SubscriptionRequiredException", "403 SubscriptionRequiredException"),
    (DENIED, "403 AccessDenied", "400 {}Exception", "403 {}Exception"),
    (INVALID, "400 ValidationError", "400 ValidationException", "400 ValidationException"),
    (UnknownOperation("m"), "400 InvalidAction", "400 UnknownOperationException", "404 UnknownOperationException"),
    (NotThereYet("a", "B"), "400 InvalidAction", "400 UnknownOperationException", "404 UnknownOperationException"),
    (SerializationException("m"), "400 MalformedInput", "400 SerializationException", "400 SerializationException"),
    (errors.Unavailable("m"), "503 ServiceUnavailable", "503 {}Exception", "503 {}Exception"),
]


@pytest.mark.parametrize(("error", "query", "json", "rest"), COMMON, ids=[row[1] for row in COMMON])
def test_errors_common_to_all_services(error: FrontdeskError, query: str, json: str, rest: str) -> None:
    told = {name: fault(error, name, BY_NAME[name].protocol, "id") for name in ("iam", "sts", "cloudtrail", "account")}
    assert [f"{told[name].status} {told[name].code}" for name in ("iam", "sts", "cloudtrail", "account")] == [
        query,
        query,
        json.format(error.code),
        rest.format(error.code),
    ]


MODELLED = [
    ("iam", errors.NotFound("m"), "404 NoSuchEntity"),
    ("iam", errors.AlreadyExists("m"), "409 EntityAlreadyExists"),
    ("iam", errors.LimitExceeded("m"), "409 LimitExceeded"),
    ("iam", Coded("DeleteConflict", Kind.CONFLICT), "409 DeleteConflict"),
    ("iam", Coded("PasswordPolicyViolation"), "400 PasswordPolicyViolation"),
    ("iam", Coded("InvalidAuthenticationCode"), "403 InvalidAuthenticationCode"),
    ("iam", Coded("ReportNotPresent", Kind.NOT_FOUND), "410 ReportNotPresent"),
    ("iam", Coded("ServiceAccessNotEnabledException"), "400 ServiceAccessNotEnabledException"),
    ("iam", Coded("PolicyEvaluation", Kind.INTERNAL), "500 PolicyEvaluation"),
    ("iam", TOO_MANY, "400 Throttling"),
    ("iam", Coded("NobodyModelledThis", Kind.CONFLICT), "409 NobodyModelledThis"),
    ("sts", Coded("MalformedPolicyDocument"), "400 MalformedPolicyDocument"),
    ("identitystore", errors.NotFound("m"), "400 ResourceNotFoundException"),
    ("identitystore", errors.AlreadyExists("m"), "400 ConflictException"),
    ("identitystore", errors.LimitExceeded("m"), "400 ServiceQuotaExceededException"),
    ("identitystore", TOO_MANY, "400 ThrottlingException"),
    ("identitystore", errors.Internal(), "500 InternalServerException"),
    ("identitystore", Coded("NobodyModelledThis", Kind.CONFLICT), "400 NobodyModelledThis"),
    ("organizations", TOO_MANY, "400 TooManyRequestsException"),
    ("organizations", INVALID, "400 InvalidInputException"),
    ("organizations", Coded("AWSOrganizationsNotInUseException"), "400 AWSOrganizationsNotInUseException"),
    ("account", errors.NotFound("m"), "404 ResourceNotFoundException"),
    ("account", TOO_MANY, "429 TooManyRequestsException"),
    ("account", errors.Internal(), "500 InternalServerException"),
    ("sso", INVALID, "400 InvalidRequestException"),
    ("sso", Coded("UnauthorizedException", Kind.DENIED), "401 UnauthorizedException"),
    ("sso-oidc", Coded("InvalidClientException", Kind.DENIED), "401 InvalidClientException"),
    ("sso-oidc", INVALID, "400 InvalidRequestException"),
]


@pytest.mark.parametrize(("service", "error", "told"), MODELLED, ids=[f"{row[0]} {row[2]}" for row in MODELLED])
def test_what_a_model_names_has_its_status(service: str, error: FrontdeskError, told: str) -> None:
    found = fault(error, service, BY_NAME[service].protocol, "id")
    assert f"{found.status} {found.code}" == told


@pytest.mark.parametrize(
    ("service", "member"),
    [
        ("organizations", "Message"),
        ("sso-admin", "Message"),
        ("identitystore", "Message"),
        ("support", "message"),
        ("account", "message"),
        ("sso", "message"),
        ("sso-oidc", "error_description"),
        ("signin", "message"),
    ],
)
def test_the_words_are_where_the_service_has_them(service: str, member: str) -> None:
    for error in (INVALID, MISMATCH):
        assert fault(error, service, BY_NAME[service].protocol, "id").message_member == member


def test_organizations_gives_a_reason() -> None:
    with pytest.raises(Invalid) as refusal:
        contract.check("organizations", "DescribeAccount", {"AccountId": "1"})
    assert fault(refusal.value, "organizations", "json", "id").members == {"Reason": "INVALID_PATTERN"}
    with pytest.raises(Invalid) as refusal:
        contract.check("organizations", "DescribeAccount", {})
    assert fault(refusal.value, "organizations", "json", "id").members == {"Reason": "INPUT_REQUIRED"}


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("AuthorizationPendingException", "authorization_pending"),
        ("SlowDownException", "slow_down"),
        ("ExpiredTokenException", "expired_token"),
        ("UnsupportedGrantTypeException", "unsupported_grant_type"),
        ("InvalidRequestRegionException", "invalid_request"),
        ("InternalServerException", "server_error"),
    ],
)
def test_sso_oidc_speaks_oauth(code: str, error: str) -> None:
    assert fault(Coded(code), "sso-oidc", "rest-json", "id").members["error"] == error


def test_every_oauth_error_is_the_one_that_the_model_documents() -> None:
    for shape in contract.service("sso-oidc").error_shapes:
        found = fault(Coded(shape.name), "sso-oidc", "rest-json", "id")
        assert f"<code>{found.members['error']}</code>" in shape.members["error"].documentation


def test_an_error_may_bring_members_of_its_own() -> None:
    error = Coded("ResourceNotFoundException", Kind.NOT_FOUND)
    error.members = {"ResourceType": "USER"}  # type: ignore[attr-defined]
    assert fault(error, "identitystore", "json", "id").members == {"ResourceType": "USER"}


@pytest.mark.parametrize("error", [ValueError("secret of the house"), errors.Internal("secret of the house")])
def test_our_own_faults_are_an_apology_with_a_reference(error: Exception) -> None:
    for name, service in BY_NAME.items():
        found = fault(error, name, service.protocol, "the-id")
        assert found.status == 500
        assert "secret" not in found.message
        assert "the-id" in found.message


def test_busy_says_when_to_come_again() -> None:
    assert fault(errors.Unavailable("m"), "iam", "query", "id").headers == (("retry-after", "1"),)
    assert fault(Busy("m"), None, "rest-json", "id").headers == (("retry-after", "2"),)
    assert fault(INVALID, "iam", "query", "id").headers == ()
