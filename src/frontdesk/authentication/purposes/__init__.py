"""One module per purpose: ``subject``, ``requirement``, ``challenge`` and ``complete`` (architecture 5)."""
