"""Policies: AWS's and the account's own, with their versions, and the ones written into a user or group."""
