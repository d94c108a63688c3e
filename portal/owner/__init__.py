"""What the owner of the portal, and nobody else, decides: whether others' systems come in, or are called."""
