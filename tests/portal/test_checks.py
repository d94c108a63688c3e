"""Each wrong or missing setting is said in a sentence with an id."""

import copy
from typing import Any

import pytest
from django.conf import settings as loaded
from django.core.checks import run_checks

from portal import checks

GOOD_KEY = "k7Jq2vX9mB4tZ8nR1wL5yC3hF6gD0sAaPpOoIiUuYyTtRrEeWwQqMmNn"


@pytest.fixture
def production(settings):
    """Settings that every check is content with, to be spoilt one at a time."""
    settings.SECRET_KEY = GOOD_KEY
    settings.ENVIRONMENT_WRONG, settings.ENVIRONMENT_MISSING = [], set()
    settings.ALLOWED_HOSTS = ["repairs.example.org"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    settings.CELERY_BROKER_URL = "rediss://cache.example.org/0"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.HTTPS, settings.SITE_URL = True, "https://repairs.example.org"
    settings.SCHEDULERS = copy.deepcopy(loaded.SCHEDULERS)
    options = settings.SCHEDULERS["connect"]["options"]
    options["url"], options["jump_url"] = "https://connect.example.org/WS-API", ""
    return settings


def find(**kwargs: Any) -> list[tuple[str, str]]:
    """What our own checks say, in production too."""
    own = [found for found in run_checks(tags=["portal"], include_deployment_checks=True) if found.id]
    return [(found.id, found.msg) for found in own if found.id.startswith(("portal.E0", "portal.W0"))]


def test_a_good_production_has_no_findings(production):
    assert find() == []


@pytest.mark.parametrize(
    ("name", "value", "expected", "says"),
    [
        ("ENVIRONMENT_WRONG", ["LEAD_TIME_DAYS must be a whole number."], "portal.E001", "LEAD_TIME_DAYS"),
        ("LEAD_TIME_DAYS", -1, "portal.E003", "LEAD_TIME_DAYS"),
        ("CHANGE_NOTICE_DAYS", -1, "portal.E003", "CHANGE_NOTICE_DAYS"),
        ("NO_TIME_HOURS", -1, "portal.E003", "NO_TIME_HOURS"),
        ("QUARANTINE_SECONDS", 0, "portal.E003", "QUARANTINE_SECONDS"),
        ("QUARANTINE_SECONDS", float("nan"), "portal.E003", "QUARANTINE_SECONDS"),
        ("ORDER_NUMBER_PREFIX", "", "portal.E004", "ORDER_NUMBER_PREFIX"),
        ("ORDER_NUMBER_PREFIX", "TÖ", "portal.E004", "ORDER_NUMBER_PREFIX"),
        ("LANDLORD_PHONE", "ask us", "portal.E005", "LANDLORD_PHONE"),
        ("LANDLORD_EMERGENCY_PHONE", "12", "portal.E005", "LANDLORD_EMERGENCY_PHONE"),
        ("SECRET_KEY", "short", "portal.E021", "SECRET_KEY"),
        ("SECRET_KEY", "change-me-" + GOOD_KEY, "portal.E021", "SECRET_KEY"),
        ("SECRET_KEY", "a" * 60, "portal.E021", "SECRET_KEY"),
        ("ALLOWED_HOSTS", ["*"], "portal.E022", "ALLOWED_HOSTS"),
        (
            "CACHES",
            {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
            "portal.E023",
            "CACHE_URL",
        ),
        ("CELERY_BROKER_URL", "memory://", "portal.E024", "CELERY_BROKER_URL"),
        ("CELERY_BROKER_URL", "", "portal.E024", "CELERY_BROKER_URL"),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend", "portal.E025", "EMAIL_URL"),
        ("HTTPS", False, "portal.E026", "HTTPS"),
        ("SITE_URL", "http://repairs.example.org", "portal.E026", "SITE_URL"),
    ],
)
def test_a_wrong_setting_is_said(production, name, value, expected, says):
    setattr(production, name, value)
    assert [(identity, says in sentence) for identity, sentence in find()] == [(expected, True)]


def test_another_database_is_said(production, monkeypatch):
    monkeypatch.setitem(production.DATABASES["default"], "ENGINE", "django.db.backends.sqlite3")
    assert [identity for identity, _ in find()] == ["portal.E002"]


@pytest.mark.parametrize(
    ("option", "value", "expected", "says"),
    [
        ("url", "connect.example.org/WS-API", "portal.E006", "CONNECT_URL"),
        ("url", "ftp://connect.example.org/WS-API", "portal.E006", "CONNECT_URL"),
        ("url", "https://connect.example.org", "portal.W006", "CONNECT_URL"),
        ("url", "https://connect.example.org:port/WS-API", "portal.E006", "CONNECT_URL"),
        ("url", "http://connect.example.org/WS-API", "portal.E026", "CONNECT_URL"),
        ("ignore_weekends", "perhaps", "portal.E007", "CONNECT_IGNORE_WEEKENDS"),
        ("jump_url", "https://connect.example.org/{token}/{nonsense}", "portal.E008", "CONNECT_JUMP_URL"),
        ("jump_url", "https://connect.example.org/{token", "portal.E008", "CONNECT_JUMP_URL"),
        ("jump_url", "/jump/{token}", "portal.E008", "CONNECT_JUMP_URL"),
        ("read_seconds", 0, "portal.E003", "CONNECT_READ_SECONDS"),
        ("write_seconds", -1, "portal.E003", "CONNECT_WRITE_SECONDS"),
    ],
)
def test_a_wrong_option_of_connect_is_said(production, option, value, expected, says):
    production.SCHEDULERS["connect"]["options"][option] = value
    assert [(identity, says in sentence) for identity, sentence in find()] == [(expected, True)]


@pytest.mark.parametrize("name", checks.PRODUCTION_NEEDS)
def test_a_missing_setting_is_said_with_what_to_set(production, name):
    production.ENVIRONMENT_MISSING = {name}
    [(identity, sentence)] = find()
    assert identity == "portal.E020"
    assert sentence.startswith(f"Set {name}: ")


def test_a_missing_secret_key_is_said_once(production):
    production.SECRET_KEY, production.ENVIRONMENT_MISSING = "", {"SECRET_KEY"}
    assert [identity for identity, _ in find()] == ["portal.E020"]


@pytest.mark.parametrize("phone", ["0800 496 0100", "+44 808 157 0100", "01632 960104"])
def test_numbers_that_people_write_can_be_called(phone):
    assert checks.can_be_called(phone)


def test_the_web_server_does_not_start_on_a_wrong_setting(production, caplog):
    production.ENVIRONMENT_WRONG = ["LEAD_TIME_DAYS must be a whole number, and it is 'abc'."]
    with pytest.raises(SystemExit) as ended:
        checks.insist()
    assert ended.value.code == checks.CANNOT_BOOT
    assert "portal.E001: LEAD_TIME_DAYS must be a whole number" in caplog.text


def test_the_web_server_starts_on_good_settings(production):
    checks.insist()
