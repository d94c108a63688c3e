"""Commands of the face."""
