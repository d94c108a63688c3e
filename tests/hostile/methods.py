"""A method of a client with what makes a lie of its answer: the rules of all systems have this form."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from booking.schedulers.base import Refused, Unavailable, Unknown
from tests.hostile import said
from tests.hostile.promises import ERRORS, fits
from tests.hostile.recording import Answer, Exchange
from tests.hostile.server import Wire

Said = Sequence[Exchange]
Test = Callable[[Answer], bool]
SILENCE = Answer(0, b"", Wire(b""), whole=False)


def always(*_: Any) -> bool:
    """Nothing to object to."""
    return True


def never(*_: Any) -> bool:
    """Under no circumstances."""
    return False


@dataclass(frozen=True, kw_only=True)
class Method:
    """One method with its arguments; `writes` are the calls whose end it answers for, none for a read."""

    name: str
    call: Callable[[Any], Any]
    writes: str = ""
    """Such a call's method and the end of its path, as a pattern."""
    yes: Callable[[Exchange], bool] = never
    """This answer to a write may count as a yes."""
    refuses: Test = never
    """This answer is a definite no, for ever."""
    puts_off: Test = never
    """This answer says for certain that nothing was done."""
    backed: Callable[[Any, Said], bool] = always
    """What came back stands in what was answered."""
    undone: Callable[[Said], bool] = never
    """What was written has been taken back for certain."""
    idle: Callable[[Said], bool] = never
    """A yes without a write is true: it stood already."""


def judge(method: Method, hint: Any, outcome: Any, heard: Said) -> str:
    """Why that outcome breaks a promise after these answers; empty where it keeps them all."""
    if isinstance(outcome, BaseException):
        if type(outcome) not in ERRORS:
            return f"another error: {outcome!r}"
        if not fits(outcome.reason, str):
            return "a reason that nobody can write down"
    elif not fits(outcome, hint):
        return f"{outcome!r} is not what was promised"
    return _judge_write(method, outcome, heard) if method.writes else _judge_read(method, outcome, heard)


def _judge_read(method: Method, outcome: Any, heard: Said) -> str:
    if isinstance(outcome, Unknown):
        return "a read is never unknown"
    if heard and isinstance(outcome, Refused) and not any(method.refuses(one.answer) for one in heard):
        return "refused, and nobody said no"
    if heard and not isinstance(outcome, Exception) and not method.backed(outcome, heard):
        return f"nobody said so: {outcome!r}"
    return ""


def _judge_write(method: Method, outcome: Any, heard: Said) -> str:
    sent = [one for one in heard if re.fullmatch(method.writes, one.request.key)]
    if not isinstance(outcome, Exception):
        if not sent and not method.idle(heard):
            return "a yes, and nothing was sent"
        if sent and not method.yes(sent[-1]):
            return "a false yes"
        return "" if method.backed(outcome, heard) else f"nobody said so: {outcome!r}"
    if not sent or isinstance(outcome, Unknown) or method.undone(heard):
        return ""
    last = sent[-1].answer
    if isinstance(outcome, Unavailable) and not method.puts_off(last):
        return "called not done, and it may be"
    if isinstance(outcome, Refused) and not method.refuses(last):
        return "called refused, and it may be done"
    return ""


def last(heard: Said, ending: str) -> Answer:
    """The last answer to that call; one that says nothing where it was never made."""
    found = [one.answer for one in heard if one.request.key.endswith(ending)]
    return found[-1] if found else SILENCE


def names_no_other(answer: Answer, **named: Any) -> bool:
    """The object says nothing else than these, where it says anything of them."""
    told = said.thing(answer)
    return all(told.get(name) in (None, value) for name, value in named.items())
