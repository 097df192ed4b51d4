"""What an organization rules: policies, trusted services, delegated administrators, tags (wire 10.3)."""
