"""What a system remembers, kept in a file, so that a restart need not empty it."""

import pickle
from pathlib import Path

from .system import System


def load(system: System, path: Path) -> None:
    """What was kept there last; a file that an older sandbox wrote counts for nothing."""
    try:
        kept = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
        with system.lock:
            system.restore(kept)
    except (OSError, EOFError, AttributeError, ImportError, TypeError, ValueError, pickle.UnpicklingError):
        return


def save(system: System, path: Path) -> None:
    """Replaces the file in one step: whoever reads it finds the old one or the new one whole."""
    with system.lock:
        kept = pickle.dumps(system.keep())
    fresh = path.with_suffix(".new")
    fresh.write_bytes(kept)
    fresh.replace(path)
