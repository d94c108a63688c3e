"""`python -m booking.sandbox [connect|synchroteam|cadulis]`: a pretend system as a process of its own."""

import argparse
import os
import signal
import sys
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from threading import Event
from typing import Any

from . import keeping

SYSTEMS = {"connect": 8001, "synchroteam": 8002, "cadulis": 8003}
"""Each system's package, and its usual port."""
SAVE_SECONDS = 2


def read_options(arguments: list[str] | None = None) -> tuple[Any, dict[str, Any]]:
    """The system's package, and the command line; each of its options also comes from the environment."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    name = given.pop(0) if given and not given[0].startswith("-") else "connect"
    if name not in SYSTEMS:
        raise SystemExit(f"There is no pretend {name}: it is one of {', '.join(SYSTEMS)}.")
    package = import_module(f".{name}", __package__)
    parser = argparse.ArgumentParser(prog=f"python -m booking.sandbox {name}", description=__doc__)
    parser.add_argument("--port", type=int, default=SYSTEMS[name], help="0 picks a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--keep", type=Path, help="a file that remembers everything over a restart")
    for field in fields(package.Options):
        variable = f"SANDBOX_{field.name}" if name == "connect" else f"SANDBOX_{name}_{field.name}"
        usual = os.environ.get(variable.upper(), field.default)
        option = f"--{field.name.replace('_', '-')}"
        parser.add_argument(option, type=type(field.default), default=usual, help=f"or {variable.upper()}")
    return package, vars(parser.parse_args(given))


def main() -> None:
    """Runs until it is told to stop."""
    package, chosen = read_options()
    port, host, kept = chosen.pop("port"), chosen.pop("host"), chosen.pop("keep")
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    sandbox = package.start(port, host=host, options=package.Options(**chosen))
    if kept:
        keeping.load(sandbox.system, kept)
    line = f"{sandbox.system.name} sandbox on {sandbox.url}"
    print(line, flush=True)  # noqa: T201 - the one line that a starter waits for
    while not stopped.wait(SAVE_SECONDS if kept else None):
        keeping.save(sandbox.system, kept)
    sandbox.stop()
    if kept:
        keeping.save(sandbox.system, kept)


if __name__ == "__main__":
    main()
