"""The console: pages for people who are signed in."""
