"""A report on its way to a system that does what the test says, and a system that comes back."""

import pytest
from django.core.cache import cache

from booking.schedulers import connect as connect_system
from tests.booking import flow


@pytest.fixture
def command(script):
    return flow.only(flow.raise_order())


@pytest.fixture
def rest(settings):
    """The breaker was open until a moment ago: the next call finds out whether the system is back."""

    def rest():
        name = connect_system.identify(settings.SCHEDULERS["connect"]["options"])
        cache.set(f"{name}:open-until", flow.now().timestamp() - 1)

    yield rest
    cache.clear()
