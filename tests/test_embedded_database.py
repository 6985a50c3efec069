"""What the embedded server is like, and that Django's tools work on it."""

import subprocess
import sys

import pytest

from tests.embedded_clients import ask, client, data_folder, environment

TOOL = """
import sys
from pathlib import Path
from django.conf import settings
settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes"],
    DATABASES={"default": {
        "ENGINE": "archive.embedded", "NAME": "archive", "DATA_DIR": Path(sys.argv[1]),
    }},
)
import django
django.setup()
"""


@pytest.fixture(scope="module")
def folder():
    with data_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def session(folder):
    with client(folder) as session:
        yield session


def output(folder, script):
    """Return what a script, run after Django's set-up, writes to standard output."""
    command = [sys.executable, "-c", TOOL + script, str(folder)]
    return subprocess.run(
        command, check=True, capture_output=True, env=environment(), text=True, timeout=60
    ).stdout


def test_the_archive_connects_as_a_role_that_may_not_touch_the_system(session):
    query = "SELECT rolname, rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert ask(session, query) == [["archive", False, False]]
    assert "permission denied" in ask(session, "COPY (SELECT 1) TO PROGRAM 'true'")


def test_the_server_listens_on_its_private_socket_alone(session):
    query = "SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'port')"
    assert dict(ask(session, query))["listen_addresses"] == ""
    assert ask(session, "SHOW unix_socket_permissions") == [["0700"]]
    assert ask(session, "SELECT inet_server_addr()") == [[None]]


def test_letters_of_every_language_have_their_lower_case(session):
    assert ask(session, "SHOW server_encoding") == [["UTF8"]]
    assert ask(session, "SELECT lower('ÉCONOMIE ΣΟΦΊΑ ЖУК')") == [["économie σοφία жук"]]
    assert ask(session, "SHOW default_text_search_config") == [["pg_catalog.english"]]


def test_pages_have_checksums_and_settings_suit_an_archive(session):
    assert ask(session, "SHOW data_checksums") == [["on"]]
    assert ask(session, "SHOW shared_buffers") == [["256MB"]]
    assert ask(session, "SHOW jit") == [["off"]]


def test_dbshell_finds_psql_and_the_server(folder):
    script = """
from django.core.management import call_command
call_command("dbshell", "--", "-Atc", "SELECT current_user, current_database()")
"""
    assert output(folder, script) == "archive|archive\n"


def test_django_makes_and_removes_a_test_database(folder, session):
    script = """
from django.db import connection
name = connection.creation.create_test_db(verbosity=0)
with connection.cursor() as cursor:
    cursor.execute("SELECT current_database(), count(*) FROM django_content_type")
    print(name, *cursor.fetchone())
connection.creation.destroy_test_db("archive", verbosity=0)
"""
    assert output(folder, script) == "test_archive test_archive 1\n"
    assert ask(session, "SELECT count(*) FROM pg_database WHERE datname LIKE 'test%'") == [[0]]


def test_migrate_works_on_a_folder_that_does_not_exist_yet():
    script = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.contrib.contenttypes.models import ContentType
print(ContentType.objects.count())
"""
    with data_folder(name="new/folder") as folder:
        assert output(folder, script) == "1\n"
