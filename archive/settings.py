"""Settings of the archive, read from the environment and safe where it says nothing.

README.md has a table of every variable.
"""

from pathlib import Path

from csp.constants import NONE, SELF

from archive import environment
from archive.secret import kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent
# One that is relative stands in the checkout, wherever a command is run.
DATA_DIR = BASE_DIR / (environment.text("ARCHIVE_DATA_DIR") or "var")

DEBUG = environment.is_on("DEBUG")
SECRET_KEY = environment.text("SECRET_KEY") or kept_secret(DATA_DIR / "secret-key")

_site = environment.site_at(environment.text("SITE_URL") or "http://127.0.0.1:8000")
SITE_URL = _site.url
HTTPS = _site.https
# Where readers report errors and ask for removal: an email address, a web address, or nothing.
CONTACT = environment.text("CONTACT")

ALLOWED_HOSTS = environment.entries("ALLOWED_HOSTS") or [
    *(_site.host, "localhost", "127.0.0.1", "[::1]"),
]

INSTALLED_APPS = [
    "archive",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "csp",
    "pgtrigger",
    "pghistory",
    "taggit",
    "articles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "archive.busy.BusyMiddleware",
]

# Whoever only reads changes nothing that has a history.
PGHISTORY_MIDDLEWARE_METHODS = ("POST",)

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

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
            ],
        },
    },
]

_database = environment.text("DATABASE_URL")
DATABASES = {
    "default": environment.database_at(_database, "DATABASE_URL")
    if _database
    else environment.embedded_database(DATA_DIR)
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# No page links to a file by its bare name; kept, it would be compressed at every start, too.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [SITE_URL]
X_FRAME_OPTIONS = "DENY"
# What https turns on; archive.W003 says so in one sentence.
SILENCED_SYSTEM_CHECKS = (
    [] if HTTPS else [f"security.{check}" for check in ("W004", "W008", "W012", "W016")]
)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# It counts files too, and a request with too many is told so.
FILE_UPLOAD_HANDLERS = ["archive.uploads.BoundedUploads"]
DATA_UPLOAD_MAX_NUMBER_FILES = None

TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    # A request that is refused is told in a line: anybody can make one, and none is a fault here.
    "filters": {"refusals": {"()": "archive.failures.Refusals"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["refusals"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # That a page is not there is the reader's to know.
    "loggers": {"django.request": {"level": "ERROR"}},
}
