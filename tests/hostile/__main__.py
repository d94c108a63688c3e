"""`python -m tests.hostile --cases 5000`: spoilt answers to every method of every client, and what broke."""

import argparse
import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from types import ModuleType

from hypothesis.errors import FlakyFailure

from tests.hostile import cadulis, connect, connect_operations, synchroteam
from tests.hostile.stage import Part, Play, go_through, standing

TABLES = (connect, connect_operations, synchroteam, cadulis)


def main() -> int:
    """0 where every promise was kept."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("--cases", type=int, default=5000, help="of each method")
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 8))
    parser.add_argument("--table", default="", help="this one alone, such as synchroteam")
    parser.add_argument("--only", default="", help="methods whose name begins so")
    parser.add_argument("--worker", type=int, help="this one's share alone")
    given = parser.parse_args()
    if given.worker is None and given.workers > 1:
        command = [sys.executable, "-m", "tests.hostile", *sys.argv[1:]]
        workers = range(given.workers)
        children = [
            subprocess.Popen([*command, f"--workers={len(workers)}", f"--worker={n}"]) for n in workers
        ]
        return max(child.wait() for child in children)
    tables = [table for table in TABLES if table.__name__.endswith(f".{given.table}") or not given.table]
    return _share(tables, slice(given.worker or 0, None, given.workers), given.cases, given.only)


def _share(tables: Sequence[ModuleType], share: slice, cases: int, only: str) -> int:
    logging.disable(logging.CRITICAL)  # each odd answer is logged
    broken = 0
    for table in tables:
        with standing(table, share=share, only=only) as (play, parts):
            for part in parts:
                broken += not _keeps(play, part, cases)
                told = f"{part.cases:6} cases {part.seconds:8.1f} s, the slowest {part.slowest:.2f} s"
                print(f"{table.__name__.rpartition('.')[2]:20} {part.method.name:45} {told}", flush=True)
    return 1 if broken else 0


def _keeps(play: Play, part: Part, cases: int) -> bool:
    try:
        go_through(play, part, cases)
    except (AssertionError, FlakyFailure) as error:
        print(
            f"{part.method.name} BREAKS A PROMISE: {error}",
            *getattr(error, "__notes__", ()),
            sep="\n",
            flush=True,
        )
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
