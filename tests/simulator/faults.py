"""What goes wrong at the remotes: each kind with its row of the matrix, where and how often it strikes."""

import copy
import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from booking.sandbox import kinds as sandbox
from booking.sandbox.faults import Fault
from booking.sandbox.messages import Answer, as_json

WRITES = ("raise", "book", "cancel", "hand_over")
READS = ("read", "offer", "visits")
STEPS = (*WRITES, *READS, "else")
UNTIDY = (
    lambda text: "\ufeff" + text,
    lambda text: text.replace("null", "NaN", 1) if "null" in text else text + "NaN",
    lambda text: "[" * 2000 + text + "]" * 2000,
    lambda text: text.replace("{", '{"Number": 1, "Number": 2, ', 1),
    lambda text: text.encode().decode("latin-1") + "\u00e9",
)
"""Ways in which an answer is no good JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One way in which a call goes wrong."""

    name: str
    row: str
    """Of the matrix."""
    weight: int = 2
    steps: tuple[str, ...] = STEPS
    statuses: tuple[int, ...] = ()
    """One of these, where the kind has a status."""
    times: tuple[int, ...] = (1, 1, 1, 2, 5)


KINDS = (
    Kind(name="timeout_before", row="F1, F4", weight=4),
    Kind(name="timeout_after", row="F2, F3, F37", weight=5),
    Kind(name="repeated", row="F2", weight=3, steps=("raise", "cancel")),
    Kind(name="late", row="F5", weight=4, steps=WRITES, times=(1,)),
    Kind(name="error_before", row="F6", statuses=(500, 502, 503, 504)),
    Kind(name="error_after", row="F6", weight=3, statuses=(500, 502, 503, 504)),
    Kind(name="html", row="F6", statuses=(502, 503)),
    Kind(name="reset_before", row="F8"),
    Kind(name="reset_after", row="F8"),
    Kind(name="cut", row="F8"),
    Kind(name="expired_token", row="F9", weight=4),
    Kind(name="status", row="F10", weight=1, steps=("token",), statuses=(400, 500), times=(1,)),
    Kind(name="status", row="F11", statuses=(401, 403, 405, 415)),
    Kind(name="status", row="F12", statuses=(408, 429)),
    Kind(name="truncated", row="F13", weight=1),
    Kind(name="untidy", row="F13"),
    Kind(name="dripping", row="F14"),
    Kind(name="login_page", row="F15", weight=3),
    Kind(name="empty", row="F15", weight=1),
    Kind(name="nothing", row="F15"),
    Kind(name="wrong_order", row="F15", weight=3),
    Kind(name="no_route", row="F16", weight=12, steps=("read",)),
    Kind(name="no_route", row="F16", weight=6, steps=READS, times=(1, 2, 5)),
    Kind(name="status", row="F17", weight=1, steps=WRITES, statuses=(400,)),
    Kind(name="odd", row="F18", steps=READS),
    Kind(name="slot_taken", row="F19, F48", weight=3, steps=("book",)),
    Kind(name="ignored", row="F36", weight=1, steps=("cancel",)),
    Kind(name="odd_grid", row="F41", steps=("offer",)),
    Kind(name="status", row="F43", weight=1, steps=STEPS, statuses=(503,), times=(20, 80)),
)


def draw(chance: random.Random, step: str) -> tuple[Kind, int | None, int]:
    """What may happen to a call of that step: a kind, its status if it has one, and how often."""
    fit = [kind for kind in KINDS if step in kind.steps]
    kind = chance.choices(fit, [kind.weight for kind in fit])[0]
    return kind, chance.choice(kind.statuses) if kind.statuses else None, chance.choice(kind.times)


def row_of(name: str, status: int | None, *, call: str) -> str:
    """The matrix's row for what a call met: a no to a sign-in is another matter than one to a write."""
    fit = [kind for kind in KINDS if kind.name == name and (status in kind.statuses or not kind.statuses)]
    signs_in = call.endswith(" token")
    return min(fit, key=lambda kind: (kind.steps == ("token",)) != signs_in).row


