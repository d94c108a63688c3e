"""Officers review what Connect holds beside what the portal holds, and see what needs a person."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from booking import sandbox as sandboxes
from booking.models import Order
from booking.sandbox import Sandbox
from portal.officers import homes, waiting
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db
LONG_AGO = {"since": "2020-01-01", "until": "2030-12-31"}
NOBODY = "00000000-0000-0000-0000-000000000000"
HTMX = {"HX-Request": "true"}


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    running = sandboxes.start()
    yield running
    running.stop()


@pytest.fixture(autouse=True)
def connect(sandbox: Sandbox, settings: Any) -> Sandbox:
    sandbox.connect.reset()
    cast.point_at(settings, sandbox)
    return sandbox


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(cast.add_officer())
    return client


def ask(client: Client, **query: str) -> str:
    return client.get("/officers/connect/", query, headers=HTMX).content.decode()


@pytest.mark.parametrize("path", ["", "connect/", "waiting/", "screen/", "screen/finished/"])
def test_to_a_tenant_the_officers_pages_do_not_exist(client: Client, path: str) -> None:
    client.force_login(cast.add_tenant())
    assert client.get(f"/officers/{path}").status_code == 404


def test_a_role_taken_away_is_gone_at_the_next_click(officer: Client) -> None:
    assert officer.get("/officers/").status_code == 200
    type(cast.add_tenant()).objects.update(is_officer=False)
    assert officer.get("/officers/").status_code == 404


def test_the_window_begins_thirty_days_back_and_ends_sixty_ahead(officer: Client) -> None:
    page = officer.get("/officers/").content.decode()
    today = timezone.localdate()
    for days in (-30, 60):
        assert f'value="{today + dt.timedelta(days=days)}"' in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"home": "x", "since": "2030-02-30"}, "Enter a real date"),
        ({"home": "x", "since": "2030-02-02", "until": "2030-02-01"}, "The second date must be"),
        ({"home": ""}, "Enter a home or an order number"),
        ({"home": "x", "number": "y"}, "not both"),
    ],
)
def test_a_search_that_makes_no_sense_is_explained_and_kept(
    officer: Client, query: dict[str, str], said: str
) -> None:
    page = officer.get("/officers/", query).content.decode()
    assert escape(said) in page
    for value in filter(None, query.values()):
        assert f'value="{value}"' in page


@pytest.mark.parametrize("text", ["P-1003", "p-1003", "3 mill lane", "rv24ab", "RV2 4AB", "Mill, riverside"])
def test_a_home_is_found_by_reference_address_or_postcode(text: str) -> None:
    home = cast.add_home()
    cast.add_home("P-2", line1="9 Other Street").delete()
    assert homes.find(text) == [home]


def test_several_homes_are_offered_to_choose_from(officer: Client) -> None:
    cast.add_home()
    cast.add_home("P-1002", line1="2 Mill Lane")
    page = officer.get("/officers/", {"home": "mill lane"}).content.decode()
    assert "home=P-1003" in page
    assert "home=P-1002" in page


def test_no_home_is_said_plainly(officer: Client) -> None:
    assert b"No home has that reference" in officer.get("/officers/", {"home": "nowhere"}).content


def test_the_page_shows_what_the_portal_holds_and_asks_connect_nothing(
    officer: Client, connect: Sandbox
) -> None:
    home, order = cast.add_home(), cast.add_order()
    cast.add_repair(home, cast.add_tenant(), order)
    cast.add_command(order, reason="two reads found nothing")
    cast.add_appointment(order, window_name="MORNING")
    page = officer.get("/officers/", {"home": cast.FORMER}).content.decode()
    for part in ("Bathroom tap drips", "two reads found nothing", "MORNING", "Monday 7 January 2030"):
        assert part in page
    assert connect.connect.ledger.read() == []


@pytest.mark.django_db(transaction=True)
def test_connects_visits_stand_there_with_what_staff_may_see(officer: Client) -> None:
    cast.add_home()
    fragment = ask(officer, home=cast.FORMER, **LONG_AGO)
    for part in (
        "Mr Former Occupant",
        "RV-OLD-1003",
        "Completed",
        "occupant was unwell",
        "key is with a neighbour",
    ):
        assert part in fragment
    assert "This portal does not know the order" in fragment
    assert "<html" not in fragment


@pytest.mark.django_db(transaction=True)
def test_a_visit_stands_beside_the_portals_own_repair(officer: Client) -> None:
    home, order = cast.add_home(), cast.add_order("RV-OLD-1003")
    cast.add_repair(home, cast.add_tenant(), order)
    cast.add_command(order, reason="two reads found nothing")
    fragment = ask(officer, number="rv-old-1003", **LONG_AGO)
    assert "Bathroom tap drips" in fragment
    assert "two reads found nothing" in fragment


@pytest.mark.django_db(transaction=True)
def test_visits_outside_the_window_of_dates_are_left_out(officer: Client) -> None:
    cast.add_home()
    assert "No appointment between these dates" in ask(officer, home=cast.FORMER)


@pytest.mark.django_db(transaction=True)
def test_without_javascript_the_head_of_the_page_leaves_before_connect_is_asked(
    officer: Client, connect: Sandbox
) -> None:
    cast.add_home()
    pieces = iter(officer.get("/officers/connect/", {"home": cast.FORMER, **LONG_AGO}))
    head = next(pieces).decode()
    assert "<html" in head
    assert "What Connect holds" in head
    assert connect.connect.ledger.read() == []
    rest = b"".join(pieces).decode()
    assert "occupant was unwell" in rest
    assert rest.rstrip().endswith("</html>")


@pytest.mark.django_db(transaction=True)
def test_a_connect_that_is_down_is_said_plainly_with_a_way_on(officer: Client, settings: Any) -> None:
    cast.point_at(settings, None)
    cast.add_home()
    fragment = ask(officer, home=cast.FORMER)
    assert "Connect cannot be asked just now" in fragment
    assert "Try again" in fragment


@pytest.mark.django_db(transaction=True)
def test_what_connect_writes_is_shown_as_text(officer: Client, connect: Sandbox) -> None:
    cast.add_home()
    for visit in connect.connect.state.visits.values():
        visit.comments = "<img src=x hx-get=/logout>"
    fragment = ask(officer, home=cast.FORMER, **LONG_AGO)
    assert "<img" not in fragment
    assert "&lt;img" in fragment


def test_a_visit_moved_in_connect_does_not_keep_the_window_booked_here() -> None:
    from booking.schedulers.base import Visit, VisitState
    from portal.officers.holdings import Holding
    from portal.officers.review import Line

    order = cast.add_order()
    held = Holding(order, None, (cast.add_appointment(order, window_name="MORNING"),), ())
    there = Visit(id="V-1", number=order.number, state=VisitState.BOOKED, date=dt.date(2030, 1, 7))
    moved = Visit(id="V-1", number=order.number, state=VisitState.BOOKED, date=dt.date(2030, 1, 8))
    assert Line(there, held).window == "MORNING"
    assert Line(moved, held).window == ""


@pytest.mark.django_db(transaction=True)
def test_no_page_needs_more_than_twelve_queries(officer: Client, django_assert_max_num_queries: Any) -> None:
    home, tenant = cast.add_home(), cast.add_tenant()
    for number in range(25):
        order = cast.add_order(f"TP-{number:05}")
        cast.add_repair(home, tenant, order)
        cast.add_command(order)
        cast.add_appointment(order)
        cast.add_repair(home, tenant)
    query = {"home": cast.FORMER}
    for path, headers in [("", {}), ("connect/", HTMX), ("connect/", {}), ("waiting/", {})]:
        with django_assert_max_num_queries(12):
            list(officer.get(f"/officers/{path}", query, headers=headers))


def test_what_needs_a_person_is_listed_with_its_reason(officer: Client) -> None:
    home, stuck, refused = cast.add_home(), cast.add_order("TP-1"), cast.add_order("TP-2", state="refused")
    cast.add_command(stuck, reason="two reads found nothing", evidence={"status": 504})
    cast.add_command(refused, kind="raise", state="refused", reason="unknown contract")
    cast.add_repair(home, cast.add_tenant(), title="", description="The gate squeaks")
    cast.add_order("TP-3")
    page = officer.get("/officers/waiting/").content.decode()
    for part in ("two reads found nothing", "504", "unknown contract", "The gate squeaks"):
        assert part in page
    assert "TP-3" not in page


def test_the_list_goes_on_where_it_stopped_even_where_moments_are_equal() -> None:
    moment = timezone.now()
    for number in range(45):
        cast.add_order(f"TP-{number:05}", state="refused", raised_at=moment)
    seen: list[Order | None] = []
    place: waiting.Place | None = None
    for expected in (20, 20, 5):
        page = waiting.page(before=place)
        assert len(page.matters) == expected
        seen += [matter.order for matter in page.matters]
        place = waiting.Place.read(page.following)
    assert place is None
    assert len(set(seen)) == 45


@pytest.mark.parametrize("before", ["", "x", "2026-01-01_x", f"2026-01-01_{NOBODY}"])
def test_a_place_that_is_none_begins_the_list_anew(officer: Client, before: str) -> None:
    cast.add_order(state="refused")
    assert b"TP-AAAAA-BBBBB" in officer.get("/officers/waiting/", {"before": before}).content


SLOT = {
    "date": "2030-01-07",
    "window": "22",
    "name": "MORNING",
    "start": "08:00",
    "end": "12:59",
    "visit": "",
}


def test_what_did_not_happen_is_written_off_once_and_the_order_is_free_again(officer: Client) -> None:
    unclear = cast.add_command(cast.add_order(), payload=SLOT)
    path = f"/officers/waiting/{unclear.pk}/write-off/"
    assert "settled as not done" in officer.post(path, follow=True).content.decode()
    unclear.refresh_from_db()
    assert unclear.state == "refused"
    assert "settled already" in officer.post(path, follow=True).content.decode()


def test_what_was_left_to_staff_a_moment_ago_may_still_arrive(officer: Client) -> None:
    unclear = cast.add_command(cast.add_order(), payload=SLOT, settled_at=timezone.now())
    path = f"/officers/waiting/{unclear.pk}/write-off/"
    assert "it may still arrive" in officer.post(path, follow=True).content.decode()
    unclear.refresh_from_db()
    assert unclear.state == "needs_staff"


def test_connect_is_read_again_where_an_officer_asks(officer: Client) -> None:
    unclear = cast.add_command(cast.add_order(), payload=SLOT)
    officer.post(f"/officers/waiting/{unclear.pk}/look-again/")
    unclear.refresh_from_db()
    assert unclear.state == "unknown"


@pytest.mark.parametrize("verb", ["write-off", "look-again"])
def test_nobody_else_settles_anything(client: Client, verb: str) -> None:
    unclear = cast.add_command(cast.add_order(), payload=SLOT)
    client.force_login(cast.add_tenant())
    assert client.post(f"/officers/waiting/{unclear.pk}/{verb}/").status_code == 404
    unclear.refresh_from_db()
    assert unclear.state == "needs_staff"


def test_an_order_that_worries_us_is_listed(officer: Client) -> None:
    cast.add_order("TP-1", concern="two_live_visits")
    assert "two live visits" in officer.get("/officers/waiting/").content.decode()
