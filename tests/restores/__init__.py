"""Back from a backup that misses a quarter of an hour, many times, each from a seed."""
