"""AWS's account service: name, contacts, regions and root e-mail of an account and of an organisation's members."""
