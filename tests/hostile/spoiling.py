"""How a good answer goes bad: in its values, text, status and frame. Hypothesis draws, and shrinks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.hostile import framing, shaping
from tests.hostile.odd import BODIES, DATES, EMPTY, NUMBERS, ODD_HEADERS, STATUSES, TYPES, VALUES, WORDS
from tests.hostile.recording import Answer, Golden
from tests.hostile.shaping import Change


@dataclass(frozen=True)
class Spoiling:
    """One bad answer: which of the method's answers, and what becomes of it."""

    place: int
    changes: tuple[Change, ...] = ()
    text: tuple[str, Any] = ("", None)
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    frame: tuple[str, int] = ("", 0)
    stubborn: bool = False
    cold: bool = False
    """Nothing is known beforehand: no token, no route, no list."""


KINDS: list[set[str]] = [
    {"changes"},
    {"changes"},
    {"changes"},
    {"text"},
    {"status"},
    {"status", "text"},
    {"status", "changes"},
    {"headers"},
    {"status", "headers"},
    {"status", "headers", "text"},
    {"frame"},
    {"frame", "changes"},
    {"text", "headers"},
]
VALUE = st.one_of(st.sampled_from(VALUES), st.sampled_from([*NUMBERS, *WORDS, *DATES, *EMPTY]), st.integers())
CHANGES = st.builds(
    Change,
    st.sampled_from(
        ["set", "set", "set", "drop", "rename", "twin", "wrap", "shift", "repeat", "empty", "poison"]
    ),
    st.integers(0, 10_000),
    VALUE,
)
TEXTS = st.one_of(
    st.tuples(st.just("body"), st.sampled_from(BODIES)),
    st.tuples(st.just("cut"), st.integers(0, 100_000)),
    st.sampled_from([("bom", 0), ("utf-16", 0), ("utf-32", 0), ("latin-1", 0), ("twice", 0), ("tail", 0)]),
)
STATUS = st.one_of(
    st.sampled_from(STATUSES), st.sampled_from([400, 404, 201, 200]), st.sampled_from(range(100, 600))
)
FRAMES = st.tuples(
    st.sampled_from(
        ["short", "long", "chunked", "chunked cut", "gzip", "gzip lie", "reset", "no length", "br"]
    ),
    st.integers(0, 10_000),
)


@st.composite
def spoilings(draw: Callable[..., Any]) -> Spoiling:
    """One to three things are wrong with one answer."""
    place, stubborn, cold = draw(st.integers(0, 30)), draw(st.booleans()), draw(st.integers(0, 4)) == 0
    found: dict[str, Any] = {"place": place, "stubborn": stubborn, "cold": cold}
    kinds = draw(st.sampled_from(KINDS))
    if "changes" in kinds:
        found["changes"] = tuple(draw(st.lists(CHANGES, min_size=1, max_size=2)))
    if "text" in kinds:
        found["text"] = draw(TEXTS)
    if "status" in kinds:
        found["status"] = draw(STATUS)
    if "headers" in kinds:
        kind = st.sampled_from([("Content-Type", value) for value in TYPES])
        found["headers"] = (draw(st.one_of(kind, st.sampled_from(ODD_HEADERS))),)
    if "frame" in kinds:
        found["frame"] = draw(FRAMES)
    return Spoiling(**found)


def apply(spoiling: Spoiling, golden: Golden) -> Answer:
    """The golden answer, spoilt."""
    body = golden.body
    for change in spoiling.changes:
        body = shaping.change(body, change)
    body = framing.retext(body, *spoiling.text)
    status = spoiling.status or golden.status
    named = {name.lower() for name, _ in spoiling.headers}
    kept = tuple((name, value) for name, value in golden.headers if name.lower() not in named)
    return framing.reframe(status, kept + spoiling.headers, body, *spoiling.frame)
