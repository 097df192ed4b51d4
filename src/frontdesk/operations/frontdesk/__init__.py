"""This system's own operations: explanations for administrators, the operator's view of mail and unknown names."""
