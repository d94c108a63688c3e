"""/health/live and /health/ready: for whatever decides which process gets requests; no remote is asked.

They stand before every other middleware: a load balancer asks over plain http, by number instead of by name,
and has no cookie.
"""

import logging
import threading
import time
from collections.abc import Callable
from functools import lru_cache

from celery import current_app
from django.core.cache import cache
from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 1.0
"""How long each part may take to answer; they are asked at the same time."""
WELL, DOWN, SLOW, NO_TABLES = "ok", "down", "slow", "migrations missing"

Part = Callable[[], str]
_room = threading.BoundedSemaphore(24)
"""Asked at the same time at most: questions that hang must not add up."""


class Health:
    """Middleware in front of everything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """As Django hands it in."""
        self.get_response = get_response
        self._pages = {"/health/live": live, "/health/ready": ready}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, where that is asked for."""
        page = self._pages.get(request.path_info)
        if page is None or request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        response = page()
        response["Cache-Control"] = "no-store"
        return response


def live() -> HttpResponse:
    """200: this process answers."""
    return JsonResponse({"live": True})


def ready() -> HttpResponse:
    """200 where requests can be served; 503 where not. The broker is told of only: without it, work waits."""
    told = ask({"database": ask_database, "cache": ask_cache, "broker": ask_broker})
    well = told["database"] == WELL and told["cache"] == WELL
    return JsonResponse({"ready": well, "parts": told}, status=200 if well else 503)


def ask(parts: dict[str, Part], *, patience: float = PATIENCE_SECONDS) -> dict[str, str]:
    """What each part says of itself, in one word; whatever takes longer than that is slow."""
    told, room = dict.fromkeys(parts, SLOW), _room

    def work(name: str, part: Part) -> None:
        if not room.acquire(blocking=False):
            return
        try:
            told[name] = part()
        except ProgrammingError:
            told[name] = NO_TABLES
        except Exception as error:
            log.warning("the %s does not answer: %s", name, type(error).__name__)
            told[name] = DOWN
        finally:
            room.release()

    threads = [threading.Thread(target=work, args=item, daemon=True) for item in parts.items()]
    for thread in threads:
        thread.start()
    # They began together, so they have one patience between them.
    end = time.monotonic() + patience
    for thread in threads:
        thread.join(max(end - time.monotonic(), 0))
    return dict(told)


def ask_database() -> str:
    """It answers, and has what this code needs; a newer one than that will do."""
    # A connection of its own: where all those of the pool serve people, the portal is busy and not ill.
    own = connection.copy()
    own.settings_dict["OPTIONS"].pop("pool", None)
    own.settings_dict["OPTIONS"]["connect_timeout"] = 2
    try:
        with own.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            applied = set(cursor.fetchall())
    finally:
        own.close()
    return WELL if needed_migrations() <= applied else NO_TABLES


def ask_cache() -> str:
    """It answers."""
    cache.get("health")
    return WELL


def ask_broker() -> str:
    """It takes connections."""
    with current_app.connection_for_write() as broker:
        broker.ensure_connection(max_retries=1, timeout=PATIENCE_SECONDS, interval_start=0)
    return WELL


@lru_cache(maxsize=1)
def needed_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app, as this code has it."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())
