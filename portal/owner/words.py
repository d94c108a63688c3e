"""What each switch means, in plain words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One switch, and what follows from turning it."""

    title: str
    about: str
    means_on: tuple[str, ...]
    means_off: tuple[str, ...]
    now_on: str
    now_off: str


DOORS = {
    "api": Words(
        title="API",
        about="Other systems ask this portal: for the tree, free times, orders and appointments.",
        means_on=(
            "Every system with a key from the admin site can come in at once.",
            "Each sees and does what its key includes, and nothing else.",
            "Orders that they raise appear to tenants as if tenants had reported them.",
        ),
        means_off=(
            "Every system that calls is turned away at once, whatever its key.",
            "What they have asked for already goes on.",
            "Keys stay as they are: they work again when you switch it on.",
        ),
        now_on="The API is on.",
        now_off="The API is off.",
    ),
    "webhooks": Words(
        title="Webhooks",
        about="This portal tells other systems when something has happened: ids and states, no names.",
        means_on=(
            "Every address on the list is told what happens from now on.",
            "What happened while it was off is held, and sent now.",
        ),
        means_off=(
            "Nothing is sent to anybody from this moment on.",
            "What happens is held, and sent when you switch it on again.",
        ),
        now_on="Webhooks are on.",
        now_off="Webhooks are off.",
    ),
}
