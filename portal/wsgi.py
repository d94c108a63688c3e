"""What gunicorn serves; it does not start on settings that are wrong."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

application = get_wsgi_application()

from portal import checks  # noqa: E402 - Django must stand first

checks.insist()
