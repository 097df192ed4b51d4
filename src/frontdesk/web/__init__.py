"""The page door: forms, components, pages, static files."""
