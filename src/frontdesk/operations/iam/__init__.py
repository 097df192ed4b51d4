"""IAM: users, login profiles, access keys, groups, policies, the account's alias and password policy."""
