"""`python -m tests.kills --kills 1000`: killed at every failpoint, and what came of the writes."""

import argparse
import math
import random
import sys
import tempfile
import time

from tests.kills import database as databases
from tests.kills import house as houses
from tests.kills.report import Report


def main() -> int:
    """0 where everything healed and every failpoint was met."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="how many")
    parser.add_argument("--outage", type=int, help="instead: what we depend on is away for so many reports")
    parser.add_argument("--patient", action="store_true", help="a busy machine may show references late")
    parser.add_argument("--hole", default="", help="without the sweeper, or with leases that never end")
    parser.add_argument("--seed", type=int, default=1, help="in which order")
    parser.add_argument("--only", default="", help="failpoints whose name begins so")
    given = parser.parse_args()
    with databases.running() as database, tempfile.TemporaryDirectory(prefix="portal-") as shelf:
        houses.prepare(database, shelf)
        from tests.kills import holes, outage, play

        report, begun, chance = Report(), time.perf_counter(), random.Random(given.seed)
        with houses.running(database) as place, holes.HOLES[given.hole]():
            if given.outage:
                longest = math.inf if given.patient else outage.AT_ONCE_SECONDS
                outage.play(outage.Outage(place, chance, report, longest), reports=given.outage)
            else:
                play.play(place, chance, report, most=given.kills, only=given.only)
        report.tell(minutes=(time.perf_counter() - begun) / 60)
    return 0 if report.good else 1


if __name__ == "__main__":
    sys.exit(main())
