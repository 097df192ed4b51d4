"""The embedded mailbox of an installation on one machine."""
