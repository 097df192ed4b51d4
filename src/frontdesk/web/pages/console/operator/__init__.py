"""The operator's view, for the installation's staff."""
