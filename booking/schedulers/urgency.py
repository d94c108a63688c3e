"""Whether a person waits for a call: a remote that allows only so many a minute serves people first."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_background: ContextVar[bool] = ContextVar("background", default=False)


@contextmanager
def background() -> Iterator[None]:
    """Calls made inside have nobody waiting for them."""
    token = _background.set(True)
    try:
        yield
    finally:
        _background.reset(token)


def is_background() -> bool:
    """Nobody waits for the call that is about to be made."""
    return _background.get()
