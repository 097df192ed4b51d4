"""Sessions of this browser: signing out, keeping several."""
