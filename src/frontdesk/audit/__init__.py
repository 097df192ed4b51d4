"""Events as CloudTrail records: look-up, references, retention."""
