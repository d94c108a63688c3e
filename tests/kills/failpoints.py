"""Where a process may die: every step of a write, from the click to the last wake-up.

Each is armed in the process that shall die, from outside: the portal's code does not know of it.
"""

import re
import select
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import import_string

from booking.commands import VERBS
from booking.models.outbox import Kind
from booking.schedulers import deadline
from booking.schedulers.http import Door

WEB, WORKER = "web", "worker"
UNREADABLE = (Kind.HAND_OVER, Kind.AMEND, Kind.INVOICE)
"""Nothing can be read back: what is unclear goes to a person at once."""
READABLE = tuple(kind for kind in Kind if kind not in UNREADABLE)
SILENT = (Kind.DETAIL, Kind.CONTACT, Kind.AMEND, Kind.INVOICE)
"""Nobody is told by a letter, so that nothing is to be woken after the commit."""
REQUEST = re.compile(rb"(POST|PUT|PATCH|DELETE) (\S+) HTTP")
LAST_WRITE = {("hartley", Kind.BOOK): "job/schedule", ("hartley", Kind.MOVE): "job/schedule"}
"""Which of several writes decides."""

Die = Callable[[], None]


@dataclass(frozen=True)
class Aim:
    """The write in whose middle somebody dies."""

    system: str
    kind: Kind

    def is_it(self, path: str) -> bool:
        """This request carries it."""
        return not path.endswith("/token") and LAST_WRITE.get((self.system, self.kind), "") in path


@dataclass(frozen=True)
class Failpoint:
    """One place to die at."""

    name: str
    role: str
    arm: Callable[[Die, Aim], None]
    occasion: str = "send"
    """What the worker is at: the send, a look for what is unknown, the send after two looks, a sweep."""
    fault: tuple[str, int | None] | None = None
    """What the remote does to the write first."""
    but: tuple[Kind, ...] = ()
    """Kinds of write that never come by."""
    database: bool = False
    """PostgreSQL is killed here too."""


def before(*paths: str) -> Callable[[Die, Aim], None]:
    """As one of those functions is called."""
    return _around(paths, lambda real, die: lambda *args, **more: (die(), real(*args, **more))[1])


def after(*paths: str) -> Callable[[Die, Aim], None]:
    """As one of those functions returns."""
    return _around(paths, lambda real, die: lambda *args, **more: (real(*args, **more), die())[0])


def _around(paths: tuple[str, ...], wrap: Callable[[Any, Die], Any]) -> Callable[[Die, Aim], None]:
    def arm(die: Die, aim: Aim) -> None:
        for place, _, name in (path.rpartition(".") for path in paths):
            owner = type(VERBS[aim.kind]) if place == "verb" else import_string(place)
            setattr(owner, name, wrap(getattr(owner, name), die))

    return arm


def at_the_commit(path: str, *, late: bool = False) -> Callable[[Die, Aim], None]:
    """At the commit of the transaction in which that function was called; `late`: just after it."""
    place, _, name = path.rpartition(".")

    def arm(die: Die, aim: Aim) -> None:
        owner, seen = import_string(place), []
        real, commit = getattr(owner, name), BaseDatabaseWrapper._commit

        def noticed(*args: Any, **more: Any) -> Any:
            seen.append(name)
            return real(*args, **more)

        def committed(self: Any) -> None:
            if seen and not late:
                die()
            commit(self)
            if seen and late:
                die()

        setattr(owner, name, noticed)
        BaseDatabaseWrapper._commit = committed  # type: ignore[method-assign]

    return arm


def on_the_wire(moment: str) -> Callable[[Die, Aim], None]:
    """In the middle of the request that carries the write."""

    def arm(die: Die, aim: Aim) -> None:
        send, answer, take = deadline._Watched.send, deadline._Watched.getresponse, Door._take
        writing = [False]

        def sent(self: Any, data: Any) -> None:
            head = REQUEST.match(data if isinstance(data, bytes) else b"")
            if head is not None and aim.is_it(head[2].decode()):
                writing[0] = True
                if moment == "before the connection":
                    die()
                if moment == "connected":
                    self.connect()
                    die()
            elif writing[0] and moment == "half sent":
                die()
            send(self, data)

        def answered(self: Any) -> Any:
            if writing[0] and moment == "sent":
                die()
            if writing[0] and moment == "answered":
                select.select([self.sock], [], [], 10)
                die()
            writing[0] = False
            return answer(self)

        def fresh(self: Door) -> Any:
            self._idle.clear()  # so that each request makes its connection anew
            return take(self)

        deadline._Watched.send = sent  # type: ignore[method-assign]
        deadline._Watched.getresponse = answered  # type: ignore[method-assign,assignment]
        Door._take = fresh  # type: ignore[method-assign]

    return arm


