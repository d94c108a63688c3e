"""The whole portal for a browser: real pages, a real worker, a real PostgreSQL and Connect over real HTTP."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from celery.contrib.testing.worker import start_worker
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page

from booking import sandbox as connect
from portal.celery import app
from portal.demo import people
from tests.journeys.tenant import Remote, Tenant

AXE = Path(__file__).parent / "axe"
PHONE = {"width": 375, "height": 740}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": PHONE, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture(scope="session")
def _sandbox() -> Iterator[connect.server.Sandbox]:
    remote = connect.start(port=0)
    yield remote
    remote.stop()


@pytest.fixture
def remote(_sandbox: connect.server.Sandbox, settings: Any) -> Iterator[Remote]:
    """Connect, empty and in good health, and the portal pointed at it."""
    control = Remote(_sandbox.url)
    control.reset()
    options = settings.SCHEDULERS["connect"]["options"] | {
        "url": f"{_sandbox.url}/WS-API",
        "jump_url": f"{_sandbox.url}/jump/{{token}}?screen={{screen}}&order={{number}}&property={{customer}}",
        "read_seconds": 2.0,
        "write_seconds": 2.0,
    }
    settings.SCHEDULERS = {"connect": {**settings.SCHEDULERS["connect"], "options": options}}
    yield control
    control.heal()


@pytest.fixture
def portal(remote: Remote, transactional_db: None, live_server: Any) -> Iterator[str]:
    """The portal's address, with people, the tree and a worker."""
    cache.clear()
    mail.outbox.clear()
    call_command("load_tree", verbosity=0)
    people.seed()
    with start_worker(app, pool="threads", concurrency=4, perform_ping_check=False, shutdown_timeout=20):
        yield live_server.url
        remote.heal()


@pytest.fixture
def visit(portal: str, new_context: Callable[..., BrowserContext]) -> Callable[..., Tenant]:
    """Opens a browser of its own: `visit()`; `visit(java_script_enabled=False)`."""

    def open_browser(**options: Any) -> Tenant:
        context = new_context(base_url=portal, **options)
        page: Page = context.new_page()
        page.set_default_timeout(8000)
        return Tenant(page, portal)

    return open_browser
