"""What an account was told of abuse by its resources, and its answer."""
