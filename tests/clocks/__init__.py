"""Dates and windows that never shift, and machines whose clock is wrong."""
