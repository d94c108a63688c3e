"""Who turned a switch: the name behind what was written down."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from booking.models import SwitchChange
from portal.models import Person

MOST = 50


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of a switch, by a name."""

    change: SwitchChange
    who: str


def tell(changes: Iterable[SwitchChange]) -> Iterator[Turn]:
    """The newest turns with the names of those who did them; two queries."""
    found = [change for change, _ in zip(changes, range(MOST), strict=False)]
    numbers = [int(pk) for change in found if (pk := change.by.removeprefix("person:")).isdecimal()]
    names = {f"person:{person.pk}": str(person) for person in Person.objects.filter(pk__in=numbers)}
    for change in found:
        yield Turn(change, names.get(change.by, change.by))
