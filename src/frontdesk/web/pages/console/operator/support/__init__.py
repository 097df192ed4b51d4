"""The staff's support desk: inbox, cases, canned next steps, and looks under a customer's permit (behaviour 7.3)."""
