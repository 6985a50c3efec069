#!/usr/bin/env python
"""Django's command line for the archive: `python manage.py help` lists the commands."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedTable


def main():
    """Run a command; what an operator can mend ends it with a sentence and status 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(_told(str(error)))
    except OperationalError as error:
        sys.exit(_told(f"The database cannot be used: {error}"))
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        sys.exit(_told("The database is not set up. Run: python manage.py migrate"))


def _told(message):
    sys.stderr.write(f"{message.strip()}\n")
    return 2


if __name__ == "__main__":
    main()
