"""What `manage.py check`, and every command before it begins, finds wrong in the settings."""

import os
import re
from difflib import SequenceMatcher
from ipaddress import ip_network

from django.conf import settings
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.http.request import validate_host

from archive import environment
from archive.environment import HOST, NO, VARIABLES, YES

PLACEHOLDER = re.compile(
    r"change[-_ ]?(me|this)|replace[-_ ](me|this|with)|your[-_ ]secret|example", re.IGNORECASE
)
# Likely slips, such as SITE_URI (0.875), lie above it; DATABASE_URL_OLD (0.857) lies below.
ALIKE = 0.87


def register() -> None:
    """Have Django run the checks of this module."""
    for check in (
        *(check_debug, check_hosts, check_secret_key, check_contact),
        *(check_proxies, check_data_folder, check_names),
    ):
        checks.register(check)
    checks.register(check_scheme, deploy=True)


def check_scheme(app_configs, **kwargs):
    """A public site speaks https."""
    if settings.HTTPS:
        return []
    return [
        checks.Warning(
            "SITE_URL is http, so that others on the way can read and change what is sent.",
            hint="Put a proxy with TLS in front and set SITE_URL=https://archive.example.org",
            id="archive.W003",
        )
    ]


def check_debug(app_configs, **kwargs):
    """DEBUG says yes or no, and never yes on a public site."""
    value = environment.text("DEBUG")
    if value.lower() not in YES | NO:
        return [
            checks.Error(
                f"DEBUG is {value!r}, which is neither yes nor no.",
                hint="Leave it out on a public site, or write DEBUG=1 to see errors.",
                id="archive.E001",
            )
        ]
    if settings.DEBUG and settings.HTTPS:
        return [
            checks.Error(
                "DEBUG is on while SITE_URL is https, and would show the insides to the public.",
                hint="Leave DEBUG out, or set SITE_URL=http://127.0.0.1:8000 to look for errors.",
                id="archive.E002",
            )
        ]
    return []


def check_hosts(app_configs, **kwargs):
    """Each of ALLOWED_HOSTS is a host name, and the site answers to its own."""
    wrong = [host for host in settings.ALLOWED_HOSTS if not _is_host_pattern(host)]
    if wrong:
        return [
            checks.Error(
                f"ALLOWED_HOSTS has {wrong[0]!r}, which is no host name.",
                hint="Write names alone, without scheme, port or path: "
                "ALLOWED_HOSTS=archive.example.org,www.example.org",
                id="archive.E003",
            )
        ]
    if settings.HTTPS and "*" in settings.ALLOWED_HOSTS:
        return [
            checks.Warning(
                "ALLOWED_HOSTS answers every host name, one that an attacker chose included.",
                hint="Name the hosts of the site, or leave it empty.",
                id="archive.W004",
            )
        ]
    host = environment.site_at(settings.SITE_URL).host
    if not validate_host(host, settings.ALLOWED_HOSTS):
        return [
            checks.Error(
                f"ALLOWED_HOSTS leaves out {host}, the host of SITE_URL, so no page would answer.",
                hint=f"Add it, as in ALLOWED_HOSTS={host},www.example.org, or leave it empty.",
                id="archive.E004",
            )
        ]
    return []


def _is_host_pattern(host: str) -> bool:
    return host == "*" or bool(HOST.fullmatch(host))


def check_secret_key(app_configs, **kwargs):
    """SECRET_KEY is long, and not what an example says."""
    hint = "Leave it out to have one made, or make one: openssl rand -hex 32"
    if PLACEHOLDER.search(settings.SECRET_KEY):
        return [
            checks.Error(
                "SECRET_KEY is an example, so that others know it and can sign in as anyone.",
                hint=hint,
                id="archive.E005",
            )
        ]
    if len(settings.SECRET_KEY) < 50:
        return [
            checks.Warning(
                "SECRET_KEY is shorter than 50 characters and could be guessed.",
                hint=hint,
                id="archive.W001",
            )
        ]
    return []


def check_contact(app_configs, **kwargs):
    """CONTACT is an address to which a reader can write."""
    if not settings.CONTACT or _is_email(settings.CONTACT) or _is_page(settings.CONTACT):
        return []
    return [
        checks.Error(
            f"CONTACT is {settings.CONTACT!r}, neither an email address nor a web address.",
            hint="Write CONTACT=desk@example.org or CONTACT=https://example.org/contact",
            id="archive.E006",
        )
    ]


def _is_email(address: str) -> bool:
    return _passes(validate_email, address)


def _is_page(address: str) -> bool:
    return _passes(URLValidator(schemes=["http", "https"]), address)


def _passes(validate, value: str) -> bool:
    try:
        validate(value)
    except ValidationError:
        return False
    return True


def check_proxies(app_configs, **kwargs):
    """FORWARDED_ALLOW_IPS holds what gunicorn can read."""
    for entry in filter(None, os.environ.get("FORWARDED_ALLOW_IPS", "").split(",")):
        try:
            if entry.strip() != "*":
                ip_network(entry.strip())
        except ValueError as error:
            return [
                checks.Error(
                    f"FORWARDED_ALLOW_IPS has what is no address or network: {error}.",
                    hint="Write the proxy's address, such as 127.0.0.1, or a network, such as "
                    "10.0.0.0/8",
                    id="archive.E007",
                )
            ]
    return []


def check_data_folder(app_configs, **kwargs):
    """The data folder can be made and written to, where the database lives in it."""
    if settings.DATABASES["default"]["ENGINE"] != "archive.embedded":
        return []
    place = settings.DATA_DIR
    while not place.exists() and place != place.parent:
        place = place.parent
    if place.is_dir() and os.access(place, os.W_OK | os.X_OK):
        return []
    return [
        checks.Error(
            f"{place} is {'closed to you' if place.is_dir() else 'no folder'}, so the data folder "
            f"{settings.DATA_DIR} cannot be used.",
            hint="Set ARCHIVE_DATA_DIR to a folder that you may write to, such as "
            "ARCHIVE_DATA_DIR=/srv/archive-data",
            id="archive.E008",
        )
    ]


def check_names(app_configs, **kwargs):
    """No variable looks like one of ours, misspelt, while that one is unset."""
    return [
        checks.Warning(
            f"{name} is set, which the archive does not read.",
            hint=f"If {meant} is meant, write {meant}.",
            id="archive.W002",
        )
        for name in sorted(os.environ)
        for meant in VARIABLES
        if meant not in os.environ and _looks_like(name, meant)
    ]


def _looks_like(name: str, meant: str) -> bool:
    name = name.upper()
    return name[:3] == meant[:3] and SequenceMatcher(None, name, meant).ratio() >= ALIKE
