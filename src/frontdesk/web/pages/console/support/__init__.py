"""The Support Center: an account's cases, and what it lets staff see (behaviour 7.3)."""
