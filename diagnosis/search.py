"""Finds repair codes by what people type: mistakes, everyday words and half a word are fine."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from . import everyday, spelling
from .models import Area

SQL = Path(__file__).parent / "sql"
CANDIDATES = (SQL / "candidates.sql").read_text(encoding="utf-8")
RANKED = (SQL / "ranked.sql").read_text(encoding="utf-8")
SIMILAR = (SQL / "similar.sql").read_text(encoding="utf-8")
REBUILD = (SQL / "rebuild.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Hit:
    """One repair code that may be meant, with what a list of results shows."""

    slug: str
    title: str
    hint: str
    category: str
    sub_area: str

    @property
    def path(self) -> str:
        """Where it stands in the tree, for the line under its title."""
        return f"{self.category} › {self.sub_area}"


@dataclass(frozen=True, slots=True)
class Term:
    """One way to read one typed word; `weight` is lower the more we had to guess."""

    number: int
    word: str
    weight: float


def find(text: str, *, area: str | None = None, limit: int = 8) -> list[Hit]:
    """Answers what may be meant, best first, in at most three queries; no text whatever is an error.

    Each word is read as the tree spells it; the last one may be half a word. Where no word leads
    anywhere, the whole text is compared with every entry.
    """
    words = [word for word in everyday.plain_words(text) if word not in everyday.empty()]
    if not words:
        return []
    areas = list(Area) if area is None else [area, Area.BOTH]
    asked = {"areas": [str(one) for one in areas], "limit": limit}
    terms = list(_read(words))
    found = _hits(RANKED, {**asked, **_columns(terms)}) if terms else []
    return found or _hits(SIMILAR, {**asked, "text": " ".join(words)})


def rebuild() -> None:
    """Makes the index anew from the tree as it is; readers see the old one until it is done."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE diagnosis_entry, diagnosis_word IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(REBUILD, {"everyday": list(everyday.meanings())})


def _read(words: list[str]) -> Iterator[Term]:
    known = everyday.meanings()
    candidates = _candidates([word for word in words if word not in known])
    for number, typed in enumerate(words):
        last = number == len(words) - 1
        readings = (
            {typed: 1.0} if typed in known else spelling.readings(typed, candidates[typed], unfinished=last)
        )
        for word, weight in readings.items():
            yield Term(number, word, weight)
            for meant in known.get(word, ()):
                yield Term(number, meant, weight * 0.95)


def _candidates(words: list[str]) -> dict[str, list[spelling.Candidate]]:
    found: dict[str, list[spelling.Candidate]] = {word: [] for word in words}
    if words:
        for typed, *candidate in _rows(CANDIDATES, {"words": words}):
            found[typed].append(spelling.Candidate(*candidate))
    return found


def _columns(terms: list[Term]) -> dict[str, list[Any]]:
    return {
        "numbers": [term.number for term in terms],
        "words": [term.word for term in terms],
        "weights": [term.weight for term in terms],
    }


def _hits(sql: str, parameters: dict[str, Any]) -> list[Hit]:
    return [Hit(*row) for row in _rows(sql, parameters)]


def _rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
