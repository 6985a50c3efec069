#!/usr/bin/env python
"""Django's command line for the archive: `python manage.py help` lists the commands."""

import os
import signal
import sys

try:
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.core.management.base import SystemCheckError
    from django.db import DatabaseError

    from archive.failures import sentence
except ModuleNotFoundError as error:
    sys.stderr.write(
        f"{error.name} is not installed for {sys.executable}. Use .venv/bin/python, which "
        "`make run` sets up.\n"
    )
    sys.exit(2)


def main():
    """Run a command; what an operator can mend ends it with a sentence and status 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    # A service manager's wish to stop is the same as Ctrl-C, and as tidy.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, DatabaseError) as error:
        told = sentence(error)
        if not told:
            raise
        sys.stderr.write(f"{told.strip()}\n")
        sys.exit(2)
    except SystemExit as end:
        # The command has told what the checks found. Its status, 1, would mean another thing.
        sys.exit(2 if isinstance(end.__context__, SystemCheckError) else end.code)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
