"""The hop in a real browser: the frame works, nothing leaks to the other host, our own forms still post."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from booking import sandbox as sandboxes
from booking.models import Order
from booking.sandbox import Sandbox
from portal.models import Repair
from tests.portal import review_cast as cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}


@pytest.fixture
def connect(settings: Any) -> Iterator[Sandbox]:
    running = sandboxes.start()
    cast.point_at(settings, running)
    yield running
    running.stop()


@pytest.fixture
def repair(connect: Sandbox) -> Repair:
    from booking.remote import scheduler

    order = cast.add_order()
    scheduler("connect").raise_order(order.request())
    return cast.add_repair(cast.add_home(), cast.add_tenant(), order)


@pytest.fixture
def screen(page: Page, repair: Repair, client: Client, live_server: Any) -> Page:
    """The tenant has pressed the button that opens Connect's screen."""
    client.force_login(repair.reported_by)
    cookies = [
        {"name": one.key, "value": one.value, "url": live_server.url} for one in client.cookies.values()
    ]
    page.context.add_cookies(cookies)
    page.goto(f"{live_server.url}/emergency/")
    page.evaluate(
        """path => {
            const token = JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
            const form = document.createElement("form");
            form.method = "post";
            form.action = path;
            form.innerHTML = `<input name="csrfmiddlewaretoken" value="${token}">`;
            document.body.append(form);
            form.submit();
        }""",
        f"/repairs/{repair.pk}/connect/",
    )
    expect(page.get_by_role("button", name="I have finished")).to_be_visible()
    page.wait_for_load_state("domcontentloaded")  # its script has run
    return page


def test_the_screen_works_in_its_frame_and_never_learns_where_it_stands(screen: Page) -> None:
    said: list[str] = []
    screen.on("console", lambda message: said.append(message.text))
    frame = screen.frame_locator("iframe")
    expect(frame.locator("body")).to_contain_text("TP-AAAAA-BBBBB")
    assert screen.frames[1].evaluate("document.referrer") == ""
    assert not said


def test_the_frame_cannot_take_over_the_page(screen: Page, live_server: Any) -> None:
    expect(screen.frame_locator("iframe").locator("body")).to_contain_text("TP-AAAAA-BBBBB")
    framed = screen.frames[1]
    assert framed.evaluate("window.open('/')") is None
    assert (
        framed.evaluate("try { top.location = 'http://127.0.0.1:9/'; 'went' } catch { 'stayed' }") == "stayed"
    )
    assert screen.url.startswith(live_server.url)


def test_a_new_tab_opens_connect_with_a_key_of_its_own(screen: Page, connect: Sandbox) -> None:
    with screen.expect_popup() as popup:
        screen.get_by_role("button", name="Open in a new tab").click()
    tab = popup.value
    expect(tab.locator("body")).to_contain_text("TP-AAAAA-BBBBB")
    assert tab.url.startswith(connect.url)
    assert tab.evaluate("[document.referrer, window.opener]") == ["", None]


def test_finished_leads_back_and_has_the_order_read(screen: Page, repair: Repair, live_server: Any) -> None:
    screen.get_by_role("button", name="I have finished").click()
    screen.wait_for_url(f"{live_server.url}/repairs/{repair.pk}/")
    assert Order.objects.get().read_due_at is not None


def test_whoever_comes_back_to_the_window_is_asked_whether_they_have_finished(screen: Page) -> None:
    question = screen.get_by_text("Have you finished in the other screen?")
    expect(question).to_be_hidden()
    screen.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(question).to_be_visible()


def test_axe_finds_nothing_on_the_page_around_the_screen(screen: Page) -> None:
    found = Axe().run(screen, options={"iframes": False}).response["violations"]
    assert found == []
