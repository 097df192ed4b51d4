"""What a caller can do: one function per operation, run by ``perform`` from either door (architecture 6)."""
