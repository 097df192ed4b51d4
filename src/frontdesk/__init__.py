"""Frontdesk: the front desk of a cloud."""
