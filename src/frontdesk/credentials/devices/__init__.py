"""Devices that show possession: authenticator apps, hardware tokens, passkeys; and recovery codes (behaviour 3.5)."""
