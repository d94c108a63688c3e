"""All chance of a run comes from its seed: also the portal's own, such as identifiers and spread.

Each step draws from a row of its own, so that a step left out changes nothing of what the others draw.
"""

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager


class Chance(random.Random):
    """The harness's own source, and the portal's, which stands beside it."""

    def __init__(self, seed: int) -> None:
        super().__init__(f"harness:{seed}")
        self._seed = seed
        self._bytes = random.Random(f"bytes:{seed}")
        random.seed(f"portal:{seed}")

    def turn(self, number: int) -> None:
        """The next step begins."""
        self.seed(f"harness:{self._seed}:{number}")
        self._bytes.seed(f"bytes:{self._seed}:{number}")
        random.seed(f"portal:{self._seed}:{number}")

    def urandom(self, size: int) -> bytes:
        """What the portal takes for the system's noise."""
        return self._bytes.randbytes(size)


@contextmanager
def seeded(seed: int) -> Iterator[Chance]:
    """While inside, everything that is drawn follows from the seed."""
    real, hidden, state = os.urandom, random._urandom, random.getstate()  # type: ignore[attr-defined]
    chance = Chance(seed)
    os.urandom = random._urandom = chance.urandom  # type: ignore[attr-defined,assignment]
    try:
        yield chance
    finally:
        os.urandom, random._urandom = real, hidden  # type: ignore[attr-defined]
        random.setstate(state)
