"""Settings as the environment gives them: read, or refused with a sentence.

What is refused here is what no setting could be made from; what is merely wrong is left to
`archive.checks`.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import make_conninfo

# Every variable that is ours to read; FORWARDED_ALLOW_IPS is gunicorn's.
VARIABLES = (
    *("ALLOWED_HOSTS", "ARCHIVE_DATA_DIR", "CONTACT", "DATABASE_URL", "DEBUG"),
    *("FORWARDED_ALLOW_IPS", "SECRET_KEY", "SITE_URL"),
)
YES = {"1", "true", "yes", "on"}
NO = {"", "0", "false", "no", "off"}

HOST = re.compile(r"[a-z0-9.-]+|\[[0-9a-f:.]+\]", re.IGNORECASE)
# What Django takes out of a database's options before it hands them to libpq.
DJANGO_OPTIONS = {"assume_role", "isolation_level", "pool", "server_side_binding"}
CONNECT_SECONDS = 10
FORM = "postgres://user:password@host/name"


def text(name: str) -> str:
    """Return the variable without the spaces around it; an unset one is empty."""
    return os.environ.get(name, "").strip()


def entries(name: str) -> list[str]:
    """Return what the variable lists, with commas between."""
    return [entry.strip() for entry in text(name).split(",") if entry.strip()]


def is_on(name: str) -> bool:
    """Say whether the variable says yes; what is neither yes nor no is no."""
    return text(name).lower() in YES


@dataclass(frozen=True)
class Site:
    """Where readers find the archive: `url` ends without a slash, `host` is without the port."""

    url: str
    host: str
    https: bool


def site_at(address: str) -> Site:
    """Return the site at an address. Raises ImproperlyConfigured unless that is a host's root.

    A path is refused because every path of the archive begins at the root.
    """
    try:
        parts = urlsplit(address.lower())
        host = parts.netloc.removesuffix(f":{parts.port}") if parts.port else parts.netloc
    except ValueError:
        parts, host = None, ""
    if (
        not HOST.fullmatch(host)
        or parts.scheme not in {"http", "https"}
        or parts.path not in {"", "/"}
        or parts.query
        or parts.fragment
    ):
        raise ImproperlyConfigured(
            f"SITE_URL is {address!r}. It must be a scheme and a host, with a port if need be, "
            "such as https://archive.example.org"
        )
    return Site(f"{parts.scheme}://{parts.netloc}", host, parts.scheme == "https")


def embedded_database(data_dir: Path) -> dict[str, object]:
    """Return what Django must know of the database that the archive brings along."""
    return {
        "ENGINE": "archive.embedded",
        "NAME": "archive",
        "DATA_DIR": data_dir,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def database_at(address: str, name: str) -> dict[str, object]:
    """Return what Django must know of the PostgreSQL database at an address.

    `name` is what the address is called where it is refused, with ImproperlyConfigured. The
    address itself is not shown, for it may hold a password.
    """
    if not address.startswith(("postgres://", "postgresql://", "pgsql://")):
        raise ImproperlyConfigured(f"{name} must name a PostgreSQL database: {FORM}")
    try:
        database = dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)
        options = database.setdefault("OPTIONS", {})
        make_conninfo(**{key: options[key] for key in options.keys() - DJANGO_OPTIONS})
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} cannot be read. It has the form {FORM}, with a number for a port; in a "
            "password, write @ as %40, # as %23 and / as %2F."
        ) from None
    except psycopg.ProgrammingError as error:
        raise ImproperlyConfigured(f"{name} has an {str(error).strip()}. Leave it out.") from None
    if not database["NAME"] and "service" not in options:
        raise ImproperlyConfigured(f"{name} names no database. It has the form {FORM}")
    options.setdefault("connect_timeout", CONNECT_SECONDS)
    return database
