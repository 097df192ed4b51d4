"""Tags of an organization's root, units, accounts and policies."""

from __future__ import annotations

from frontdesk.directory.organization_policies import tags as kept
from frontdesk.operations.organizations import hangings
from frontdesk.operations.organizations.lists import InvalidNextToken, in_hand
from frontdesk.operations.organizations.policy_resources import TaggedIn, tagged_managed, tagged_seen
from frontdesk.operations.registry import Page, operation
from frontdesk.store.context import Context


@operation("organizations:TagResource", resource=tagged_managed)
def tag_resource(ctx: Context, found: TaggedIn, *, tags: hangings.Tags) -> None:
    """Add tags, or give keys that are there another value."""
    kept.put(ctx, found.organization, found.resource_id, hangings.pairs(tags))


@operation("organizations:UntagResource", resource=tagged_managed)
def untag_resource(ctx: Context, found: TaggedIn, *, tag_keys: list[str]) -> None:
    """Take tags away; keys that are not there are passed over."""
    kept.remove(ctx, found.organization, found.resource_id, tag_keys)


@operation("organizations:ListTagsForResource", resource=tagged_seen)
def list_tags_for_resource(ctx: Context, found: TaggedIn) -> Page:
    """List the tags of a resource, by key."""
    pairs = kept.of(ctx, found.organization, found.resource_id)
    listed = in_hand(pairs, lambda pair: str(pair[0]))
    bound_to = found.resource_id
    return Page(
        "Tags", listed, lambda pair: {"Key": pair[0], "Value": pair[1]}, bound_to=bound_to, bad_marker=InvalidNextToken
    )
