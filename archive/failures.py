"""What an operator is told of failures: what can be mended, and what a request did wrong."""

import errno
import logging
import os
import re
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, NotSupportedError, OperationalError
from psycopg.errors import DiskFull, UndefinedTable

MENDABLE = (ImproperlyConfigured, DatabaseError, OSError)
FULL = {errno.ENOSPC, errno.EDQUOT}
# What libpq and psycopg put before the reason, such as: connection failed:
PREFIX = re.compile(r"^connection (failed|is bad): |\bFATAL:\s+")


def sentence(error: Exception) -> str | None:
    """Return what went wrong and what to do about it, or None where the fault is the code's."""
    if isinstance(error, ImproperlyConfigured):
        return str(error)
    if isinstance(error, OSError):
        where = f" for {error.filename}" if error.filename else ""
        told = f"{error.strerror}{where}. Free some and run the same command again."
        return told if error.errno in FULL else None
    if isinstance(error.__cause__, UndefinedTable):
        return "The database is not set up. Run: python manage.py migrate"
    if isinstance(error.__cause__, DiskFull):
        return f"The database's disk is full: {reason(error)}. Free space there and try again."
    if isinstance(error, NotSupportedError):
        return f"{reason(error)}. Name another server in DATABASE_URL."
    if not isinstance(error, OperationalError):
        return None
    if os.environ.get("DATABASE_URL"):
        return (
            f"The database that DATABASE_URL names cannot be used: {reason(error)}. Mend the "
            "address or start its server; without one, the archive brings its own."
        )
    return f"The database cannot be used: {reason(error)}."


class Refusals(logging.Filter):
    """Leaves the traceback out where a request was refused, such as one for a foreign host name."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass."""
        if record.name.startswith("django.security."):
            record.exc_info = record.exc_text = None
        return True


def drop_output() -> None:
    """Let go of what standard output would not take, or Python would try again at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def was_told(end: SystemExit) -> bool:
    """Say whether a command ended, with status 1, having told what the checks found."""
    return isinstance(end.__context__, SystemCheckError)


def reason(error: DatabaseError) -> str:
    """Return the first line of what the database said, without what says only that it failed."""
    lines = PREFIX.sub("", str(error).strip()).splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
