"""The whole portal for a browser: real pages, a real worker, a real PostgreSQL and Connect over real HTTP."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from playwright.sync_api import BrowserContext

from booking import sandbox as connect
from portal.celery import app
from portal.demo import people
from tests.journeys import rows, worker
from tests.journeys.given import Given
from tests.journeys.remote import Remote
from tests.journeys.tenant import Tenant

TELEPHONE = {"width": 375, "height": 740}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture(scope="session")
def _sandbox() -> Iterator[connect.server.Sandbox]:
    remote = connect.start(port=0)
    yield remote
    remote.stop()


@pytest.fixture(scope="package")
def _worker() -> Iterator[worker.Worker]:
    with worker.running(app) as running:
        yield running


@pytest.fixture(scope="session")
def _begin_with() -> dict[str, rows.Rows]:
    return {}


@pytest.fixture
def remote(_sandbox: connect.server.Sandbox, settings: Any) -> Iterator[Remote]:
    """Connect, empty and in good health, and the portal pointed at it."""
    pattern = f"{_sandbox.url}/jump/{{token}}?screen={{screen}}&order={{number}}&property={{customer}}"

    def point(url: str) -> None:
        connect = settings.SCHEDULERS["connect"]
        facts = {"url": f"{url}/WS-API", "jump_url": pattern, "read_seconds": 3.0, "write_seconds": 3.0}
        settings.SCHEDULERS = {"connect": {**connect, "options": connect["options"] | facts}}

    point(_sandbox.url)
    control = Remote(_sandbox.url, point)
    control.reset()
    yield control
    control.heal()


@pytest.fixture
def portal(
    remote: Remote,
    transactional_db: None,
    live_server: Any,
    _worker: worker.Worker,
    _begin_with: dict[str, rows.Rows],
) -> Iterator[str]:
    """The portal's address, with people, the tree and a worker."""
    cache.clear()
    mail.outbox.clear()
    if kept := _begin_with.get("rows"):
        kept.restore()
    else:
        call_command("load_tree", verbosity=0)
        people.seed()
        _begin_with["rows"] = rows.take()
    yield live_server.url
    # The tables are emptied next: nobody may be at work in them.
    remote.heal()
    _worker.forget()


@pytest.fixture
def given(portal: str, _worker: worker.Worker) -> Given:
    """What stood before the story begins."""
    return Given(settled=_worker.rest)


@pytest.fixture
def visit(portal: str, remote: Remote, new_context: Callable[..., BrowserContext]) -> Callable[..., Tenant]:
    """Opens a browser of its own, signed in or not: `visit("amira")`; `visit(java_script_enabled=False)`."""

    def open_browser(name: str = "", **options: Any) -> Tenant:
        context = new_context(base_url=portal, **{"viewport": TELEPHONE, **options})
        context.set_default_timeout(15_000)
        tenant = Tenant(context.new_page(), portal)
        if name:
            tenant.is_signed_in(f"{name}@riverside.example")
        return tenant

    return open_browser
