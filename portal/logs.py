"""Log lines: as a person or as a machine reads them, and without anything about people who use the portal.

Plain Python that needs no settings: gunicorn's own process writes lines too.
"""

import datetime as dt
import json
import logging
import re
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

from portal.running import trace

HOUSE = Path(__file__).resolve().parent.parent
KEYS = re.compile(r"(/contractors/)[^/\s'\"]+")
ADDRESSES = re.compile(r"(https?://[^/\s'\"?#]+)[/?#][^\s'\"]*")
MAILBOXES = re.compile(r"[^\s@<>'\"(]+@[^\s@<>'\")]+")
SPEAKING = {"OperationalError", "ImproperlyConfigured", "ImportError", "ModuleNotFoundError", "NameError"}
"""Errors whose words are about machines; the words of others may repeat what somebody has typed."""
# Gunicorn repeats the path, and for a broken request its first line and the caller's address.
GUNICORN = re.compile(r"(Invalid request|Error handling request)\b.*", re.DOTALL)
# They would say again, with paths in them, what one line a request says; or three times what one task does.
QUIET = ("celery.beat", "celery.worker.strategy", "celery.app.trace")

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
STYLES = ("line", "json")
ROOMS = ("portal", "booking", "diagnosis")

ErrorInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def describe(*, style: str, level: str, whole_errors: bool = False) -> dict[str, Any]:
    """What `logging` is configured by: style "line" or "json"; `whole_errors` for a developer's machine."""
    level = level if level in LEVELS else "INFO"
    lines = Json if style == "json" else Readable
    own: dict[str, Any] = {name: {"level": "WARNING"} for name in QUIET}
    own |= {name: {"level": level} for name in ROOMS}
    # Everything takes the same way out, past the filter.
    for name in ("django", "django.server", "gunicorn.error", "celery"):
        own[name] = {"handlers": [], "propagate": True}
    own["django.server"]["level"] = "CRITICAL"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": lines, "whole_errors": whole_errors}},
        "filters": {"hide_keys": {"()": HideKeys}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["hide_keys"]}
        },
        # Libraries that look for their own faults repeat whatever passes through them.
        "root": {"handlers": ["stderr"], "level": "INFO" if level == "DEBUG" else level},
        "loggers": own,
    }


class HideKeys(logging.Filter):
    """Leaves a page's name and takes out what stands in its address: ids, keys, what was searched for."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Every line passes, changed where it must be."""
        if isinstance(data := getattr(record, "data", None), dict) and record.name == "celery.app.trace":
            # Celery's own words repeat the error's text and its whole traceback.
            record.msg, record.args = "task %s %s", (data.get("name"), data.get("description"))
        said = record.getMessage()
        hidden = _hide(_without_path(said, getattr(record, "request", None)))
        if record.name == "gunicorn.error":
            hidden = GUNICORN.sub(r"\1", hidden)
        if hidden != said:
            record.msg, record.args = hidden, None
        return True


class Readable(logging.Formatter):
    """One line for a person."""

    def __init__(self, *, whole_errors: bool = False) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._whole = whole_errors

    def formatMessage(self, record: logging.LogRecord) -> str:
        """The line, with its facts and the id that it belongs to."""
        facts = {**getattr(record, "facts", {}), "request": _id(record)}
        return super().formatMessage(record) + "".join(
            f" {name}={value}" for name, value in facts.items() if value
        )

    def formatException(self, ei: ErrorInfo) -> str:
        """Where it happened; in whose words only on a developer's machine."""
        return super().formatException(ei) if self._whole else "\n".join(_describe_error(ei[1]))


class Json(logging.Formatter):
    """One JSON object a line."""

    def __init__(self, *, whole_errors: bool = False) -> None:
        super().__init__()
        self._whole = whole_errors

    def format(self, record: logging.LogRecord) -> str:
        """Time in UTC, level, logger, event, the request's id, facts, and where an error happened."""
        line: dict[str, Any] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "event": record.getMessage(),
            "request": _id(record),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info
            line["error"] = self.formatException(error) if self._whole else list(_describe_error(error[1]))
        return json.dumps(line, default=str, ensure_ascii=False)


def route(request: Any) -> str:
    """The page as the portal's own list of addresses has it: no id, no key, no query."""
    match = getattr(request, "resolver_match", None)
    return "/" + match.route if match is not None else "an address that leads nowhere"


def _id(record: logging.LogRecord) -> str:
    # Django's last word about a request comes when it is over.
    meta = getattr(getattr(record, "request", None), "META", {})
    return str(meta.get(trace.HEADER) or trace.current())


def _without_path(said: str, request: Any) -> str:
    path = getattr(request, "path", "")
    return said.replace(path, route(request)) if len(path) > 1 else said


def _hide(said: str) -> str:
    said = KEYS.sub(r"\1…", said)
    return MAILBOXES.sub("…@…", ADDRESSES.sub(r"\1/…", said))


def _describe_error(error: BaseException | None) -> Iterator[str]:
    """The kinds of error, the outermost first, and the places; no values, no words that might repeat them."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        kind = type(error)
        words = f": {_hide(str(error)).strip()}" if kind.__name__ in SPEAKING else ""
        yield f"{kind.__module__}.{kind.__qualname__}{words}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {_shorten(frame.filename)}:{frame.lineno} {frame.name}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _shorten(name: str) -> str:
    path = Path(name)
    return str(path.relative_to(HOUSE)) if path.is_relative_to(HOUSE) else "/".join(path.parts[-3:])
