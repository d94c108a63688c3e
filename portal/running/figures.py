"""What stands now, and what has been counted, as Prometheus takes it.

A handful of indexed queries, one look into the cache for each system; no remote is asked.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from booking import moments, remote
from booking.models import Command, Delivery, Hook, Order
from booking.models.hook import Outcome
from booking.models.outbox import LIVE, State
from portal.models import Message, Tally
from portal.running.calls import BUCKETS

BY_EMAIL, OTHER = "email", "other"
"""Orders that no system knows of, and those of a system that the settings do not name any more."""
STATUSES = ("1xx", "2xx", "3xx", "4xx", "5xx")


class Figures:
    """Everything that is told, asked anew each time."""

    def collect(self) -> Iterator[Metric]:
        """Prometheus's way in."""
        now = moments.now()
        yield from tell_outbox(now)
        yield from tell_queues(now)
        yield from tell_reads(now)
        yield tell_breakers()
        yield from tell_counts()


def tell_outbox(now: dt.datetime) -> Iterator[Metric]:
    """How many writes are not settled, and since when the oldest is wanted, by state and system."""
    depth = GaugeMetricFamily("portal_commands", "Writes not settled", labels=["state", "system"])
    age = GaugeMetricFamily(
        "portal_commands_oldest_seconds", "Age of the oldest such write", labels=["state", "system"]
    )
    found: dict[tuple[str, str], tuple[int, dt.datetime | None]] = {
        (state, system): (0, None)
        for state in (*LIVE, State.NEEDS_STAFF, State.REFUSED)
        for system in settings.SCHEDULERS
    }
    for rows in (Command.objects.live(), Command.objects.waiting_for_staff()):
        counted = rows.order_by().values_list("state", "order__scheduler")
        for state, system, count, oldest in counted.annotate(Count("pk"), Min("created_at")):
            label = (state, _system(system))
            before, since = found.get(label, (0, None))
            found[label] = (before + count, min(oldest, since or oldest))
    for (state, system), (count, oldest) in found.items():
        depth.add_metric([str(state), system], count)
        age.add_metric([str(state), system], _age(oldest, now))
    yield depth
    yield age


def tell_queues(now: dt.datetime) -> Iterator[Metric]:
    """E-mails, webhook deliveries, and messages of other systems that wait."""
    queues: tuple[tuple[str, str, QuerySet[Any], str], ...] = (
        ("messages", "E-mails not sent", Message.objects.filter(sent_at__isnull=True), "created_at"),
        ("deliveries", "Webhook deliveries not settled", Delivery.objects.waiting(), "created_at"),
        ("hooks", "Messages of systems not settled", Hook.objects.filter(outcome=Outcome.WAITING), "last_at"),
    )
    for name, words, rows, since in queues:
        counted = rows.order_by().aggregate(count=Count("pk"), oldest=Min(since))
        yield GaugeMetricFamily(f"portal_{name}_waiting", words, value=counted["count"])
        yield GaugeMetricFamily(
            f"portal_{name}_oldest_seconds", f"{words}: age of the oldest", value=_age(counted["oldest"], now)
        )


def tell_reads(now: dt.datetime) -> Iterator[Metric]:
    """How many orders should have been read by now, and for how long the one that has waited longest."""
    overdue = GaugeMetricFamily("portal_reads_overdue", "Orders due to be read", labels=["system"])
    age = GaugeMetricFamily("portal_reads_oldest_seconds", "Longest overdue read", labels=["system"])
    found: dict[str, tuple[int, dt.datetime | None]] = dict.fromkeys(settings.SCHEDULERS, (0, None))
    rows = Order.objects.due_a_read().order_by().values_list("scheduler")
    for system, count, oldest in rows.annotate(Count("pk"), Min("read_due_at")):
        before, since = found.get(_system(system), (0, None))
        found[_system(system)] = (before + count, min(oldest, since or oldest))
    for system, (count, since) in found.items():
        overdue.add_metric([system], count)
        age.add_metric([system], _age(since, now))
    yield overdue
    yield age


def tell_breakers() -> Metric:
    """1 where nobody calls the system for a moment, as all processes know from the cache."""
    open_ = GaugeMetricFamily("portal_breaker_open", "The system keeps failing", labels=["system"])
    for system in settings.SCHEDULERS:
        open_.add_metric([system], remote.breaker_is_open(system))
    return open_


def tell_counts() -> Iterator[Metric]:
    """Answers to browsers, and calls of the systems, of all processes together."""
    kinds: dict[str, dict[tuple[str, ...], float]] = defaultdict(dict)
    for name, value in Tally.objects.values_list("name", "value"):
        kind, *labels = name.split("|")
        kinds[kind][tuple(labels)] = value
    answers = CounterMetricFamily("portal_http_requests", "Answers by class of status", labels=["status"])
    for status in STATUSES:
        answers.add_metric([status], kinds["http"].get((status,), 0))
    yield answers
    yield _tell_calls(kinds["remote"], kinds["remote_seconds"])


def _tell_calls(counts: dict[tuple[str, ...], float], sums: dict[tuple[str, ...], float]) -> Metric:
    labels = ["system", "verb", "outcome"]
    calls = HistogramMetricFamily("portal_remote_call_seconds", "Calls of scheduling systems", labels=labels)
    edges = [*map(str, BUCKETS), "+Inf"]
    for label in sorted({name[:-1] for name in counts}):
        below, buckets = 0.0, []
        for number, edge in enumerate(edges):
            below += counts.get((*label, str(number)), 0)
            buckets.append((edge, below))
        calls.add_metric(label, buckets=buckets, sum_value=sums.get(label, 0))
    return calls


def _system(name: str) -> str:
    return name if name in settings.SCHEDULERS else OTHER if name else BY_EMAIL


def _age(since: dt.datetime | None, now: dt.datetime) -> float:
    return max((now - since).total_seconds(), 0) if since else 0
