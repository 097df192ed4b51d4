"""Sign-in history and why things were refused."""
