"""What machines are told: the event log, the endpoints of others, and the way there."""
