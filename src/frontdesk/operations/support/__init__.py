"""AWS Support: cases of an account (wire 10.10)."""
