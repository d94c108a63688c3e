"""`python -m tests.clocks`: every hour of the two weeks around each change, wherever the server stands."""

import argparse
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tests.clocks.occasions import ZONES

JOURNEYS_TOLD = 500
"""After so many, how far it is: a zone takes a quarter of an hour and more."""


def main() -> int:
    """0 where no date and no window ever shifted, and each mistake made on purpose was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.clocks", description=__doc__)
    parser.add_argument("--sample", action="store_true", help="the nights and the midnights alone")
    parser.add_argument("--zone", choices=ZONES, help="every hour, where the server stands there")
    parser.add_argument("--shifts", nargs="*", help="make these mistakes, or all: each must be found")
    given = parser.parse_args()
    return _some(given) if len(sys.argv) > 1 else _all()


def _all() -> int:
    """Every zone, and the mistakes, in processes of their own on every core."""
    parts = [["--zone", zone] for zone in ZONES] + [["--shifts"]]

    def play(part: list[str]) -> int:
        return subprocess.run([sys.executable, "-m", "tests.clocks", *part], check=False).returncode

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return 1 if any(pool.map(play, parts)) else 0


def _some(given: argparse.Namespace) -> int:
    from portal.demo import throwaway
    from tests.simulator import house as houses

    with throwaway.running() as url:
        os.environ["DATABASE_URL"] = url
        houses.prepare()
        from tests.clocks import shifts, sweep

        with sweep.prepared() as house:
            begun, wrong = time.perf_counter(), 0
            where = given.zone or "sample"
            stops = sweep.every_hour(given.zone) if given.zone else []
            stops += sweep.sample() if given.sample else []
            for number, stop in enumerate(stops, start=1):
                if found := sweep.visit(house, stop):
                    wrong += 1
                    print(f"{stop}: {'; '.join(found[:3])}", flush=True)
                if number % JOURNEYS_TOLD == 0 or number == len(stops):
                    speed = number / (time.perf_counter() - begun)
                    done = f"{where}: {number} of {len(stops)} journeys"
                    print(f"{done}, {wrong} with a shift, {speed:.1f} a second", flush=True)
            for shift in () if given.shifts is None else given.shifts or shifts.SHIFTS:
                met = sweep.find(house, shift)
                wrong += met is None
                print(f"{shift}: {f'found at {met}' if met else 'NOT found'}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