def own(chance: random.Random, time_is_up: Callable[[], None]) -> dict[str, Callable[[Any, Any], Any]]:
    """The kinds that only we know, for the pretend systems to play."""

    def untidy(fault: Any, attempt: Any) -> Any:
        answer = attempt.run()
        answer.body = chance.choice(UNTIDY)(answer.body.decode()).encode()
        return answer

    def dripping(fault: Any, attempt: Any) -> Any:
        """It is done, and the answer takes so long that the caller's deadline cuts it."""
        attempt.run()
        time_is_up()
        return Answer(manner="gone")

    def nothing(fault: Any, attempt: Any) -> Any:
        answer = attempt.run()
        answer.body = chance.choice([b"{}", b"null", b"[]", b'{"Message": "An error has occurred."}'])
        return answer

    def odd(fault: Any, attempt: Any) -> Any:
        return _rewrite(attempt.run(), lambda thing: _distort(thing, chance))

    def odd_grid(fault: Any, attempt: Any) -> Any:
        return _rewrite(attempt.run(), lambda thing: _shake(thing, chance))

    def no_route(fault: Any, attempt: Any) -> Any:
        return as_json({"Message": "No HTTP resource was found that matches the request URI."}, status=404)

    def repeated(fault: Any, attempt: Any) -> Any:
        """A proxy that got no answer asks again, and passes on what it hears then."""
        attempt.run()
        done, answer = attempt.entry.committed, attempt.run()
        attempt.entry.committed |= done
        return answer

    def ignored(fault: Any, attempt: Any) -> Any:
        system = attempt.gateway.system
        before = copy.deepcopy(system.keep())
        answer = attempt.run()
        system.restore(before)
        attempt.entry.committed = False
        return answer

    kinds = (untidy, dripping, nothing, odd, odd_grid, no_route, repeated, ignored)
    return {kind.__name__: kind for kind in kinds}


def install(
    chance: random.Random, met: Callable[[str, str, int | None], None], time_is_up: Callable[[], None]
) -> None:
    """The pretend systems know our kinds, and each fault that a call meets is told: call, kind, status."""
    sandbox.KINDS.update(own(chance, time_is_up))

    def play(fault: Fault, attempt: Any) -> Any:
        met(attempt.entry.call, fault.kind, fault.status)
        return sandbox.KINDS[fault.kind](fault, attempt)

    sandbox.play = play


def _rewrite(answer: Any, change: Callable[[Any], Any]) -> Any:
    if answer.status == 200 and answer.body.startswith((b"{", b"[")):
        answer.body = json.dumps(change(json.loads(answer.body))).encode()
    return answer


def _distort(thing: Any, chance: random.Random) -> Any:
    """Some values are missing, null, unheard of; some are new."""
    if isinstance(thing, list):
        return [_distort(one, chance) for one in thing]
    if not isinstance(thing, dict):
        return thing
    found = {name: _distort(value, chance) for name, value in thing.items() if chance.random() > 0.05}
    for name, value in found.items():
        luck = chance.random()
        if luck < 0.05:
            found[name] = None
        elif luck < 0.08 and isinstance(value, int) and re.search("(?i)status|result", name):
            found[name] = 99
    return found | {"SomethingNew": {"Since": 2027}}


def _shake(thing: Any, chance: random.Random) -> Any:
    """Days are missing, come twice or in another order; windows that nobody knows stand among them."""
    if isinstance(thing, dict):
        return {name: _shake(value, chance) for name, value in thing.items()}
    if not isinstance(thing, list):
        return thing
    found = [_shake(one, chance) for one in thing if chance.random() > 0.1]
    found += [one for one in found if chance.random() < 0.1]
    chance.shuffle(found)
    for one in found:
        if isinstance(one, dict) and "PlanningWindowId" in one and chance.random() < 0.1:
            one["PlanningWindowId"] = 999
    return found
