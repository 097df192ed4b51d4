"""The wire formats. Each module parses a request, serialises a result and words a fault from shapes alone."""
