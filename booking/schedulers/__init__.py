"""The outside world in plain Python: one folder per system that plans operatives, no Django anywhere."""
