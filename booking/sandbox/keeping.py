"""Orders and diary kept in a file, so that a restart need not empty them."""

import pickle
from pathlib import Path

from .connect import Connect


def load(connect: Connect, path: Path) -> None:
    """What was kept there last; a file that an older sandbox wrote counts for nothing."""
    try:
        kept = pickle.loads(path.read_bytes())  # noqa: S301 - our own file
    except (OSError, EOFError, AttributeError, ImportError, pickle.UnpicklingError):
        return
    with connect.lock:
        connect.state, connect.diary = kept


def save(connect: Connect, path: Path) -> None:
    """Replaces the file in one step: whoever reads it finds the old one or the new one whole."""
    with connect.lock:
        kept = pickle.dumps((connect.state, connect.diary))
    fresh = path.with_suffix(".new")
    fresh.write_bytes(kept)
    fresh.replace(path)
