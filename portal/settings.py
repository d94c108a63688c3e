"""Every setting, read from the environment once; docs/settings.md explains each to people who run it."""

from pathlib import Path

from csp.constants import NONE, SELF

from portal import logs
from portal.environment import Environment
from portal.running.timetable import schedule
from portal.systems import read_systems

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment()
# Filled while this file is read; portal.checks says them in sentences.
ENVIRONMENT_WRONG, ENVIRONMENT_MISSING = env.wrong, env.missing

# --- where we run -----------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Plain http is for a demo on one's own machine: no Secure cookies, no redirect, no HSTS.
HTTPS = env.bool("HTTPS", default=True)
# How many proxies of ours stand in front: their X-Forwarded-For is believed, nobody else's.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "portal",
    "booking",
    "diagnosis",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.forms",
    "django_htmx",
    "template_partials",
    "csp",
    # Here for its static files: the page about the API loads nothing from elsewhere.
    "ninja",
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "portal.running.health.Health",
    "portal.running.journal.Journal",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "portal.api.door.Door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.errors.Anticipated",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.landlord.landlord",
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    },
]

# --- data -------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///portal")}
# Pooled, so that a view can hand its connection back while it waits for a remote (booking.remote).
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 1,
    "max_size": env.int("DATABASE_POOL_SIZE", default=16),
    # Hundreds of people at once wait in turn: an error would cost them more than some seconds.
    "timeout": 20,
}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# --- people -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "portal.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "repairs"
ACCOUNT_ADAPTER = "portal.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 300
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# Three tries a code: by the hour as well, so that nobody guesses their way to six digits.
ACCOUNT_RATE_LIMITS = {"request_login_code": "20/m/ip,3/m/key,20/h/key"}
ACCOUNT_FORMS = {
    "request_login_code": "portal.accounts.forms.AddressForm",
    "confirm_login_code": "portal.accounts.forms.CodeForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "portal.errors.csrf_failed"

# --- the landlord -----------------------------------------------------------------------------------------
LANDLORD_NAME = env.str("LANDLORD_NAME", default="Riverside Homes")
LANDLORD_PHONE = env.str("LANDLORD_PHONE", default="0800 496 0100")
LANDLORD_EMERGENCY_PHONE = env.str("LANDLORD_EMERGENCY_PHONE", default="0800 496 0199")
# The colour of header, buttons and links: #rrggbb, readable under white text (portal.E101).
LANDLORD_COLOUR = env.str("LANDLORD_COLOUR", default="#0b5d5e")
# The team that reads what the diagnosis tree has no answer for.
LANDLORD_REPAIRS_EMAIL = env.str("LANDLORD_REPAIRS_EMAIL", default="repairs@riverside.example")
# An appointment nearer than this many days is changed by telephone.
CHANGE_NOTICE_DAYS = env.int("CHANGE_NOTICE_DAYS", default=2)
# Slots sooner than this many days from today are not offered.
LEAD_TIME_DAYS = env.int("LEAD_TIME_DAYS", default=1)
# Where nobody has chosen a time so long after an order was raised, officers call.
NO_TIME_HOURS = env.int("NO_TIME_HOURS", default=24)
# The remote may accept only reasons that it knows: the landlord's own list.
CANCEL_REASONS = env.list(
    "CANCEL_REASONS",
    default=["It is fixed", "I reported it twice", "The time no longer suits me", "Another reason"],
)

# --- scheduling systems -----------------------------------------------------------------------------------
SCHEDULERS = read_systems(env)
# Begins each order number, so that two installations never share one.
ORDER_NUMBER_PREFIX = env.str("ORDER_NUMBER_PREFIX", default="TP")
# How long an unanswered write may still arrive: the remote's own timeout and a minute.
QUARANTINE_SECONDS = env.float("QUARANTINE_SECONDS", default=105)

# --- messages ---------------------------------------------------------------------------------------------
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"{LANDLORD_NAME} repairs <repairs@riverside.example>"
)
# The address that links in e-mails begin with.
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")

# --- webhooks ---------------------------------------------------------------------------------------------
# For a demo and for developers: webhooks may go to this very machine, over plain http too.
WEBHOOK_LOOPBACK = env.bool("WEBHOOK_LOOPBACK", default=DEBUG)

# --- Celery -----------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="redis://127.0.0.1:6379/0")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A nudge to a dead broker must not hold a page: the sweep finds what was not nudged.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "socket_timeout": 5, "max_retries": 0}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# Keeps its place in memory: it goes by a clock that begins anew with the machine.
CELERY_BEAT_SCHEDULER = "celery.beat:Scheduler"
CELERY_BEAT_SCHEDULE = schedule(sweep=env.float("SWEEP_SECONDS", default=5))

# --- external access --------------------------------------------------------------------------------------
# How often one access may call the API.
API_CALLS_PER_MINUTE = env.int("API_CALLS_PER_MINUTE", default=120)

# --- language, time, files --------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / ".static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- security ---------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --- logs -------------------------------------------------------------------------------------------------
LOGGING = logs.describe(
    # "json": one object a line.
    style=env.one_of("LOG_FORMAT", logs.STYLES, default="line"),
    level=env.one_of("LOG_LEVEL", logs.LEVELS, default="INFO"),
    whole_errors=DEBUG,
)

# --- figures ----------------------------------------------------------------------------------------------
# Whoever has it may read /metrics; none, and there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
