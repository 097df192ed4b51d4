"""Signing in: which way in, the two password pages, a new password where one is due."""
