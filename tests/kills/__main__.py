"""`python -m tests.kills --kills 1000`: killed at every failpoint, and what came of the writes."""

import argparse
import math
import os
import pickle
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

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
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 8))
    parser.add_argument("--worker", type=int, default=0, help="which of them we are")
    parser.add_argument("--into", type=Path, help="where another process looks for the report")
    given = parser.parse_args()
    begun = time.perf_counter()
    alone = given.into or given.outage or given.workers == 1
    report = _play(given) if alone else _play_together(given)
    if given.into:
        given.into.write_bytes(pickle.dumps(report))
    else:
        report.tell(minutes=(time.perf_counter() - begun) / 60)
    return 0 if report.good else 1


def _play(given: argparse.Namespace) -> Report:
    report = Report()
    with databases.running() as database, tempfile.TemporaryDirectory(prefix="portal-") as shelf:
        houses.prepare(database, shelf)
        from tests.kills import holes, outage, play

        chance = random.Random(f"{given.seed}:{given.worker}")
        with houses.running(database) as place, holes.HOLES[given.hole]():
            if given.outage:
                longest = math.inf if given.patient else outage.AT_ONCE_SECONDS
                outage.play(outage.Outage(place, chance, report, longest), reports=given.outage)
            else:
                share = slice(given.worker, None, given.workers)
                play.play(place, chance, report, most=given.kills, only=given.only, share=share)
    return report


def _play_together(given: argparse.Namespace) -> Report:
    """Each process takes its share of the failpoints."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="portal-") as folder:
        into = [Path(folder) / str(worker) for worker in range(given.workers)]
        mine = [sys.executable, "-m", "tests.kills", *sys.argv[1:]]
        kills = f"--kills={-(-given.kills // given.workers)}"
        children = [
            subprocess.Popen(
                [*mine, kills, f"--workers={given.workers}", f"--worker={worker}", f"--into={path}"]
            )
            for worker, path in enumerate(into)
        ]
        for child, path in zip(children, into, strict=True):
            child.wait()
            if path.exists():
                report.join(pickle.loads(path.read_bytes()))
            else:
                report.wrong("one of the processes did not come to its end")
    return report


if __name__ == "__main__":
    sys.exit(main())
