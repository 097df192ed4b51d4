"""Reporting abuse, for anybody: which kind, what it needs, and where the report stands."""
