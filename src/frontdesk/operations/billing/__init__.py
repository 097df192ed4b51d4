"""Bills, who sees them, and charges by the operator."""
