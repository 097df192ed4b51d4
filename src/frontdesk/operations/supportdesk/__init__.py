"""The support desk beyond AWS's own operations: visitors' cases, customers' permits, what staff do (behaviour 7.3)."""
