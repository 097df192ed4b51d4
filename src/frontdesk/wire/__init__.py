"""The AWS door: routing, errors and protocols (architecture 10)."""
