"""The staff's desk for abuse: the queue, one case, and each act upon it."""
