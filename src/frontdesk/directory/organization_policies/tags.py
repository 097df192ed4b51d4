"""Tags of an organization's resources: keys are told apart by case here (wire 11.3)."""

from __future__ import annotations

from frontdesk.directory.organization_policies.tables import ResourceTags
from frontdesk.directory.organizations.errors import ConstraintViolation, InvalidInput
from frontdesk.directory.organizations.tables import Organization
from frontdesk.store.context import Context

MOST = 50


def of(ctx: Context, organization: Organization, resource_id: str) -> list[list[str]]:
    """Return the tags of a resource as pairs, in the order in which they came."""
    row = _row(ctx, organization, resource_id)
    return row.tags if row else []


def put(ctx: Context, organization: Organization, resource_id: str, given: list[list[str]]) -> None:
    """Add tags, or give keys that are there another value; raises InvalidInput or ConstraintViolation."""
    keys = [key for key, _ in given]
    if len(set(keys)) != len(keys):
        raise InvalidInput("DUPLICATE_TAG_KEY", "Tag keys must be unique among the tags attached to the same entity.")
    if any(key.lower().startswith("aws:") for key in keys):
        raise InvalidInput("INVALID_SYSTEM_TAGS_PARAMETER", "You can't add, edit, or delete system tag keys.")
    if given:
        _write(
            ctx, organization, resource_id, {**dict(_pairs(of(ctx, organization, resource_id))), **dict(_pairs(given))}
        )


def _pairs(tags: list[list[str]]) -> list[tuple[str, str]]:
    return [(key, value) for key, value in tags]


def remove(ctx: Context, organization: Organization, resource_id: str, keys: list[str]) -> None:
    """Take tags away; keys that are not there are passed over."""
    left = {key: value for key, value in of(ctx, organization, resource_id) if key not in keys}
    _write(ctx, organization, resource_id, left)


def forget(ctx: Context, organization: Organization, resource_id: str) -> None:
    """Drop the tags of a resource that goes away."""
    row = _row(ctx, organization, resource_id)
    if row:
        ctx.delete(row)


def _write(ctx: Context, organization: Organization, resource_id: str, tags: dict[str, str]) -> None:
    if len(tags) > MOST:
        words = "You have exceeded the number of tags allowed on this resource."
        raise ConstraintViolation("MAX_TAG_LIMIT_EXCEEDED", words)
    row, written = _row(ctx, organization, resource_id), [list(pair) for pair in tags.items()]
    if row:
        row.tags = written
    elif written:
        ctx.add(
            ResourceTags(
                organization_id=organization.id,
                resource_id=resource_id,
                account_id=organization.account_id,
                tags=written,
            )
        )


def _row(ctx: Context, organization: Organization, resource_id: str) -> ResourceTags | None:
    return ctx.db.get(ResourceTags, (organization.id, resource_id))
