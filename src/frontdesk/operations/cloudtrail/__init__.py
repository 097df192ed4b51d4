"""CloudTrail: event history."""
