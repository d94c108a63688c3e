"""`python -m booking.sandbox`: the sandbox as a process of its own."""

import argparse
import os
import signal
from pathlib import Path
from threading import Event

from . import Options, keeping, start

_USUAL = Options()
SAVE_SECONDS = 2


def read_options(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line; account and landlord also come from the environment."""
    parser = argparse.ArgumentParser(prog="python -m booking.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8001, help="0 picks a free one")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--seed", type=int, default=_USUAL.seed, help="whose diary to begin with")
    parser.add_argument("--latency", type=float, default=_USUAL.latency, help="seconds before each call")
    parser.add_argument("--token-seconds", type=int, default=_USUAL.token_seconds)
    parser.add_argument("--keep", type=Path, help="a file that remembers orders and diary over a restart")
    for name in ("username", "password", "contract", "organisation"):
        usual = os.environ.get(f"SANDBOX_{name.upper()}", getattr(_USUAL, name))
        parser.add_argument(f"--{name}", default=usual, help=f"or SANDBOX_{name.upper()}")
    return parser.parse_args(arguments)


def main() -> None:
    """Runs until it is told to stop."""
    chosen = vars(read_options())
    port, host, kept = chosen.pop("port"), chosen.pop("host"), chosen.pop("keep")
    stopped = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    sandbox = start(port, host=host, options=Options(**chosen))
    if kept:
        keeping.load(sandbox.connect, kept)
    print(f"Connect sandbox on {sandbox.url}", flush=True)  # noqa: T201 - the one line that a starter waits for
    while not stopped.wait(SAVE_SECONDS if kept else None):
        keeping.save(sandbox.connect, kept)
    sandbox.stop()
    if kept:
        keeping.save(sandbox.connect, kept)


if __name__ == "__main__":
    main()
