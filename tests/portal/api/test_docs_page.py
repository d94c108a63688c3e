"""The page about the API: ours alone, under the portal's own rules for what a page may load."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from booking import switches
from portal.models import Tenancy

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": "/usr/bin/chromium", "args": ["--no-sandbox", "--disable-gpu"]}


def test_it_shows_the_calls_loads_nothing_from_elsewhere_and_breaks_no_rule(
    page: Page, household: Tenancy, live_server: Any
) -> None:
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    answer = page.goto(f"{live_server.url}/api/v1/docs")
    expect(page.get_by_text("Raise an order")).to_be_visible()
    assert "'unsafe" not in answer.headers["content-security-policy"]
    assert [url for url in asked if not url.startswith((live_server.url, "data:"))] == []
    assert said == []


def test_it_is_there_only_while_the_api_is_on(household: Tenancy, live_server: Any, page: Page) -> None:
    switches.turn("api", on=False, by="person:1")
    for path in ("docs", "openapi.json"):
        answer = page.goto(f"{live_server.url}/api/v1/{path}")
        assert (answer.status, answer.json()["code"]) == (403, "api_off")
