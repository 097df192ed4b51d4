"""Payment methods, bills, and who may see them."""
