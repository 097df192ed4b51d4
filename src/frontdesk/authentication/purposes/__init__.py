"""One module per purpose of an attempt: ``subject``, ``requirement``, ``challenge`` and ``complete`` (architecture 5)."""
