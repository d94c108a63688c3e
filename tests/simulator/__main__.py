"""`python -m tests.simulator --seeds 1000`: many runs on every core, and what they showed."""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter

from tests.simulator import house as houses


def main() -> int:
    """0 where no run violated anything."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many")
    parser.add_argument("--first", type=int, default=1, help="the first of them")
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 8))
    parser.add_argument("--seed", type=int, help="this one alone, told step by step")
    parser.add_argument("--guards", action="store_true", help="switch off one guard after the other")
    parser.add_argument("--only", default="", help="guards whose name begins so")
    given = parser.parse_args()
    if given.guards:
        return _holes(given)
    if given.seed is not None:
        return _one(given.seed)
    return _many(given) if given.workers > 1 else _row(given.first, given.seeds)


def _many(given: argparse.Namespace) -> int:
    share = -(-given.seeds // given.workers)
    commands = [
        [sys.executable, "-m", "tests.simulator", "--workers=1", f"--first={first}", f"--seeds={count}"]
        for first in range(given.first, given.first + given.seeds, share)
        if (count := min(share, given.first + given.seeds - first)) > 0
    ]
    children = [subprocess.Popen(command) for command in commands]
    return max(child.wait() for child in children)


def _row(first: int, count: int) -> int:
    from portal.demo import throwaway

    with throwaway.running() as url:
        os.environ["DATABASE_URL"] = url
        houses.prepare()
        from tests.simulator import world

        begun, seen, bad = time.perf_counter(), Counter[str](), 0
        with houses.running() as house:
            for seed in range(first, first + count):
                run = world.play(house, seed)
                seen.update(run.seen)
                if run.violations:
                    bad += 1
                    print(f"seed {seed}: {run.steps} steps", *run.violations, sep="\n  ", flush=True)
        minutes = (time.perf_counter() - begun) / 60
        print(f"{count} seeds from {first}: {bad} with violations, {count / minutes:.0f} a minute")
        for what, times in sorted(seen.items()):
            print(f"  {times:6} {what}")
    return 1 if bad else 0


def _holes(given: argparse.Namespace) -> int:
    """Each guard switched off, until a seed catches it; 1 where one is never caught."""
    from portal.demo import throwaway

    missed = 0
    with throwaway.running() as url:
        os.environ["DATABASE_URL"] = url
        houses.prepare()
        from tests.simulator import guards, world

        with houses.running() as house:
            for name, hole in guards.GUARDS.items():
                if not name.startswith(given.only):
                    continue
                for seed in range(given.first, given.first + given.seeds):
                    run = world.play(house, seed, hole=hole)
                    if run.violations:
                        print(f"{name}: caught by seed {seed}: {run.violations[0]}", flush=True)
                        break
                else:
                    missed += 1
                    print(f"{name}: NOT caught by {given.seeds} seeds", flush=True)
    return 1 if missed else 0


def _one(seed: int) -> int:
    from portal.demo import throwaway

    with throwaway.running() as url:
        os.environ["DATABASE_URL"] = url
        houses.prepare()
        from tests.simulator import world

        with houses.running() as house:
            run = world.play(house, seed)
        print(*run.history, sep="\n")
        print(*(run.violations or ["no violation"]), sep="\n")
    return 1 if run.violations else 0


if __name__ == "__main__":
    sys.exit(main())
