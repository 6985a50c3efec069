"""Make the archive ready and serve it on this machine."""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from archive import serving
from archive.embedded.layout import Layout, complaint
from archive.environment import NO, YES


class Command(BaseCommand):
    """The command line of `make run`: each step in its order, then gunicorn."""

    help = (
        "Set up the database and the static files, load the sample into an empty archive, and "
        "serve on this machine until Ctrl-C."
    )
    # They come second: first of all a taken port is told.
    requires_system_checks = []

    def add_arguments(self, parser):
        """Declare the arguments."""
        parser.add_argument("--port", default="8000", help="8000 if left out; 0 is any free one.")
        parser.add_argument(
            "--sample",
            default="yes",
            metavar="yes|no",
            help="Whether an empty archive is filled with the sample.",
        )

    def handle(self, *, port, sample, **options):
        """Take the port, set up, say where the archive is, and become gunicorn."""
        if sample.lower() not in YES | NO:
            raise CommandError(f"SAMPLE is {sample!r}. Say yes or no.", returncode=2)
        try:
            listener = serving.listen(port)
            self.check()
            with serving.alone(settings.DATA_DIR, self._wait):
                self._set_up(sample)
        except serving.PortError as error:
            raise CommandError(str(error), returncode=2) from error
        except OSError as error:
            told = complaint(Layout(settings.DATA_DIR), error)
            raise CommandError(told, returncode=2) from error
        self._welcome(listener.getsockname()[1])
        connections.close_all()
        serving.become_gunicorn(listener, settings.BASE_DIR)

    def _wait(self):
        self.stdout.write("Another start is setting up this archive. Waiting for it.")

    def _set_up(self, sample):
        call_command("migrate", verbosity=0, interactive=False, skip_checks=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        if sample.lower() in YES:
            call_command("load_sample", stdout=self.stdout)

    def _welcome(self, port):
        here = f"http://{serving.ADDRESS}:{port}"
        # gunicorn reads the settings anew, and links must lead to the port that was taken.
        site = os.environ.get("SITE_URL") or here
        os.environ["SITE_URL"] = site
        served = "" if site.rstrip("/") == here else f", served on {here}"
        self.stdout.write(f"The archive is at {site}{served} (Ctrl-C stops it)")
        if get_user_model().objects.filter(is_superuser=True).exists():
            self.stdout.write(f"Sign in at {site.rstrip('/')}/admin/")
        else:
            command = f"{_python()} manage.py createsuperuser"
            self.stdout.write(f"To make an admin, in another terminal: {command}")


def _python() -> str:
    python = Path(sys.executable)
    inside = python.is_relative_to(settings.BASE_DIR)
    return str(python.relative_to(settings.BASE_DIR) if inside else python)
