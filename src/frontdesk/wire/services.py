"""The services behind the one endpoint and what tells their requests apart (wire 1.1).

Written down here so that routing needs no model; a test compares it with the models.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Service:
    """``name`` is the client's name, ``scope`` the signing name, ``target`` what stands before the last dot."""

    name: str
    protocol: str
    scope: str
    target: str | None = None
    version: str | None = None


SERVICES = (
    Service("iam", "query", "iam", version="2010-05-08"),
    Service("sts", "query", "sts", version="2011-06-15"),
    Service("organizations", "json", "organizations", "AWSOrganizationsV20161128"),
    Service("account", "rest-json", "account"),
    Service("sso-admin", "json", "sso", "SWBExternalService"),
    Service("identitystore", "json", "identitystore", "AWSIdentityStore"),
    Service("sso", "rest-json", "awsssoportal"),
    Service("sso-oidc", "rest-json", "sso-oauth"),
    Service("signin", "rest-json", "signin"),
    Service("support", "json", "support", "AWSSupport_20130415"),
    Service("cloudtrail", "json", "cloudtrail", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"),
    Service("payments", "json", "payments", "Payments_20261101"),
    Service("billing", "json", "billing", "Billing_20261101"),
    Service("frontdesk", "json", "frontdesk", "Frontdesk_20261101"),
    Service("abuse", "json", "abuse", "Abuse_20261101"),
    Service("supportdesk", "json", "supportdesk", "Supportdesk_20261101"),
    Service("standing", "json", "standing", "FrontdeskStanding_20261101"),
)
BY_NAME = {service.name: service for service in SERVICES}
BY_SCOPE = {service.scope: service for service in SERVICES}
BY_TARGET = {service.target: service for service in SERVICES if service.target is not None}
BY_VERSION = {service.version: service for service in SERVICES if service.version is not None}
