#!/usr/bin/env python
"""Django's command line for the archive: `python manage.py help` lists the commands."""

import os
import signal
import sys

# Ctrl-C during the imports ends the process without a word; main() hands it on.
on_interrupt = signal.getsignal(signal.SIGINT)
if on_interrupt is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

try:
    from django.core.management import execute_from_command_line

    from archive import failures
except ModuleNotFoundError as error:
    sys.stderr.write(
        f"{error.name} is not installed for {sys.executable}. Use .venv/bin/python, which "
        "`make run` sets up.\n"
    )
    sys.exit(2)


def main():
    """Run a command; what an operator can mend ends it with a sentence and status 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    signal.signal(signal.SIGINT, on_interrupt)
    # A service manager's wish to stop is the same as Ctrl-C, and as tidy.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if sys.stdout:  # there is none where the caller closed it
        # Each line goes out at once, into a journal too, before serve becomes another program.
        sys.stdout.reconfigure(line_buffering=True)
    try:
        execute_from_command_line(sys.argv)
    except failures.MENDABLE as error:
        told = failures.sentence(error)
        if not told:
            raise
        sys.stderr.write(f"{told.strip()}\n")
        if isinstance(error, OSError) and sys.stdout:
            failures.drop_output()
        sys.exit(2)
    except SystemExit as end:
        if failures.was_told(end):
            sys.exit(2)
        raise
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
