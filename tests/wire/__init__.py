"""The AWS door under real clients against a live server."""
