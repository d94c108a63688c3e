"""The portal's own settings, with one more address."""

from portal.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
