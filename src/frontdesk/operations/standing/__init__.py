"""What staff do with an account as a whole: stop it, let it work again, close and reopen it."""
