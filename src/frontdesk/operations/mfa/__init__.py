"""The own devices and recovery codes of whoever is signed in: what AWS offers in its console only (behaviour 3.5)."""
