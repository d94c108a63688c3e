"""Every race by its name."""

from collections.abc import Callable
from functools import partial
from typing import Protocol

from tests.races.clicks import SYSTEMS, Household, SameForm
from tests.races.deliveries import BookAndCancel, LateSender, ManyHands
from tests.races.house import House
from tests.races.letters import Letters
from tests.races.slots import LastSlot


class Race(Protocol):
    """Something that many do at once."""

    at_once: int
    """How many of them."""

    def play(self, number: int) -> tuple[int, list[str]]:
        """One round: how much was done, and what was wrong."""


RACES: dict[str, Callable[[House], Race]] = {
    **{f"slot for one, {system}": partial(LastSlot, system=system) for system in SYSTEMS},
    "same form": SameForm,
    "household": Household,
    "letters": Letters,
    "many hands": ManyHands,
    "late sender": LateSender,
    "book and cancel": BookAndCancel,
}
