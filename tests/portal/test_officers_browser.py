"""The officers' pages in a real browser: Connect's part comes by itself, axe finds nothing."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from booking import sandbox as sandboxes
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = "since=2020-01-01&until=2030-12-31"
PAGES = ["", "?home=", "?home=mill+lane", f"?home=P-1003&{LONG_AGO}", "?number=TP-AAAAA-BBBBB", "waiting/"]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}


@pytest.fixture
def officers(page: Page, client: Client, live_server: Any, settings: Any) -> Iterator[str]:
    """The address of the officers' pages; an officer has signed in."""
    running = sandboxes.start()
    cast.point_at(settings, running)
    home, order = cast.add_home(), cast.add_order()
    cast.add_home("P-1002", line1="2 Mill Lane")
    cast.add_repair(home, cast.add_tenant(), order)
    cast.add_command(
        order, reason="two reads found nothing", evidence={"status": 504, "call": "POST Booking"}
    )
    cast.add_appointment(order, window_name="MORNING")
    cast.add_repair(home, cast.add_tenant("two@riverside.example"), description="The gate squeaks")
    cast.add_command(
        cast.add_order("TP-STILL-GOING"),
        kind="cancel",
        state="unknown",
        sends=1,
        unknown_since=timezone.now(),
    )
    worry = cast.add_order("TP-TWICE-THERE", concern="two_live_visits")
    for number in (7, 8):
        cast.add_appointment(worry, visit=f"V-{number}", date=dt.date(2030, 1, number), start=dt.time(8))
    cast.add_order("TP-GONE1-GONE2", concern="order_gone")
    client.force_login(cast.add_officer())
    session = client.cookies["session"]
    page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
    page.set_viewport_size({"width": 375, "height": 800})
    yield f"{live_server.url}/officers/"
    running.stop()


def test_every_page_fits_a_small_telephone_and_axe_finds_nothing(page: Page, officers: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for path in PAGES:
        page.goto(officers + path)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") == 375, path
        assert Axe().run(page).response["violations"] == [], path
    assert said == []


def test_what_connect_holds_arrives_by_itself(page: Page, officers: str) -> None:
    page.goto(f"{officers}?home=P-1003&{LONG_AGO}")
    expect(page.locator("main")).to_contain_text("occupant was unwell")


def test_what_connect_shows_now_comes_where_it_is_asked_for(page: Page, officers: str) -> None:
    page.goto(f"{officers}waiting/")
    page.get_by_role("link", name="Show what Connect shows of TP-GONE1-GONE2 now").click()
    expect(page.locator("main")).to_contain_text("Connect knows no order TP-GONE1-GONE2")
    assert page.url.endswith("waiting/")
    assert Axe().run(page).response["violations"] == []


def test_without_javascript_a_link_shows_it(page: Page, officers: str, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
    plain = context.new_page()
    plain.goto(f"{officers}?home=P-1003&{LONG_AGO}")
    plain.get_by_role("link", name="Show what Connect holds").click()
    expect(plain.locator("main")).to_contain_text("occupant was unwell")
    context.close()


def test_a_search_goes_from_the_form_to_the_home(page: Page, officers: str) -> None:
    page.goto(officers)
    page.get_by_label("Home", exact=True).fill("mill lane")
    page.get_by_role("button", name="Look").click()
    page.get_by_role("link", name="3 Mill Lane").click()
    expect(page.get_by_role("heading", name="3 Mill Lane")).to_be_visible()
    expect(page.locator("main")).to_contain_text("The gate squeaks")