def answer_read(die: Die, aim: Aim) -> None:
    """The whole answer is here, and nobody has looked at it."""
    exchange = Door._exchange

    def exchanged(self: Door, method: str, url: str, *args: Any) -> Any:
        reply = exchange(self, method, url, *args)
        if method != "GET" and aim.is_it(url):
            die()
        return reply

    Door._exchange = exchanged  # type: ignore[method-assign]


def at_the_end(die: Die, aim: Aim) -> None:
    """Whoever does the work dies when it is done."""


FAILPOINTS = (
    Failpoint("before the intent", WEB, before("booking.intents.plan"), database=True),
    Failpoint("at the intent's commit", WEB, at_the_commit("booking.intents.plan"), database=True),
    Failpoint("after the intent's commit", WEB, at_the_commit("booking.intents.plan", late=True)),
    Failpoint("before the nudge", WEB, before("booking.broker.nudge")),
    Failpoint("after the nudge", WEB, after("booking.broker.nudge")),
    Failpoint("after the answer", WEB, at_the_end),
    Failpoint("before the claim", WORKER, before("booking.outbox._claim")),
    Failpoint("after the claim", WORKER, after("booking.outbox._claim"), database=True),
    Failpoint("before the connection", WORKER, on_the_wire("before the connection")),
    Failpoint("connected, nothing sent", WORKER, on_the_wire("connected")),
    Failpoint("half sent", WORKER, on_the_wire("half sent")),
    Failpoint("sent", WORKER, on_the_wire("sent")),
    Failpoint("answered and not read", WORKER, on_the_wire("answered"), database=True),
    Failpoint("answer read", WORKER, answer_read),
    Failpoint("before settling", WORKER, before("booking.outbox._settle")),
    Failpoint("settling begins", WORKER, before("booking.settling.settle")),
    Failpoint("before the state changes", WORKER, before("verb.confirm")),
    Failpoint("after the state has changed", WORKER, after("verb.confirm"), database=True),
    Failpoint("at settling's commit", WORKER, at_the_commit("booking.settling.settle"), database=True),
    Failpoint("after settling's commit", WORKER, at_the_commit("booking.settling.settle", late=True)),
    Failpoint(
        "before the next nudge",
        WORKER,
        before("booking.broker.nudge", "portal.notices.letters.nudge"),
        but=SILENT,
    ),
    Failpoint("before the task is acknowledged", WORKER, at_the_end),
    Failpoint(
        "becoming unknown", WORKER, after("booking.settling.become_unknown"), fault=("timeout_after", None)
    ),
    Failpoint("looking", WORKER, before("verb.find"), "look", ("timeout_after", None), but=UNREADABLE),
    Failpoint(
        "found, before settling",
        WORKER,
        before("booking.outbox._settle"),
        "look",
        ("timeout_after", None),
        but=UNREADABLE,
    ),
    Failpoint("adopting", WORKER, after("verb.confirm"), "look", ("timeout_after", None), but=UNREADABLE),
    Failpoint(
        "sent again, answered and not read",
        WORKER,
        on_the_wire("answered"),
        "again",
        ("timeout_before", None),
        but=UNREADABLE,
    ),
    Failpoint(
        "handed to staff",
        WORKER,
        after("booking.settling.hand_to_staff"),
        "look",
        ("timeout_after", None),
        but=READABLE,
    ),
    Failpoint("being put off", WORKER, after("booking.settling._put_off"), fault=("status", 403)),
    Failpoint("being refused", WORKER, after("verb.refuse"), fault=("status", 400)),
    Failpoint("the sweep has freed it", WORKER, before("booking.outbox.nudge"), "sweep"),
)
