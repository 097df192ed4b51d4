"""The organization of an account: its tree, its members, invitations and control policies."""
