"""What a typed word may have been meant to be, among words that the tree knows."""

from dataclasses import dataclass

MOST_READINGS = 4


@dataclass(frozen=True, slots=True)
class Candidate:
    """A word that the tree knows, and what it has in common with the typed one."""

    word: str
    how: str
    """same (but for its ending), begins (with what was typed) or near."""


def readings(typed: str, candidates: list[Candidate], *, unfinished: bool) -> dict[str, float]:
    """Answers what the word may mean, each with how sure we are, from 1 down; empty if nobody can tell."""
    same = {typed: 1.0} if any(candidate.how == "same" for candidate in candidates) else {}
    begun = [candidate.word for candidate in candidates if candidate.how == "begins"]
    if unfinished and begun and len(typed) >= 2:
        return dict.fromkeys(begun, 0.8) | same
    return same or _nearest(typed, [candidate.word for candidate in candidates if candidate.how == "near"])


def distance(one: str, other: str) -> int:
    """Answers how many letters are added, left out, changed or swapped with the next between the two."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            best = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                best = min(best, before[j - 2] + 1)
            row.append(best)
        before, above = above, row
    return above[-1]


def _nearest(typed: str, words: list[str]) -> dict[str, float]:
    if len(typed) < 3:
        return {}
    mistakes = {word: distance(typed, word) for word in words}
    fewest = min(mistakes.values(), default=99)
    if fewest > _allowed(typed):
        return {}
    nearest = [word for word in words if mistakes[word] == fewest]
    alike = [word for word in nearest if word[0] == typed[0]] or nearest
    return dict.fromkeys(alike[:MOST_READINGS], 1 - 0.15 * fewest)


def _allowed(typed: str) -> int:
    if len(typed) <= 5:
        return 1
    return 2 if len(typed) <= 8 else 3
