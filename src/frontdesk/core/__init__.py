"""Values without input or output: errors, reasons, ARNs, ids, clock, entropy, settings, secrets."""
