"""All chance of a run comes from its seed: also the portal's own, such as identifiers and spread."""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def seeded(seed: int) -> Iterator[random.Random]:
    """While inside, everything that is drawn follows from the seed; answers the harness's own source."""
    bytes_of = random.Random(f"bytes:{seed}")

    def urandom(size: int) -> bytes:
        return bytes_of.randbytes(size)

    real, hidden, state = os.urandom, random._urandom, random.getstate()  # type: ignore[attr-defined]
    os.urandom = random._urandom = urandom  # type: ignore[attr-defined,assignment]
    random.seed(f"portal:{seed}")
    try:
        yield random.Random(f"harness:{seed}")
    finally:
        os.urandom, random._urandom = real, hidden  # type: ignore[attr-defined]
        random.setstate(state)
