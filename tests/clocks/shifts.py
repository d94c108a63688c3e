"""Mistakes that are easily made with dates, made on purpose: a sweep that misses one is no proof."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.utils import timezone

from booking import moments
from booking.schedulers.cadulis import dates as cadulis_dates
from booking.schedulers.connect import orders as connect_orders
from booking.schedulers.synchroteam import dates as synchroteam_dates
from portal.repairs import calendar

Shift = Callable[[], AbstractContextManager[None]]


def _instead(place: Any, name: str, other: Any) -> Shift:
    @contextmanager
    def swap() -> Iterator[None]:
        kept = getattr(place, name)
        setattr(place, name, other(kept))
        try:
            yield
        finally:
            setattr(place, name, kept)

    return swap


def _as_midnight_in_utc(compose: Any) -> Any:
    """The target date as a moment: midnight in London, written in UTC."""

    def shifted(request: Any, **more: Any) -> Any:
        order = compose(request, **more)
        midnight = dt.datetime.combine(request.target_date, dt.time(), tzinfo=timezone.get_default_timezone())
        return order.model_copy(update={"target_date_utc": midnight.astimezone(dt.UTC).date()})

    return shifted


SHIFTS: dict[str, Shift] = {
    "target date as a moment in UTC": _instead(connect_orders, "compose", _as_midnight_in_utc),
    "Synchroteam's times in UTC": _instead(
        synchroteam_dates, "_local", lambda _: lambda moment: moment.astimezone(dt.UTC)
    ),
    "Cadulis's times in UTC": _instead(cadulis_dates, "LONDON", lambda _: dt.UTC),
    "the date by Greenwich": _instead(moments, "today", lambda _: lambda: moments.now().date()),
    "the date where the server stands": _instead(
        moments,
        "today",
        lambda _: lambda: dt.datetime.fromtimestamp(moments.now().timestamp()).date(),  # noqa: DTZ006
    ),
    "the calendar file in UTC": _instead(
        calendar, "_local", lambda _: lambda date, time: dt.datetime.combine(date, time, tzinfo=dt.UTC)
    ),
}
