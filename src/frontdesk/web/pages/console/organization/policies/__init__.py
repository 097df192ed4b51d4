"""Control policies of an organization: which types count, the policies, and where they hang."""
