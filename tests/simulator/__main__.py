"""`python -m tests.simulator --seeds 1000`: many runs on every core, and what they showed."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from tests.simulator import house as houses
from tests.simulator import kept
from tests.simulator.report import Report
from tests.simulator.schedule import Schedule
from tests.simulator.shrink import shrink

LOT = 25
"""Seeds that a process plays before it tells."""
Play = Callable[..., "runs.Run"]  # type: ignore[name-defined]  # noqa: F821 - needs a database to be imported


def main() -> int:
    """0 where no run violated anything."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--seeds", type=int, default=1000, help="how many")
    parser.add_argument("--first", type=int, default=1, help="the first of them")
    parser.add_argument("--step", type=int, default=1, help="from one to the next")
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 8))
    parser.add_argument("--told", action="store_true", help="to another process, in lines of JSON")
    parser.add_argument("--seed", type=int, nargs="+", help="these alone, told step by step")
    parser.add_argument("--look-only", action="store_true", help="keep nothing of what fails")
    parser.add_argument("--kept", action="store_true", help="those that once failed")
    parser.add_argument("--guards", action="store_true", help="switch off one guard after the other")
    parser.add_argument("--only", default="", help="guards whose name begins so")
    given = parser.parse_args()
    if given.guards:
        return _holes(given) if given.told else _all_holes(given)
    if given.seed is not None:
        return _tell(given.seed)
    if given.kept:
        return _again()
    return _row(given) if given.told else _many(given)


def _many(given: argparse.Namespace) -> int:
    """Every process plays each so-manyth seed; what they tell is added up, and what failed is made small."""
    begun, report = time.perf_counter(), Report()
    children = []
    for number in range(min(given.workers, given.seeds)):
        count = len(range(number, given.seeds, given.workers))
        command = [sys.executable, "-m", "tests.simulator", "--told", f"--step={given.workers}"]
        command += [f"--first={given.first + number}", f"--seeds={count}"]
        children.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))

    def hear(child: "subprocess.Popen[str]") -> None:
        for line in child.stdout or ():
            told = Report.load(line)
            report.add(told)
            print(*told.failures(), sep="", end="", flush=True)

    with ThreadPoolExecutor() as pool:
        list(pool.map(hear, children))
    broken = any(child.wait() for child in children)
    minutes = (time.perf_counter() - begun) / 60
    print(*report.lines(minutes=minutes), sep="\n", flush=True)
    if report.failed and not given.look_only:
        _keep(sorted(report.failed)[0])
    return 1 if broken or not report.passed else 0


def _row(given: argparse.Namespace) -> int:
    with _house() as play:
        report = Report()
        for number in range(given.seeds):
            run = play(Schedule(given.first + number * given.step))
            found = {run.schedule.seed: run.violations} if run.violations else {}
            report.add(Report(1, found, run.seen, run.unknown))
            if report.seeds == LOT or number == given.seeds - 1:
                print(report.dump(), flush=True)
                report = Report()
    return 0


def _keep(seed: int) -> None:
    with _house() as play:
        run = play(Schedule(seed))
        print(f"making seed {seed} small …", flush=True)
        small = shrink(run.schedule, lambda one: bool(play(one).violations), steps=run.steps)
        again = play(small)
    if not again.violations:
        print(f"alone, seed {seed} does not fail: something of the runs before it is left")
        return
    kept.keep(small, again.violations[0])
    print(f"kept in {kept.FILE.name}: {len(again.history)} steps", *again.history, sep="\n  ")
    print(*again.violations, sep="\n")


def _again() -> int:
    failed = 0
    with _house() as play:
        for schedule in kept.read():
            if violations := play(schedule).violations:
                failed += 1
                print(f"seed {schedule.seed} fails again:", *violations, sep="\n  ")
    return 1 if failed else 0


def _all_holes(given: argparse.Namespace) -> int:
    """Every process tries each so-manyth guard; 1 where one is never caught."""
    command = [sys.executable, "-m", "tests.simulator", "--told", "--guards", f"--step={given.workers}"]
    command += [f"--seeds={given.seeds}", f"--only={given.only}"]
    children = [subprocess.Popen([*command, f"--first={number}"]) for number in range(given.workers)]
    return max(child.wait() for child in children)


def _holes(given: argparse.Namespace) -> int:
    """Some guards, each switched off until a seed catches it."""
    missed = 0
    with _house() as play:
        from tests.simulator import guards

        chosen = [one for one in guards.GUARDS.items() if one[0].startswith(given.only)]
        for name, hole in chosen[given.first :: given.step]:
            seeds = range(1, given.seeds + 1)
            runs = (play(Schedule(seed), hole=hole) for seed in seeds)
            caught = next((run for run in runs if run.violations), None)
            if caught:
                (what, *_) = caught.violations[0].splitlines()
                said = f"caught by seed {caught.schedule.seed}: {what}"
            else:
                missed, said = missed + 1, f"NOT caught by {given.seeds} seeds"
            print(f"{name}: {said}", flush=True)
    return 1 if missed else 0


def _tell(seeds: list[int]) -> int:
    with _house() as play:
        runs = [play(Schedule(seed)) for seed in seeds]
    for run in runs:
        print(f"seed {run.schedule.seed}", *run.history, *(run.violations or ["no violation"]), sep="\n")
    return 1 if any(run.violations for run in runs) else 0


@contextmanager
def _house() -> Iterator[Play]:
    from portal.demo import throwaway

    with throwaway.running() as url:
        os.environ["DATABASE_URL"] = url
        houses.prepare()
        from tests.simulator import runs

        with houses.running() as house:
            yield lambda schedule, **more: runs.play(house, schedule, **more)


if __name__ == "__main__":
    sys.exit(main())
