"""Support cases: what people ask, what staff answer, and what customers let staff see (behaviour 7.3)."""
