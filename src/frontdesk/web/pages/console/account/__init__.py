"""The account itself: what it is called, its alias, its rules for passwords."""
