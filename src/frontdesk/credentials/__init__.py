"""What principals hold: passwords and access keys."""
