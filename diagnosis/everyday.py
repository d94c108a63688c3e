"""The words that people type, and what the tree calls them: data/words.toml."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

WORDS = Path(__file__).parent / "data" / "words.toml"
LONGEST_TEXT = 200
MOST_WORDS = 12


def plain_words(text: str) -> list[str]:
    """Answers the words of whatever somebody has typed: small letters and digits, not too many."""
    letters = unicodedata.normalize("NFKD", re.sub(r"['’‘`]", "", text[:LONGEST_TEXT]))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.findall(r"[a-z0-9]+", bare.lower())[:MOST_WORDS]


@cache
def empty() -> frozenset[str]:
    """Answers the words that say nothing about what is wrong."""
    return frozenset(_data()["empty"].split())


@cache
def meanings() -> Mapping[str, tuple[str, ...]]:
    """Answers what each everyday word means in the words of the tree."""
    return {typed: tuple(meant.split()) for typed, meant in _data()["meaning"].items()}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))
