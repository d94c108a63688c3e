"""Activate, sign in, verify contact details."""
