"""Machines: what they tell us (inbound) and what we tell them (outbound)."""
