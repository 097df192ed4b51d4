"""One page per kind of evidence that an attempt may ask for."""
