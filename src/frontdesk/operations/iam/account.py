"""The account at a glance (wire 11.3)."""

from __future__ import annotations

from typing import Any

from frontdesk.credentials import access_keys, passwords
from frontdesk.credentials.devices import devices
from frontdesk.directory import summary, users
from frontdesk.directory.standing import ROOT_ONLY
from frontdesk.operations.registry import operation
from frontdesk.store.context import Context

# What does not exist here yet is counted as none of them.
_FIXED = {
    "UsersQuota": users.PER_ACCOUNT,
    "GroupsQuota": 300,
    "ServerCertificates": 0,
    "ServerCertificatesQuota": 20,
    "UserPolicySizeQuota": 2048,
    "GroupPolicySizeQuota": 5120,
    "GroupsPerUserQuota": 10,
    "SigningCertificatesPerUserQuota": 2,
    "AccessKeysPerUserQuota": access_keys.PER_PRINCIPAL,
    "AccountSigningCertificatesPresent": 0,
    "AttachedPoliciesPerGroupQuota": 10,
    "AttachedPoliciesPerRoleQuota": 10,
    "AttachedPoliciesPerUserQuota": 10,
    "PoliciesQuota": 1500,
    "PolicySizeQuota": 6144,
    "PolicyVersionsInUseQuota": 10000,
    "VersionsPerPolicyQuota": 5,
    "GlobalEndpointTokenVersion": 1,
    "AssumeRolePolicySizeQuota": 2048,
    "InstanceProfiles": 0,
    "InstanceProfilesQuota": 1000,
    "Providers": 0,
    "RolePolicySizeQuota": 10240,
    "Roles": 0,
    "RolesQuota": 1000,
}


@operation("iam:GetAccountSummary", also_in=ROOT_ONLY)
def get_account_summary(ctx: Context) -> dict[str, Any]:
    """Count what the account has, beside its quotas; ``Account…`` keys are about the root user."""
    root, counts = ctx.account_id or "", summary.counts(ctx)
    known, used = devices.count(ctx)
    return {
        "SummaryMap": {
            **_FIXED,
            "Users": counts.users,
            "Groups": counts.groups,
            "Policies": counts.policies,
            "PolicyVersionsInUse": counts.policy_versions,
            "MFADevices": known,
            "MFADevicesInUse": used,
            "AccountMFAEnabled": int(bool(devices.held(ctx, root))),
            "AccountAccessKeysPresent": int(bool(access_keys.of(ctx, root))),
            "AccountPasswordPresent": int(passwords.of(ctx, root) is not None),
        }
    }
