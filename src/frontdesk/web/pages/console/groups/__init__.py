"""IAM groups: list, creation, and a page for each with its tabs."""
