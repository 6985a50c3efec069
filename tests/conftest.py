"""What every test may ask for."""

import os
import shutil
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User

from tests.embedded_clients import stop_server

_MADE_FOR_TESTS = "archive-tests-"


def pytest_unconfigure(config):
    """Remove the data folder that tests/settings.py made, once the last process is done."""
    folder = Path(os.environ.get("ARCHIVE_DATA_DIR", ""))
    if folder.name.startswith(_MADE_FOR_TESTS) and not hasattr(config, "workerinput"):
        stop_server(folder)
        shutil.rmtree(folder, ignore_errors=True)


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
