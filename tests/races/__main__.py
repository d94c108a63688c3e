"""`python -m tests.races --rounds 200`: every race so often, and what it showed."""

import argparse
import sys
import time
from collections import Counter
from typing import Any

from tests.races import house as houses


def main() -> int:
    """0 where nothing was wrong, and every control was found out."""
    parser = argparse.ArgumentParser(prog="python -m tests.races", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="of each race")
    parser.add_argument("--clients", type=int, default=50, help="how many come at once")
    parser.add_argument("--workers", type=int, default=8, help="threads that deliver")
    parser.add_argument("--controls", action="store_true", help="and take one guard after the other away")
    parser.add_argument("--only", default="", help="races and controls whose name begins so")
    parser.add_argument("--quick", action="store_true", help="their locks in this process, not in Valkey")
    given = parser.parse_args()
    with houses.running(clients=given.clients, workers=given.workers, quick=given.quick) as house:
        from tests.races import holes, races

        chosen = [name for name in races.RACES if name.startswith(given.only)]
        bad = sum(_run(name, races.RACES[name], house, given.rounds) for name in chosen)
        if given.controls:
            house.clients = holes.CLIENTS
            chosen = [name for name in holes.CONTROLS if name.startswith(given.only)]
            bad += sum(_try_out(name, holes.CONTROLS[name], house) for name in chosen)
    return 1 if bad else 0


def _run(name: str, begin: Any, house: houses.House, rounds: int) -> int:
    race, begun, cpu = begin(house), time.perf_counter(), time.process_time()
    done, bad = Counter[int](), 0
    for number in range(rounds):
        count, wrong = race.play(number)
        done[count] += 1
        bad += bool(wrong)
        if wrong:
            print(f"{name}, round {number}:", *wrong, sep="\n  ", flush=True)
    spread = ", ".join(f"{count} in {times}" for count, times in sorted(done.items()))
    took = f"{time.perf_counter() - begun:.0f} s, {time.process_time() - cpu:.0f} s of a core"
    print(
        f"{name}: {rounds} rounds, {race.at_once} at once, done: {spread}; {bad} with violations; {took}",
        flush=True,
    )
    return bad


def _try_out(name: str, control: Any, house: houses.House) -> int:
    from tests.races import holes

    wrong = holes.try_out(control, house)
    found = f"found out: {'; '.join(wrong)}" if wrong else "NOT found out"
    print(f"without {name}: {found}", flush=True)
    return not wrong


if __name__ == "__main__":
    sys.exit(main())
