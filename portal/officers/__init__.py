"""Reviews of what the scheduling system holds, and the hop to its own screen."""
