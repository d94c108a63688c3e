"""What the database itself does not allow."""

import pytest
from django.db import IntegrityError

from booking.models import Command
from booking.models.outbox import Kind, State
from booking.moments import later
from tests.booking import flow

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("state", [State.PLANNED, State.UNKNOWN, State.NEEDS_STAFF])
def test_an_order_has_one_unsettled_command(command, state):
    Command.objects.update(state=state, unknown_since=later(0))
    with pytest.raises(IntegrityError, match="one_unsettled"):
        Command.objects.create(order=command.order, kind=Kind.CANCEL, key="another", by="x")


def test_a_key_is_used_once(script, command):
    flow.drain()
    with pytest.raises(IntegrityError, match="key"):
        Command.objects.create(order=command.order, kind=Kind.CANCEL, key=command.key, by="x")


def test_whatever_is_being_sent_has_a_lease(command):
    with pytest.raises(IntegrityError, match="sending_has_a_lease"):
        Command.objects.update(state=State.SENDING)


def test_whatever_is_unknown_says_since_when(command):
    with pytest.raises(IntegrityError, match="unknown_since"):
        Command.objects.update(state=State.UNKNOWN)
