"""What goes with an organization that is dissolved."""

from __future__ import annotations

from frontdesk.directory.organization_policies.tables import (
    OrganizationPolicy,
    PolicyTypeRow,
    ResourcePolicy,
    ResourceTags,
    TrustedService,
)
from frontdesk.directory.organizations.tables import Organization
from frontdesk.store.context import Context

_OWNED = (OrganizationPolicy, PolicyTypeRow, ResourcePolicy, ResourceTags, TrustedService)


def dissolve(ctx: Context, organization: Organization) -> None:
    """Delete policies, enabled types, tags, trusted services and the resource policy of an organization."""
    for table in _OWNED:
        for row in ctx.all(ctx.across_accounts(table).where(table.organization_id == organization.id)):
            ctx.delete(row)
