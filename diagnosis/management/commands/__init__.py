"""Commands of the diagnosis heart."""
