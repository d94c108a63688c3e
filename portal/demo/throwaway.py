"""A PostgreSQL for one command, `python -m portal.demo.throwaway COMMAND`, where DATABASE_URL names none."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.demo import postgres


@contextmanager
def running() -> Iterator[str]:
    """The DATABASE_URL of a server that is fast, keeps nothing and leaves nothing."""
    with make_folder() as folder, postgres.running(folder, durable=False) as server:
        yield server.url


@contextmanager
def make_folder() -> Iterator[Path]:
    """A temporary folder that PostgreSQL's user can reach."""
    with tempfile.TemporaryDirectory(prefix="portal-", dir=find_parent()) as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


def find_parent() -> str | None:
    """Where temporary files go; elsewhere if root has a private place for them."""
    usual = Path(tempfile.gettempdir())
    return None if os.geteuid() != 0 or postgres.is_reachable(usual) else "/var/tmp"  # noqa: S108 - made safely


def main() -> int:
    """Run the command with a database; its exit code is ours."""
    command = sys.argv[1:]
    if os.environ.get("DATABASE_URL"):
        return subprocess.run(command, check=False).returncode  # noqa: S603 - what the person typed
    with running() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
