"""The look in a real browser: what portal.js does, what a narrow screen shows, what axe says."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Page, Route, expect

from tests.portal.test_look import EXAMPLES, examples  # noqa: F401 (the fixture)

HOME = "http://localhost"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox"]}


@pytest.fixture
def served(page: Page):
    """The page's own requests, answered by Django without a server, on a small telephone."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOME)
        if path.startswith("/static/"):
            found = Path(finders.find(path.removeprefix("/static/")))
            route.fulfill(body=found.read_bytes(), content_type=KINDS[found.suffix])
        else:
            reply = Client().get(path)
            route.fulfill(status=reply.status_code, headers=dict(reply.items()), body=reply.content)

    page.route(f"{HOME}/**", answer)
    page.set_viewport_size({"width": 375, "height": 800})


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_page_fits_a_small_telephone_and_axe_finds_nothing(name, page, served):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{HOME}/look/{name}/")
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert Axe().run(page).response["violations"] == []
    assert said == []


def test_a_page_with_errors_begins_at_their_summary_and_leads_to_the_field(page, served):
    page.goto(f"{HOME}/look/errors/")
    expect(page.locator("[data-errors]")).to_be_focused()
    page.get_by_role("link", name="Enter a valid email address.").click()
    expect(page.get_by_label("E-mail address")).to_be_focused()


PRESS_TWICE = """() => {
    let sent = 0;
    const form = document.querySelector("main form");
    form.addEventListener("submit", (event) => { sent += 1; event.preventDefault(); });
    form.requestSubmit();
    form.requestSubmit();
    return sent;
}"""


def test_a_second_press_at_once_is_the_same_press(page, served):
    page.goto(f"{HOME}/look/form/")
    assert page.evaluate(PRESS_TWICE) == 1


def test_characters_are_counted_as_the_server_counts_them(page, served):
    page.goto(f"{HOME}/look/form/")
    page.get_by_label("What has happened?").fill("a\n🔧")
    expect(page.locator("#id_story_count")).to_have_text("You have 496 characters left")
    page.get_by_label("What has happened?").fill("x" * 501)
    expect(page.locator("#id_story_count")).to_have_text("You have 1 character too many")


def test_focus_goes_where_a_new_part_of_the_page_says(page, served):
    page.goto(f"{HOME}/look/form/")
    page.evaluate("htmx.ajax('GET', '/look/waiting/', {target: '#main', select: '#main', swap: 'outerHTML'})")
    expect(page.get_by_role("heading", name="Your repair")).to_be_focused()


def test_a_page_that_waits_offers_a_link_where_nothing_comes_of_itself(page, served):
    page.goto(f"{HOME}/look/waiting/")
    link = page.get_by_text("Nothing new yet? Look again")
    moment = (
        "(element, at) => { const shown = element.getAnimations()[0]; shown.pause(); shown.currentTime = at }"
    )
    page.locator(".late").evaluate(moment, 5_000)
    expect(link).to_be_hidden()
    page.locator(".late").evaluate(moment, 6_000)
    expect(link).to_be_visible()


def test_a_time_is_chosen_by_keyboard_and_by_touch(page, served):
    page.goto(f"{HOME}/look/slots/")
    page.get_by_label("9:30am to 2:30pm").check()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Midday to 4pm")).to_be_checked()
