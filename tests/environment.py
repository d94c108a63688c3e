"""What the tests run in: settings before Django reads them, our own PostgreSQL where nobody named one."""

import os
import signal
from collections.abc import Generator
from contextlib import ExitStack

import pytest

from portal.demo import throwaway

FIXED = {
    "SECRET_KEY": "only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "DEBUG": "false",
    "HTTPS": "false",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "TRUSTED_PROXIES": "0",
    "SITE_URL": "http://testserver",
    "EMAIL_URL": "memorymail://",
    "CACHE_URL": "locmemcache://",
    "CELERY_BROKER_URL": "memory://",
    "LOG_LEVEL": "WARNING",
    "QUARANTINE_SECONDS": "5",
    "CONNECT_URL": "",
    "CONNECT_USERNAME": "portal@clouddialogs.com",
    "CONNECT_PASSWORD": "sandbox",
    "CONNECT_CONTRACT": "RIVERSIDE-R&M",
    "CONNECT_ORGANISATION": "RIVERSIDE",
    "CONNECT_JUMP_URL": "",
    # Playwright keeps an event loop in the thread that runs the tests.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}
# What a person has exported for their own portal must not change what the tests see.
FORGOTTEN = (
    "CONNECT_",
    "LANDLORD_",
    "EMAIL_",
    "SECRET_KEY",
    "ORDER_NUMBER_PREFIX",
    "CSRF_",
    "CANCEL_",
    "LEAD_",
    "CHANGE_",
)


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None]:
    """Runs around pytest-django's own hook, which reads the settings; xdist's workers inherit what we set."""
    for name in [name for name in os.environ if name.startswith(FORGOTTEN)]:
        del os.environ[name]
    os.environ.update(FIXED)
    if not os.environ.get("DATABASE_URL"):
        # Whoever ends us politely leaves no server and no folder behind.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        stack = ExitStack()
        early_config.add_cleanup(stack.close)
        os.environ["DATABASE_URL"] = stack.enter_context(throwaway.running())
        stack.callback(os.environ.pop, "DATABASE_URL", None)
    return (yield)
