"""Running it: health, figures, the id that follows a request, and the way back from an old backup."""
