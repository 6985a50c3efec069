"""What every test may ask for."""

import os
import shutil
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from hypothesis import HealthCheck, settings

from articles.models import Event
from tests.checkouts import make_checkout
from tests.embedded_clients import stop_server
from tests.factories import make_article, make_event
from tests.feed_answers import SITE

# The triggers that keep search entries in step wait for the end of the transaction.
_ENTRY_TRIGGERS = (
    *("entry_of_new_article", "entry_of_article", "entry_of_text"),
    *("entry_of_tags", "entry_of_event"),
)

_MADE_FOR_TESTS = "archive-tests-"

# How long an example takes depends on what else the machine does; benchmarks measure speed.
settings.register_profile("archive", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("archive")


def pytest_unconfigure(config):
    """Remove the data folder that tests/settings.py made, once the last process is done."""
    folder = Path(os.environ.get("ARCHIVE_DATA_DIR", ""))
    if folder.name.startswith(_MADE_FOR_TESTS) and not hasattr(config, "workerinput"):
        stop_server(folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _entries_in_step(request):
    """Search entries follow at the end of a transaction, and that of a test has none."""
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        with connection.cursor() as cursor:
            cursor.execute(f"SET CONSTRAINTS {', '.join(_ENTRY_TRIGGERS)} IMMEDIATE")


@pytest.fixture
def curator(db):
    """A person in the group of curators."""
    user = User.objects.create_user("curator", password="secret", is_staff=True)
    user.groups.add(Group.objects.get(name="Curators"))
    return user


@pytest.fixture
def curator_client(client, curator):
    """A browser in which a curator is signed in."""
    client.force_login(curator)
    return client


@pytest.fixture
def archive(db):
    """An event of two articles, and what they are filed under."""
    first = make_article(
        title="First report",
        source_url="https://outlet.example/a",
        tags=("AI Act",),
        category="Policy",
    )
    event = make_event(first, make_article(title="Second report"))
    Event.objects.filter(pk=event.pk).update(title="Lisbon summit", title_is_edited=True)
    return {"event": event.pk, "article": first.pk}


@pytest.fixture
def site_url(settings):
    """Feeds are read elsewhere, so every address in them must name the site."""
    settings.SITE_URL = SITE


@pytest.fixture
def checkout(tmp_path):
    """A checkout in small, in which nothing is installed yet."""
    make_checkout(tmp_path)
    return tmp_path
