"""What every test may take for granted."""

from typing import Any

import pytest

LONG = {"simulator", "kills", "races", "restores", "hostile", "clocks", "running"}
"""Folders whose tests run for minutes: they begin first, so that the others fill the time beside them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first."""
    items.sort(key=lambda item: not LONG & set(item.path.parts))


@pytest.fixture(autouse=True)
def _static_as_it_lies(settings: Any) -> None:
    """Static files straight from static/: nobody has to run collectstatic before a test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # What a demo beside us collects and clears away is no business of ours.
    settings.STATIC_ROOT = settings.BASE_DIR / "static" / "nothing-collected"
