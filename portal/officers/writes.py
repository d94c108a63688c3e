"""A write as an officer reads it: what was asked, by whom, how often it was sent, what the system said."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from booking.models import Command
from booking.models.outbox import ASIDE, Kind, State
from portal.models import Person
from portal.officers import systems
from portal.wording import date_words, slot_words

PERSON = "person:"
OTHERS = {"access:": "another system, by the API"}
"""Who is no person, by how their name begins."""
TIMES = {0: "Not yet", 1: "Once", 2: "Twice"}
LABELS = {
    "call": "What we asked of it",
    "status": "Number of its answer",
    "body": "Its answer began with",
    "fault": "How the line broke",
    "method": "Kind of request",
    "sent": "Our request had left",
    "retry_after": "Seconds it asked us to wait",
    "answer": "What it had confirmed",
    "judged_by": "Judged by",
}
CLASSES = {2: "a yes", 3: "it sent us elsewhere", 4: "a no", 5: "it failed"}
"""Of an answer's number, what its first figure means."""
SILENT = {408, 504}
WHEN = {Kind.BOOK: "for", Kind.MOVE: "to"}
UNTOLD = [*ASIDE, Kind.HAND_OVER]
"""No tenant is told where these are not done."""


@dataclass(frozen=True, slots=True)
class Write:
    """One write that is not settled, or was refused."""

    command: Command
    names: dict[str, str]
    """Who is who, by how they are written down."""

    @property
    def system(self) -> str:
        """What people call the system that was asked."""
        return systems.title(self.command.order.scheduler)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What is known of it, as label and words."""
        command = self.command
        found = [
            ("What was asked", self._asked),
            ("Asked by", f"{self._name(command.by)}, {_moment(command.created_at)}"),
            ("Sent", f"{_times(command.sends)}{self._since}"),
        ]
        if command.was_unknown:
            found.append(("Looked for since then", _times(command.looks)))
        if command.state == State.UNKNOWN:
            found.append(("Looked for again", _moment(command.due_at)))
        if command.reason:
            found.append(("What we know", command.reason))
        return found

    @property
    def evidence(self) -> list[tuple[str, str]]:
        """What the answer was in detail, for whoever has to ask the system's people."""
        told = [
            (LABELS.get(key, key), self._words(key, value)) for key, value in self.command.evidence.items()
        ]
        return [*told, ("Our own number of this write", str(self.command.pk))]

    @property
    def no(self) -> str:
        """What the button says by which it did not happen."""
        told = "" if self.command.kind in UNTOLD else ": tell the tenant"
        return f"It did not happen{told}"

    @property
    def yes(self) -> str:
        """What the button says by which it did."""
        return "It did happen" if self.command.kind in UNTOLD else "It did happen: tell the tenant"

    @property
    def _asked(self) -> str:
        payload, words = self.command.payload, self.command.get_kind_display().capitalize()
        if self.command.kind not in WHEN or not (when := slot_words(payload)):
            return words
        before = payload.get("from")
        moved = f" from {date_words(dt.date.fromisoformat(before))}" if before else ""
        return f"{words}{moved} {WHEN[Kind(self.command.kind)]} {when}"

    @property
    def _since(self) -> str:
        since = self.command.unknown_since
        return f", and since {_moment(since)} nobody knows what became of it" if since else ""

    def _name(self, by: str) -> str:
        for start, words in OTHERS.items():
            if by.startswith(start):
                return words
        return self.names.get(by, by)

    def _words(self, key: str, value: Any) -> str:
        if key == "status" and isinstance(value, int):
            meaning = "no answer in time" if value in SILENT else CLASSES.get(value // 100, "")
            return f"{value} ({meaning})" if meaning else str(value)
        if key == "judged_by":
            return self._name(str(value))
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, dict):
            return ", ".join(f"{name}: {one}" for name, one in value.items()) or "Yes"
        return str(value)


def read(commands: Iterable[Command]) -> dict[Any, Write]:
    """Each write by its id; one query for the names of all."""
    rows = list(commands)
    by = {row.by for row in rows} | {str(row.evidence.get("judged_by", "")) for row in rows}
    names = name_people(by)
    return {row.pk: Write(row, names) for row in rows}


def name_people(written: Iterable[str]) -> dict[str, str]:
    """Who they are, by how they are written down with what they want."""
    ids = [one.removeprefix(PERSON) for one in written if one.startswith(PERSON)]
    people = Person.objects.filter(pk__in=[one for one in ids if one.isdecimal()])
    return {f"{PERSON}{person.pk}": str(person) for person in people}


def _times(count: int) -> str:
    return TIMES.get(count, f"{count} times")


def _moment(moment: dt.datetime) -> str:
    local = timezone.localtime(moment)
    return f"{date_words(local.date())} at {local:%H:%M}"
