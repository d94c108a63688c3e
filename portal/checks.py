"""System checks: each wrong or missing setting has an id and a sentence that says what to set."""

import logging
import re
from collections.abc import Iterator
from string import Formatter
from typing import Any, cast
from urllib.parse import urlsplit

import phonenumbers
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured

from portal.inbound import check_hooks

logger = logging.getLogger(__name__)

CANNOT_BOOT = 3
"""The exit code at which gunicorn stops instead of trying again for ever."""
PRODUCTION_NEEDS = {
    "SECRET_KEY": "at least 50 random characters that nobody else knows",
    "ALLOWED_HOSTS": "the host names that people type, with commas between them",
    "DATABASE_URL": "the database, as postgres://user:password@host:5432/name",
    "CACHE_URL": "the cache that all processes share, as redis://host:6379/1",
    "CELERY_BROKER_URL": "the broker, as redis://host:6379/0 or amqp://user:password@host:5672/",
    "EMAIL_URL": "the mail server, as smtp+tls://user:password@host:587",
    "DEFAULT_FROM_EMAIL": "the address that e-mails come from",
    "SITE_URL": "the address that links in e-mails begin with, as https://repairs.example.org",
    "CONNECT_URL": "Connect's address, which ends in /WS-API",
    "CONNECT_USERNAME": "the portal's user name in Connect",
    "CONNECT_PASSWORD": "the portal's password in Connect",
    "CONNECT_CONTRACT": "the contract that orders are raised under",
    "CONNECT_ORGANISATION": "the organisation that tenants belong to in Connect",
    "LANDLORD_NAME": "the landlord's name",
    "LANDLORD_PHONE": "the number that tenants call about repairs",
    "LANDLORD_EMERGENCY_PHONE": "the number that tenants call in an emergency",
    "LANDLORD_REPAIRS_EMAIL": "the address of the team that reads described repairs",
}
NOT_NEGATIVE = ("CHANGE_NOTICE_DAYS", "LEAD_TIME_DAYS", "NO_TIME_HOURS", "TRUSTED_PROXIES")
SHARED_CACHES = {"RedisCache", "PyMemcacheCache", "PyLibMCCache", "DatabaseCache"}
JUMPS = {"jump_url": "CONNECT_JUMP_URL", "jump_orders_url": "CONNECT_JUMP_ORDERS_URL"}
JUMPS |= {"jump_appointments_url": "CONNECT_JUMP_APPOINTMENTS_URL"}
JUMP_FIELDS = {"token", "screen", "number", "property", "customer"}


def register() -> None:
    """Hand every check of this file to Django."""
    for check in (
        check_readable,
        check_database,
        check_numbers,
        check_order_prefix,
        check_phones,
        check_connect,
        check_hooks,
    ):
        checks.register(check, "portal")
    for check in (check_present, check_secret_key, check_hosts, check_shared, check_mail, check_https):
        checks.register(check, "portal", deploy=True)


def insist() -> None:
    """End the process, with a sentence for each, where a setting is wrong in any mode."""
    wrong = [found for found in checks.run_checks(tags=["portal"]) if found.is_serious()]
    if wrong:
        logger.critical(
            "The portal cannot start:\n%s", "\n".join(f"{found.id}: {found.msg}" for found in wrong)
        )
        raise SystemExit(CANNOT_BOOT)


# --- wrong in any mode --------------------------------------------------------------------------------------
def check_readable(**kwargs: Any) -> list[CheckMessage]:
    """portal.E001: every variable that is set can be read."""
    return [Error(sentence, id="portal.E001") for sentence in settings.ENVIRONMENT_WRONG]


def check_database(**kwargs: Any) -> list[CheckMessage]:
    """portal.E002: the database is PostgreSQL."""
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
        return []
    return [Error("Set DATABASE_URL to a PostgreSQL database: no other will do.", id="portal.E002")]


def check_numbers(**kwargs: Any) -> list[CheckMessage]:
    """portal.E003: days and seconds are sensible."""
    found = [f"{name} must be 0 or more." for name in NOT_NEGATIVE if not getattr(settings, name) >= 0]
    options = read_connect_options()
    above_zero = {
        "QUARANTINE_SECONDS": settings.QUARANTINE_SECONDS,
        "CONNECT_READ_SECONDS": options["read_seconds"],
        "CONNECT_WRITE_SECONDS": options["write_seconds"],
    }
    found += [f"{name} must be more than 0." for name, value in above_zero.items() if not value > 0]
    return [Error(sentence, id="portal.E003") for sentence in found]


def check_order_prefix(**kwargs: Any) -> list[CheckMessage]:
    """portal.E004: order numbers begin with something that the remote takes."""
    if re.fullmatch(r"[A-Z0-9]{1,12}", settings.ORDER_NUMBER_PREFIX):
        return []
    return [Error("ORDER_NUMBER_PREFIX must be 1 to 12 of A-Z and 0-9.", id="portal.E004")]


def check_phones(**kwargs: Any) -> list[CheckMessage]:
    """portal.E005: the landlord's numbers can be called."""
    names = ("LANDLORD_PHONE", "LANDLORD_EMERGENCY_PHONE")
    return [
        Error(f"{name} must be a telephone number, as 0808 157 0100.", id="portal.E005")
        for name in names
        if not can_be_called(getattr(settings, name))
    ]


