"""The API for other systems, below /api/v1: the tree, slots, orders, appointments and what has happened."""
