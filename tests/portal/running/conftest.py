"""One house for all tests that need real processes."""

from collections.abc import Iterator

import pytest

from tests.portal.running import house as houses


@pytest.fixture(scope="package")
def house() -> Iterator[houses.House]:
    """The portal as it runs for real."""
    with houses.running() as running:
        yield running
