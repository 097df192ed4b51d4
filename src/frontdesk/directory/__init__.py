"""Who exists: accounts and their life cycle, IAM users, groups and the policies that are theirs."""
