"""E-mail and SMS: what we say to people, and when."""
