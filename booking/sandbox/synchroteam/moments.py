"""The document's ways of writing a moment: three going out, two coming in. All local, without a zone."""

import datetime as dt

from .refusals import bad

_SECONDS = "%Y-%m-%d %H:%M:%S"
_MINUTES = "%Y-%m-%d %H:%M"


def show(moment: dt.datetime | None) -> str | None:
    """As job objects have it."""
    return moment.strftime("%d/%m/%Y %H:%M:%S") if moment else None


def show_echo(moment: dt.datetime | None) -> str | None:
    """As the answer to scheduling has it: in the form in which it was asked."""
    return moment.strftime(_SECONDS) if moment else None


def show_minute(moment: dt.datetime) -> str:
    """As activities have it."""
    return moment.strftime(_MINUTES)


def read(text: object, name: str) -> dt.datetime:
    """As jobs take it, or a refusal."""
    return _read(text, name, _SECONDS, "yyyy-mm-dd hh:mm:ss")


def read_minute(text: object, name: str) -> dt.datetime:
    """As activities take it, or a refusal."""
    return _read(text, name, _MINUTES, "yyyy-mm-dd hh:mm")


def read_day(text: object, name: str) -> dt.date | None:
    """As preferences take it, or a refusal."""
    return _read(text, name, "%Y-%m-%d", "yyyy-mm-dd").date() if text else None


def _read(text: object, name: str, form: str, words: str) -> dt.datetime:
    try:
        return dt.datetime.strptime(str(text), form)  # noqa: DTZ007 - the document's moments have no zone
    except ValueError:
        raise bad(f"{name} must be a date time ({words})") from None
