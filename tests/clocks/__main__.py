"""`python -m tests.clocks`: every hour of the two weeks around each change, wherever the server stands."""

import argparse
import os
import sys
import time


def main() -> int:
    """0 where no date and no window ever shifted."""
    from tests.clocks.occasions import ZONES

    parser = argparse.ArgumentParser(prog="python -m tests.clocks", description=__doc__)
    parser.add_argument("--sample", action="store_true", help="the nights and the midnights alone")
    parser.add_argument("--shifts", nargs="*", help="also make these mistakes, or all: each must be found")
    parser.add_argument("--zone", action="append", choices=ZONES, help="where the server stands")
    given = parser.parse_args()
    from portal.demo import throwaway
    from tests.simulator import house as houses

    with throwaway.running() as url:
        os.environ["DATABASE_URL"] = url
        houses.prepare()
        from tests.clocks import shifts, sweep

        with sweep.prepared() as house:
            begun, wrong = time.perf_counter(), 0
            stops = sweep.sample()
            if not given.sample:
                stops = [stop for zone in given.zone or ZONES for stop in sweep.every_hour(zone)]
            for stop in stops:
                if found := sweep.visit(house, stop):
                    wrong += 1
                    print(f"{stop}: {'; '.join(found[:3])}", flush=True)
            speed = len(stops) / (time.perf_counter() - begun)
            print(f"{len(stops)} journeys, {wrong} with a shift, {speed:.1f} a second")
            for shift in () if given.shifts is None else given.shifts or shifts.SHIFTS:
                where = sweep.find(house, shift)
                wrong += where is None
                print(f"{shift}: {f'found at {where}' if where else 'NOT found'}", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
