"""The organizations service (wire 10.3)."""
