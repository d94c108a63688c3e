"""Seeded schedules of people, staff, faults and crashes against the real portal; same seed, same run.

`make simulate SEEDS=10000` runs many, `python -m tests.simulator --seed 7` one; what they show stands in
docs/reliability.md.
"""
