"""The switches of external access: the API and the webhooks, each on its own, both off at first.

Who may turn them is the caller's business; here it is only written down who did.
"""

from collections.abc import Iterable

from django.db import transaction

from booking.models.switch import Door, Switch, SwitchChange

__all__ = ["Door", "history", "is_on", "turn"]


def is_on(name: str) -> bool:
    """The door is open, as the database has it at this moment."""
    return Switch.objects.filter(pk=name, on=True).exists()


def turn(name: str, *, on: bool, by: str) -> bool:
    """Opens or shuts the door and writes down who did; False, and nothing written, where it stood so.

    `by` is text such as "person:12". ValueError for a name that is no switch.
    """
    with transaction.atomic():
        Switch.objects.get_or_create(pk=Door(name).value)
        switch = Switch.objects.select_for_update().get(pk=name)
        if switch.on == on:
            return False
        switch.on = on
        switch.save(update_fields=["on"])
        SwitchChange.objects.create(switch=switch, on=on, by=by)
        return True


def history(name: str) -> Iterable[SwitchChange]:
    """Every turn of the switch, the newest first."""
    return SwitchChange.objects.filter(switch=name)
