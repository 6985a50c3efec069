"""A database that the archive cannot work in is explained before anything is made there."""

import pytest
from django.db import connection as own

from archive.database_checks import faults_of
from archive.dumps import connect
from archive.environment import database_at
from tests.commands import refusal
from tests.real_servers import real_server

pytestmark = pytest.mark.django_db

ASCII_ONLY = [
    "LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'",
    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'",
    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'",
]


@pytest.fixture(scope="module")
def server():
    with real_server() as server:
        yield server


def faults(address):
    connection = connect(database_at(address, "TO"))
    try:
        return [(fault.id, fault.msg) for fault in faults_of(connection)]
    finally:
        connection.close()


def test_a_database_that_knows_all_letters_is_fit(server):
    assert faults_of(own) == []
    options = "TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C.UTF-8'"
    assert faults(server.make_database("fit", options)) == []


def test_another_encoding_is_explained(server):
    options = "TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'"
    told = "The database latin has the encoding LATIN1, and the archive needs UTF8."
    assert faults(server.make_database("latin", options)) == [("archive.E012", told)]


@pytest.mark.parametrize("number", range(len(ASCII_ONLY)))
def test_a_locale_that_knows_ascii_alone_is_explained(server, number):
    address = server.make_database(f"ascii{number}", f"TEMPLATE template0 {ASCII_ONLY[number]}")
    [(code, told)] = faults(address)
    assert code == "archive.E013"
    assert told.startswith(f"The locale of the database ascii{number} knows no letters beyond")


def test_a_user_who_may_make_nothing_is_explained(server):
    server.run("CREATE ROLE reader LOGIN PASSWORD 'only for a test'")
    server.make_database("closed")
    address = server.address("closed", user="reader", password="only for a test")
    told = "The user reader may not make tables in the database closed."
    assert faults(address) == [("archive.E014", told)]


def test_an_older_server_is_explained():
    with real_server("--encoding=UTF8", "--locale=C.UTF-8", installation="pginstall") as old:
        told = "The server is PostgreSQL 16, and the archive needs 18 or later."
        assert faults(old.address()) == [("archive.E011", told)]


def test_migrate_makes_nothing_in_a_database_that_is_unfit(server, tmp_path):
    options = "TEMPLATE template0 ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'"
    address = server.make_database("unfit", options)
    said = refusal("migrate", DATABASE_URL=address, ARCHIVE_DATA_DIR=tmp_path)
    assert "(archive.E012)" in said
    with connect(database_at(address, "TO")).cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert cursor.fetchone() == (0,)


def test_a_database_that_cannot_be_reached_is_explained_without_its_password(server, tmp_path):
    nowhere = f"postgres://archive:{server.password}@127.0.0.1:1/archive"
    for address, reason in (
        (nowhere, "Connection refused"),
        (server.address(password="wrong"), "password authentication failed"),
        (server.address("nothing"), 'database "nothing" does not exist'),
    ):
        said = refusal("migrate", DATABASE_URL=address, ARCHIVE_DATA_DIR=tmp_path)
        assert said.startswith("The database that DATABASE_URL names cannot be used: connection to")
        assert reason in said
        assert said.endswith("without one, the archive brings its own.\n")
        assert said.count("\n") == 1
        assert server.password not in said
