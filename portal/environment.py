"""Reads the environment; what cannot be read is noted for portal.checks instead of ending in a traceback."""

import warnings
from collections.abc import Callable, Collection
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


def read_bool(text: str) -> bool:
    """True or false, and nothing that merely resembles them: a typing mistake must not switch HTTPS off."""
    word = text.strip().lower()
    if word not in TRUE | FALSE:
        raise ValueError(text)
    return word in TRUE


def read_list(text: str) -> list[str]:
    """What stands between the commas, without the spaces around it."""
    return [part.strip() for part in text.split(",") if part.strip()]


READERS: dict[object, tuple[Callable[[str], object], str]] = {
    bool: (read_bool, "true or false"),
    int: (int, "a whole number"),
    float: (float, "a number"),
    list: (read_list, "words with commas between them"),
}


class Environment(environ.Env):  # type: ignore[misc]
    """django-environ, strict about what it reads; an empty variable counts as one that is not set."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []
        """A sentence for each variable that cannot be read; its default is used meanwhile."""
        self.missing: set[str] = set()
        """The variables that were asked for and are not set."""

    def get_value(self, var: str, cast: Any = None, default: Any = None, parse_default: bool = False) -> Any:
        """The variable as that type. A leading $ is just a character here: passwords begin with it."""
        text = self.ENVIRON.get(var, "")
        if not text:
            self.missing.add(var)
            return default
        if cast not in READERS:
            return text
        read, kind = READERS[cast]
        try:
            return read(text)
        except ValueError:
            self.wrong.append(f"{var} must be {kind}, and it is {text!r}.")
            return default

    def one_of(self, var: str, words: Collection[str], *, default: str) -> str:
        """One of these words."""
        word = str(self.get_value(var, default=default))
        if word in words:
            return word
        self.wrong.append(f"{var} must be one of {', '.join(words)}, and it is {word!r}.")
        return default

    def db_url(self, var: str, default: str) -> dict[str, Any]:
        """A PostgreSQL database."""
        found = self._read_url(var, default, super().db_url_config, "postgres://user:password@host:5432/name")
        if "postgresql" in found.get("ENGINE", "") and found.get("NAME"):
            return found
        self.wrong.append(
            f"{var} must name a PostgreSQL database, as postgres://user:password@host:5432/name."
        )
        return dict(super().db_url_config(default))

    def cache_url(self, var: str, default: str) -> dict[str, Any]:
        """A cache."""
        return self._read_url(var, default, super().cache_url_config, "redis://host:6379/1")

    def email_url(self, var: str, default: str) -> dict[str, Any]:
        """A way to send e-mail."""
        return self._read_url(var, default, super().email_url_config, "smtp+tls://user:password@host:587")

    def _read_url(self, var: str, default: str, read: Callable[[str], Any], example: str) -> dict[str, Any]:
        """The value is never repeated in what is said about it: it may hold a password."""
        text = self.get_value(var, default=default)
        try:
            with warnings.catch_warnings(action="ignore"):
                return dict(read(text))
        except (ValueError, KeyError, ImproperlyConfigured):
            self.wrong.append(f"{var} cannot be read; write it as {example}.")
            return dict(read(default))
