"""Where a repair stands, and when its page looks again."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from booking import appointments, grid, orders, timetable
from booking.schedulers.base import Slot, Window
from portal.models import Repair
from portal.repairs import story
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db
MORNING = Window(id="22", name="MORNING", start=dt.time(8), end=dt.time(12, 59))


def repair(*, begun: dt.timedelta, reads: int, applied: int) -> Repair:
    """A repair whose order has been asked to be read that long ago."""
    due = timezone.now() - begun + timetable.RETRY
    order = cast.add_order(read_due_at=due, reads_begun=reads, read_applied=applied)
    return cast.add_repair(cast.add_home(), cast.add_tenant(), order)


def test_a_page_looks_again_while_a_read_is_under_way() -> None:
    assert story.tell(repair(begun=dt.timedelta(seconds=5), reads=3, applied=2)).looking


def test_a_page_looks_again_while_a_read_is_due() -> None:
    assert story.tell(repair(begun=timetable.RETRY + dt.timedelta(seconds=1), reads=2, applied=2)).looking


def test_a_page_rests_when_the_read_is_written_down() -> None:
    assert not story.tell(repair(begun=dt.timedelta(seconds=5), reads=3, applied=3)).looking


def test_a_page_does_not_look_for_ever_for_a_read_that_failed() -> None:
    assert not story.tell(repair(begun=dt.timedelta(seconds=90), reads=3, applied=2)).looking


def test_a_waiting_page_is_written_anew_only_when_something_is_new(client: Client) -> None:
    order = cast.add_order(state="raising")
    cast.add_command(order, kind="raise", state="planned")
    waiting = cast.add_repair(cast.add_home(), cast.add_tenant(), order)
    client.force_login(waiting.reported_by)
    progress = f"/repairs/{waiting.pk}/progress/"
    shown = story.tell(waiting).shown
    assert f"?shown={shown}" in client.get(progress).content.decode()
    assert client.get(progress, {"shown": shown}).status_code == 204
    assert client.get(f"/repairs/{waiting.pk}/times/grid/", {"shown": shown}).status_code == 204
    assert client.get(progress, {"shown": "something older"}).status_code == 200


@pytest.mark.parametrize("state", ["shelved", "unknown"])
def test_a_visit_without_a_date_is_asked_about_and_never_booked_beside(client: Client, state: str) -> None:
    order = cast.add_order()
    cast.add_appointment(order, date=None, state=state)
    told = cast.add_repair(cast.add_home(), cast.add_tenant(), order)
    client.force_login(told.reported_by)
    assert "Call us about the visit" in client.get(f"/repairs/{told.pk}/").content.decode()
    assert client.get(f"/repairs/{told.pk}/times/").status_code == 302
    slot = Slot(date=timezone.localdate() + dt.timedelta(days=9), window=MORNING)
    with pytest.raises(orders.NotPossible):
        appointments.book(order, token=grid.sign(order, slot, offered_at=timezone.now()), by="person:1")


@pytest.mark.parametrize(
    ("kind", "ended", "stage"),
    [("cancel", "confirmed", story.Stage.CANCELLED), ("raise", "refused", story.Stage.NOT_TAKEN)],
)
def test_a_write_that_is_settled_while_the_page_reads_is_told_and_not_half_of_it(
    kind: str, ended: str, stage: story.Stage
) -> None:
    order = cast.add_order()
    repair = cast.add_repair(cast.add_home(), cast.add_tenant(), order)
    early = Repair.objects.select_related("order", "reported_by").get(pk=repair.pk)
    # The row of the order has been read; what follows is committed before its commands are.
    cast.add_command(order, kind=kind, state=ended)
    assert story.tell(early).stage == stage
