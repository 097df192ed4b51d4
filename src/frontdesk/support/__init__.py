"""Support: cases of people who need help, reports of abuse, and what the operator's staff decide about them."""
