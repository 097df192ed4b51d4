"""Abuse reports: made by anybody, handled by the staff, answered by the accounts concerned (behaviour 7.1, 7.2)."""
