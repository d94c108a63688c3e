"""What every test may take for granted."""

from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _static_as_it_lies(settings: Any) -> None:
    """Static files straight from static/: nobody has to run collectstatic before a test."""
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
