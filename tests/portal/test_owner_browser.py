"""The owner's page on a small telephone: a switch is turned by a question and an answer."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page, expect

from booking import switches
from portal.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu"]}


@pytest.fixture
def owner(page: Page, live_server: Any) -> Page:
    client = Client()
    client.force_login(Person.objects.create_user("owner@riverside.example", name="Orla Owner"))
    call_command("make_owner", "owner@riverside.example", verbosity=0)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(f"{live_server.url}/owner/")
    return page


def test_the_owner_switches_the_api_on_and_off(owner: Page) -> None:
    said: list[str] = []
    owner.on("console", lambda message: said.append(message.text))
    for word, on in (("on", True), ("off", False)):
        owner.locator(".card", has_text="Other systems ask").get_by_role(
            "link", name=f"Switch {word}"
        ).click()
        expect(owner.get_by_role("heading", level=1)).to_have_text(f"Switch API {word}?")
        assert owner.evaluate("document.documentElement.scrollWidth") == 375
        assert Axe().run(owner).response["violations"] == []
        owner.get_by_role("button", name=f"Switch it {word}").click()
        expect(owner.get_by_text(f"The API is {word}.", exact=True)).to_be_visible()
        assert switches.is_on("api") is on
    assert owner.evaluate("document.documentElement.scrollWidth") == 375
    assert Axe().run(owner).response["violations"] == []
    assert said == []
