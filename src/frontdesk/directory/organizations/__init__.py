"""Organizations: trees of accounts with one management account that pays and administers (behaviour 5.8, wire 10.3).

What the rest of the house asks stands here; everything else is in the modules.
"""

from frontdesk.directory.organizations.membership import is_management, management_of, member, of, open_members
from frontdesk.directory.organizations.tree import path_to_root

__all__ = ["is_management", "management_of", "member", "of", "open_members", "path_to_root"]
