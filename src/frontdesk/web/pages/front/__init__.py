"""Pages that everybody may see: where to begin, trouble, display, privacy."""
