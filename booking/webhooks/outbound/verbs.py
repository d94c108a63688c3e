"""What an admin does to an endpoint by hand: each a button, each with words for what came of it."""

from collections.abc import Callable, Mapping

from django.http import QueryDict

from booking import switches
from booking.models import Endpoint
from booking.webhooks.outbound import deliveries, endpoints
from booking.webhooks.outbound.forms import ReplayForm

HELD = " Webhooks are switched off, so it waits until the owner switches them on."


class CannotDo(ValueError):
    """What was asked for cannot be done; the text says why."""


def _ping(endpoint: Endpoint, asked: QueryDict, by: str) -> str:
    deliveries.ping(endpoint, by=by)
    return "A test is on its way; its delivery shows what came of it."


def _replay(endpoint: Endpoint, asked: QueryDict, by: str) -> str:
    form = ReplayForm(asked)
    if not form.is_valid():
        raise CannotDo("Enter the day and the time since when it shall be told again.")
    count = deliveries.replay(endpoint, since=form.cleaned_data["since"], by=by)
    return f"Events told again: {count}."


def _forget(endpoint: Endpoint, asked: QueryDict, by: str) -> str:
    endpoints.forget_previous(endpoint)
    return "Only the present secret signs from now on."


def _switch_on(endpoint: Endpoint, asked: QueryDict, by: str) -> str:
    endpoints.switch_on(endpoint)
    return "Switched on. What happened while it was off is told by a replay alone."


def _switch_off(endpoint: Endpoint, asked: QueryDict, by: str) -> str:
    endpoints.switch_off(endpoint, reason="An admin switched it off.")
    return "Switched off. What waits for it is held."


VERBS: Mapping[str, Callable[[Endpoint, QueryDict, str], str]] = {
    "ping": _ping,
    "replay": _replay,
    "forget": _forget,
    "switch-on": _switch_on,
    "switch-off": _switch_off,
}


def do(verb: str, endpoint: Endpoint, *, asked: QueryDict, by: str) -> str:
    """Does it, and says what came of it in a sentence. KeyError for no such verb, CannotDo."""
    said = VERBS[verb](endpoint, asked, by)
    sends = verb in {"ping", "replay", "switch-on"}
    return said + (HELD if sends and not switches.is_on(switches.Door.WEBHOOKS) else "")
