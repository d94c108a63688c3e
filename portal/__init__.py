"""What people see: every page, every message, and the Django project itself."""

from portal.celery import app as celery_app

__all__ = ["celery_app"]
