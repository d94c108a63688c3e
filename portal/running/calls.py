"""Listens to how each call of a scheduling system went, for the figures."""

from bisect import bisect_left

from portal.running import tally

BUCKETS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 60.0)
"""Seconds; what takes longer falls into one more."""


def hear(system: str, verb: str, outcome: str, seconds: float, **_: object) -> None:
    """One call is over."""
    tally.add("remote", system, verb, outcome, str(bisect_left(BUCKETS, seconds)))
    tally.add("remote_seconds", system, verb, outcome, amount=seconds)
