"""Payment methods, charges and bills (behaviour 6). Card numbers never come here: only the processor sees them."""
