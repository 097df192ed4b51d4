"""The own security credentials of whoever is signed in."""
