"""A message is a hint: kept once, the orders that it names are read again, and nothing else follows."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from booking import standing
from booking.models import Order
from booking.models.hook import AnswerState, Outcome
from booking.webhooks.inbound import messages, paths
from booking.webhooks.inbound.doors import Door

MOST_ORDERS = 50
"""Read because of one message."""
REPLY_LENGTH = 128
NUMBER = re.compile(r"[A-Z0-9-]{1,32}")
# Who is owed an answer already is not told again because of a repetition.
KEEP = """
    INSERT INTO booking_hook
        (system, digest, body, numbers, marks, outcome, reply_to, answer, answer_due_at)
    VALUES (%(system)s, %(digest)s, %(body)s, %(numbers)s, %(marks)s, %(outcome)s, %(reply)s,
        CASE WHEN %(reply)s = '' OR EXISTS (
            SELECT 1 FROM booking_hook WHERE system = %(system)s AND reply_to = %(reply)s AND answer <> ''
        ) THEN '' ELSE %(owed)s END,
        CASE WHEN %(outcome)s = %(waiting)s THEN NULL ELSE statement_timestamp() END)
    ON CONFLICT (system, digest) DO UPDATE SET
        times = booking_hook.times + 1,
        last_at = statement_timestamp(),
        marks = EXCLUDED.marks,
        outcome = EXCLUDED.outcome,
        settled_at = NULL
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a message names."""

    outcome: Outcome
    numbers: tuple[str, ...] = ()
    orders: tuple[Order, ...] = ()
    reply: str = ""


def take(door: Door, *, body: bytes, form: bool) -> None:
    """Keeps the message and has the orders that it names read soon; asks no remote."""
    with transaction.atomic():
        found = _look(door, body, form)
        _keep(door.system, body, found)
        standing.read_hinted(found.orders)


def _look(door: Door, body: bytes, form: bool) -> Found:
    try:
        document = messages.read(body, form=form)
    except messages.Unreadable:
        return Found(outcome=Outcome.UNREADABLE)
    numbers = [number for number in paths.find(document, paths=door.numbers) if NUMBER.fullmatch(number)]
    reply = next(iter(paths.find(document, paths=[door.reply] if door.reply else [])), "")
    orders = _find(door.system, numbers)
    return Found(
        outcome=Outcome.WAITING if orders else Outcome.UNKNOWN,
        numbers=tuple(numbers),
        orders=tuple(orders),
        reply=reply if len(reply) <= REPLY_LENGTH else "",
    )


def _find(system: str, numbers: Iterable[str]) -> list[Order]:
    if not numbers:
        return []
    rows = Order.objects.filter(scheduler=system, number__in=numbers).order_by("number")
    return list(rows.only("pk", "reads_begun", "read_at", "read_due_at")[:MOST_ORDERS])


def _keep(system: str, body: bytes, found: Found) -> None:
    facts = {
        "system": system,
        "digest": hashlib.sha256(body).hexdigest(),
        # PostgreSQL takes no NUL in a text.
        "body": body.decode(errors="replace").replace("\0", "\N{REPLACEMENT CHARACTER}"),
        "numbers": json.dumps(found.numbers),
        "marks": json.dumps({str(order.pk): order.reads_begun for order in found.orders}),
        "outcome": found.outcome,
        "reply": found.reply,
        "owed": AnswerState.OWED,
        "waiting": Outcome.WAITING,
    }
    with connection.cursor() as cursor:
        cursor.execute(KEEP, facts)
