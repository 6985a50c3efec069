"""The archive moves between PostgreSQL servers whole: texts, history, triggers and numbers."""

import json

import pytest
from django.conf import settings
from django.db import connection

from archive import dumps
from archive.environment import database_at
from tests.commands import manage, refusal
from tests.embedded_clients import data_folder
from tests.factories import make_article
from tests.real_servers import real_server

# All of them, so that the file runs after those whose tests leave the tables as they were.
pytestmark = pytest.mark.django_db(transaction=True)

FILE = """\
---
title: Économie {number}
date: 2025-07-{number:02}
source: https://outlet.example/{number}
tags: [Audits]
---
The council adopted rule {number} on “exclusive” audits of large models.
"""

# Changes an article and draws two numbers from a sequence, then tells what came of it.
EDIT = """
import json
from articles.models import Article, ArticleRevision, Event
first = Article.objects.order_by("pk").first()
Article.objects.filter(pk=first.pk).update(title="Edited " + first.title)
Event.objects.create(title="This number was drawn").delete()
event = Event.objects.create(title="The next number")
print(json.dumps({
    "revisions": ArticleRevision.objects.filter(id=first.pk).count(),
    "found": Article.objects.filter(search_vector="edited").count(),
    "event": event.pk,
}))
"""


@pytest.fixture(scope="module")
def server():
    with real_server() as server:
        yield server


def done(*arguments, **variables):
    """Return what a command writes that does what it is asked."""
    result = manage(*arguments, **variables)
    assert result.returncode == 0, result.stderr
    return result.stdout


def export(**place):
    return done("export_articles", "--format", "jsonl", **place)


def edit(**place):
    return json.loads(done("shell", "--no-imports", "-c", EDIT, **place))


def test_the_archive_moves_to_a_server_and_back(server, tmp_path):
    for number in (1, 2, 3):
        (tmp_path / f"{number}.md").write_text(FILE.format(number=number))
    address = server.make_database("moved")
    with data_folder() as old, data_folder() as new:
        first = {"ARCHIVE_DATA_DIR": old}
        second = {"ARCHIVE_DATA_DIR": new, "DATABASE_URL": address}
        third = {"ARCHIVE_DATA_DIR": new}
        done("migrate", "-v0", **first)
        done("import_articles", tmp_path, **first)
        before = edit(**first)

        said = done("move_database", address, **first)
        assert "Now set DATABASE_URL to that address and start again." in said
        assert "         3 articles_article\n" in said
        assert server.password not in said
        assert export(**second) == export(**first)
        between = edit(**second)
        assert between["revisions"] == before["revisions"] + 1
        assert between["found"] == 1
        assert between["event"] == before["event"] + 2

        said = done("move_database", "embedded", **second)
        assert "Now remove DATABASE_URL and start again." in said
        assert export(**third) == export(**second)
        after = edit(**third)
        assert after["revisions"] == between["revisions"] + 1
        assert after["event"] == between["event"] + 2
        assert edit(**second) == after, "the old database is untouched"


def test_contents_that_differ_are_told(server):
    make_article()
    target = dumps.connect(database_at(server.make_database("differs"), "TO"))
    held = dumps.move(connection, target)
    assert held.rows["public", "articles_article"] == 1
    with target.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET event_id = NULL")
        cursor.execute("TRUNCATE articles_sourcelink")
    make_article(source_url="https://outlet.example/another")
    now = dumps.contents(connection)
    with pytest.raises(dumps.DumpError, match=r"differs from the old one in .*articles_article"):
        dumps._compare(now, dumps.contents(target))
    target.close()


def test_the_database_in_use_is_no_place_to_move_to(server):
    with pytest.raises(dumps.DumpError, match="the database that the archive uses already"):
        dumps.require_other(connection, dumps.connect(settings.DATABASES["default"]))


def test_a_database_that_holds_tables_is_no_place_to_move_to(server, tmp_path):
    address = server.make_database("filled")
    done("migrate", "-v0", DATABASE_URL=address, ARCHIVE_DATA_DIR=tmp_path)
    other = server.make_database("source")
    said = refusal("move_database", address, DATABASE_URL=other, ARCHIVE_DATA_DIR=tmp_path)
    assert "The database filled already holds tables. Choose an empty one" in said
    said = refusal("move_database", address, DATABASE_URL=address, ARCHIVE_DATA_DIR=tmp_path)
    assert "That is the database that the archive uses already." in said


def test_a_new_database_that_cannot_be_used_is_told(server, tmp_path):
    here = {"DATABASE_URL": server.make_database("here"), "ARCHIVE_DATA_DIR": tmp_path}
    for address, told in (
        ("sqlite:///x", "TO must name a PostgreSQL database"),
        (server.address("nothing"), "The new database cannot be used: connection to server"),
        (server.make_database("latin", "TEMPLATE template0 ENCODING LATIN1 LOCALE 'C'"), "UTF8"),
    ):
        said = refusal("move_database", address, **here)
        assert told in said
        assert server.password not in said


def test_no_password_is_on_a_command_line(server):
    target = dumps.connect(database_at(server.make_database("secret"), "TO"))
    where, environment = dumps._reach(target)
    assert server.password not in where
    assert environment["PGPASSWORD"] == server.password
    target.close()


def test_a_copy_that_breaks_off_leaves_the_new_database_empty(server):
    make_article()
    server.run("CREATE DATABASE broken")
    target = dumps.connect(database_at(server.address("broken"), "TO"))
    with target.cursor() as cursor:
        cursor.execute("CREATE DOMAIN django_session AS int")  # the name of one of its last tables
    with pytest.raises(dumps.DumpError, match="could not be copied, and the new one is still emp"):
        dumps.move(connection, target)
    dumps.require_empty(target)
    target.close()
