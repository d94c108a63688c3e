"""The diagnosis heart as a Django app."""

from django.apps import AppConfig


class DiagnosisConfig(AppConfig):
    """Category → sub-area → repair code."""

    name = "diagnosis"
    default_auto_field = "django.db.models.BigAutoField"
