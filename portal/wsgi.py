"""What gunicorn serves; it does not start on settings that are wrong."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

from booking import remote  # noqa: E402 - Django must stand first
from portal import checks  # noqa: E402

checks.insist()
# Loading a scheduler's modules takes a good part of a second: no tenant should be the first to wait for it.
for name in settings.SCHEDULERS:
    remote.scheduler(name)
