"""One module per kind of evidence: ``challenge``, ``scopes`` and ``verify`` (architecture 5)."""
