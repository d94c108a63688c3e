"""What other systems tell us: a hint that is stored and answered at once, and makes us read for ourselves."""