def can_be_called(text: str) -> bool:
    """It has the length of a telephone number; short ones such as 999 are none of the landlord's."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(text, "GB"))
    except phonenumbers.NumberParseException:
        return False


def check_connect(**kwargs: Any) -> list[CheckMessage]:
    """portal.E006 to E008: Connect's addresses can be addresses."""
    options = read_connect_options()
    return [*find_wrong_address(options["url"]), *find_wrong_choice(options), *find_wrong_jumps(options)]


def read_connect_options() -> dict[str, Any]:
    """What Connect's factory is given."""
    return cast(dict[str, Any], settings.SCHEDULERS["connect"]["options"])


def find_wrong_address(url: str) -> Iterator[CheckMessage]:
    """E006, for an address that is set."""
    if not url:
        return
    if not is_web_address(url):
        yield Error("CONNECT_URL must begin with https:// and a host.", id="portal.E006")
    elif "?" in url:
        yield Error("CONNECT_URL must have nothing after its path.", id="portal.E006")
    elif not urlsplit(url).path.upper().endswith("/WS-API"):
        yield Caution("CONNECT_URL usually ends in /WS-API; make sure that yours is right.", id="portal.W006")


def find_wrong_choice(options: dict[str, Any]) -> Iterator[CheckMessage]:
    """E007."""
    if options["ignore_weekends"] not in {"", "true", "false"}:
        yield Error("CONNECT_IGNORE_WEEKENDS must be true, false or empty.", id="portal.E007")


def find_wrong_jumps(options: dict[str, Any]) -> Iterator[CheckMessage]:
    """E008, for those templates that are set."""
    for option, name in JUMPS.items():
        template = options[option]
        if template and not is_web_address(template):
            yield Error(f"{name} must begin with https:// and a host.", id="portal.E008")
        elif template and find_fields(template) - JUMP_FIELDS:
            known = ", ".join(f"{{{field}}}" for field in sorted(JUMP_FIELDS))
            yield Error(f"{name} may hold {known} and nothing else in braces.", id="portal.E008")


def is_web_address(url: str) -> bool:
    """It has a scheme that browsers speak and a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def find_fields(template: str) -> set[str]:
    """The names in braces; a nameless one where the braces do not match."""
    try:
        return {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    except ValueError:
        return {""}


# --- wrong in production ------------------------------------------------------------------------------------
def check_present(**kwargs: Any) -> list[CheckMessage]:
    """portal.E020: nothing that production needs is left to its default."""
    return [
        Error(f"Set {name}: {what}.", id="portal.E020")
        for name, what in PRODUCTION_NEEDS.items()
        if name in settings.ENVIRONMENT_MISSING
    ]


def check_secret_key(**kwargs: Any) -> list[CheckMessage]:
    """portal.E021: nobody can guess the key that signs sessions."""
    try:
        key = settings.SECRET_KEY
    except ImproperlyConfigured:
        return []  # E020 says it
    guessable = re.search("change|example|insecure|secret|password|demo|test", key, re.IGNORECASE)
    if len(key) >= 50 and len(set(key)) >= 5 and not guessable:
        return []
    return [Error("SECRET_KEY must be at least 50 random characters, and not an example.", id="portal.E021")]


def check_hosts(**kwargs: Any) -> list[CheckMessage]:
    """portal.E022: the portal answers to its own names only."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [Error("ALLOWED_HOSTS must name the hosts: * would let anybody forge links.", id="portal.E022")]


def check_shared(**kwargs: Any) -> list[CheckMessage]:
    """portal.E023 and E024: what all processes must share is shared."""
    found: list[CheckMessage] = []
    if settings.CACHES["default"]["BACKEND"].rpartition(".")[2] not in SHARED_CACHES:
        sentence = (
            "Set CACHE_URL to a cache that all processes share: rate limits and Connect's token live there."
        )
        found.append(Error(sentence, id="portal.E023"))
    if urlsplit(settings.CELERY_BROKER_URL).scheme in {"", "memory", "filesystem"}:
        sentence = "Set CELERY_BROKER_URL to a broker that other processes reach, as redis://host:6379/0."
        found.append(Error(sentence, id="portal.E024"))
    return found


def check_mail(**kwargs: Any) -> list[CheckMessage]:
    """portal.E025: e-mails go to a mail server, for they carry the codes."""
    if settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2] not in {
        "console",
        "dummy",
        "filebased",
        "locmem",
    }:
        return []
    return [Error("Set EMAIL_URL to a mail server: people sign in by e-mailed codes.", id="portal.E025")]


def check_https(**kwargs: Any) -> list[CheckMessage]:
    """portal.E026: what is secret travels encrypted."""
    found = [] if settings.HTTPS else ["Leave HTTPS unset, or set it to true."]
    if not settings.SITE_URL.startswith("https://"):
        found.append("SITE_URL must begin with https://.")
    options = read_connect_options()
    for name in ("url", *JUMPS):
        if options[name].startswith("http://"):
            found.append(f"{JUMPS.get(name, 'CONNECT_URL')} must begin with https://.")
    return [Error(sentence, id="portal.E026") for sentence in found]
