"""The tenant's journey: emergency, diagnose, describe, pick a time, confirm, follow, change, cancel."""
