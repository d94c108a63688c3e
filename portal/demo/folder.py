"""Where the demo keeps its data, and that only one demo uses them at a time."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.demo import postgres
from portal.demo.processes import CannotStart

SECRETS = {"SECRET_KEY": 50, "CONNECT_HOOK_PATH": 24, "CONNECT_HOOK_SECRETS": 24}
CHECKOUT = Path(__file__).resolve().parent.parent.parent


def find() -> Path:
    """`.demo` in the checkout; for root below a private folder one in /var/tmp, which `nobody` can reach."""
    if os.geteuid() != 0 or postgres.is_reachable(CHECKOUT):
        return CHECKOUT / ".demo"
    mark = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"repairs-portal-demo-{mark}"  # noqa: S108 - its owner is checked in `make`


def make(folder: Path) -> None:
    """The folder stands, is ours, and lets PostgreSQL's user through to its own part."""
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        message = f"{folder} belongs to another user: start as that user, or remove the folder."
        raise CannotStart(message)
    folder.chmod(0o711)
    for part in ("logs", "mail"):
        (folder / part).mkdir(mode=0o700, exist_ok=True)


def clear_logs(folder: Path) -> None:
    """The logs are those of this run."""
    for log in (*folder.glob("logs/*.log"), folder / "postgres" / "log", folder / "valkey" / "log"):
        log.unlink(missing_ok=True)


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Nobody else uses the folder meanwhile; CannotStart where somebody does."""
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = f"A demo of this checkout is running already: stop it first (its data: {folder})."
            raise CannotStart(message) from None
        yield


def empty(folder: Path) -> None:
    """The folder and all that the demo knew are gone."""
    if not folder.exists():
        return
    make(folder)
    with held(folder):
        shutil.rmtree(folder)


def read_secrets(folder: Path) -> dict[str, str]:
    """The demo's own secrets, each made once, so that people stay signed in over a restart."""
    kept = folder / "secrets.json"
    known: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    missing = {name: secrets.token_urlsafe(size) for name, size in SECRETS.items() if name not in known}
    if missing:
        fresh = kept.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps(known | missing))
        fresh.rename(kept)
    return known | missing
