"""`make bench`: each page of the journey beside a bare view, then hundreds who wait for Connect."""

import argparse
import sys

import django

from tests.bench import house


def main() -> int:
    """Run it and print it; 0 where nothing went wrong."""
    arguments = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    arguments.add_argument("--seconds", type=float, default=2.0, help="how long each page is asked for")
    arguments.add_argument("--people", type=int, default=8, help="how many ask for it at once")
    arguments.add_argument("--tenants", type=int, default=400, help="how many wait for Connect")
    arguments.add_argument("--latency", type=float, default=1.0, help="seconds that Connect takes")
    arguments.add_argument("--think", type=float, default=9.0, help="seconds over which they come")
    given = arguments.parse_args()
    with house.running() as here:
        django.setup()
        from tests.bench import pages, storm

        failed = pages.measure(here, people=given.people, seconds=given.seconds)
        failed += storm.measure(here, count=given.tenants, latency=given.latency, think=given.think)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
