"""A repair for which a firm without a system is asked, and those who look at it."""

import pytest
from django.core.cache import cache
from django.test import Client

from portal.models import Repair
from tests.portal import review_cast as cast
from tests.portal.contractors.steps import FIRM, TENANT


@pytest.fixture
def repair() -> Repair:
    """Reported, and a firm without a system is asked; nobody has looked at its page yet."""
    cache.clear()
    return cast.add_report(cast.add_leaf(route="email", email=FIRM), TENANT)


@pytest.fixture
def tenant(repair: Repair) -> Client:
    client = Client()
    client.force_login(repair.reported_by)
    return client


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(cast.add_officer())
    return client
