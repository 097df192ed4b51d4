"""Abuse reports (behaviour 7.1, 7.2): taken from anybody, handled by staff, answered by the account they are about."""
