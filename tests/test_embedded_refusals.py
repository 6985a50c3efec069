"""Where no server can be had, one sentence says why and what to do."""

import shutil

import pytest

from archive.embedded.layout import Layout
from tests.embedded_clients import (
    IS_ROOT,
    PLAIN_USER,
    ask_once,
    data_folder,
    stop_server,
)

only_root = pytest.mark.skipif(not IS_ROOT, reason="only root can play two users")


@pytest.fixture
def folder():
    with data_folder() as folder:
        yield folder


def refusal(folder, *, user=None):
    """Return what the client is told in place of an answer."""
    said = ask_once(folder, "SELECT 1", user=user)
    assert isinstance(said, str), said
    assert said.startswith("OperationalError: ")
    return said.removeprefix("OperationalError: ")


def test_it_names_the_version_that_made_the_folder(folder):
    assert ask_once(folder, "SELECT 1") == [[1]]
    stop_server(folder)
    cluster = Layout(folder).cluster
    (cluster / "PG_VERSION").write_text("16\n")
    said = refusal(folder)
    assert said.startswith(f"{cluster} was made by PostgreSQL 16, and this is PostgreSQL 18.")
    assert "restore the dump, or set ARCHIVE_DATA_DIR" in said


def test_it_leaves_a_folder_alone_that_is_not_postgresql_s(folder):
    diary = Layout(folder).cluster / "diary.txt"
    diary.parent.mkdir(parents=True)
    diary.write_text("dear diary")
    if IS_ROOT:
        shutil.chown(diary.parent, "archive-postgres")
    assert "it has no PG_VERSION. Move it away" in refusal(folder)
    assert diary.read_text() == "dear diary"


def test_it_says_which_folder_cannot_be_written():
    user = PLAIN_USER if IS_ROOT else None
    with data_folder() as folder:
        folder.mkdir(mode=0o555)
        try:
            said = refusal(folder, user=user)
        finally:
            folder.chmod(0o755)
    assert said.startswith(f"The data folder {folder} cannot be used: ")
    assert "Permission denied" in said
    assert "or set ARCHIVE_DATA_DIR to another." in said


def test_it_ends_with_the_log_when_the_server_does_not_start(folder):
    assert ask_once(folder, "SELECT 1") == [[1]]
    stop_server(folder)
    with (Layout(folder).cluster / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")
    said = refusal(folder)
    assert said.startswith(f"PostgreSQL did not start. Its log, {Layout(folder).log}, ends:\n")
    assert 'unrecognized configuration parameter "no_such_setting"' in said


@only_root
def test_a_folder_that_root_made_is_refused_to_others(folder):
    assert ask_once(folder, "SELECT 1") == [[1]]
    said = refusal(folder, user=PLAIN_USER)
    assert said.startswith(f"{Layout(folder).control} belongs to root and not to {PLAIN_USER}.")
    assert "Run the archive as the user that made it" in said


@only_root
def test_a_folder_that_another_user_made_is_refused_to_root():
    with data_folder(user=PLAIN_USER) as folder:
        assert ask_once(folder, "SELECT 1", user=PLAIN_USER) == [[1]]
        said = refusal(folder)
    assert said.startswith(f"{Layout(folder).control} belongs to {PLAIN_USER} and not to root.")


@only_root
def test_it_names_the_closed_folder_on_the_way_and_opens_none(folder):
    folder.parent.chmod(0o700)
    said = refusal(folder)
    assert f"archive-postgres, to whom {folder.parent} is closed. Set ARCHIVE_DATA_DIR" in said
    assert folder.parent.stat().st_mode & 0o777 == 0o700


@only_root
def test_a_user_without_a_name_is_told_so():
    number = 54321
    with data_folder(user=number) as folder:
        said = refusal(folder, user=number)
    assert "user 54321 has none on this machine. Run the archive as a named user" in said


@only_root
def test_root_opens_only_the_data_folder_and_only_to_pass_through(folder):
    assert ask_once(folder, "SELECT 1") == [[1]]
    layout = Layout(folder)
    assert folder.stat().st_mode & 0o777 == 0o711
    assert layout.cluster.stat().st_mode & 0o777 == 0o700
    assert layout.cluster.owner() == "archive-postgres"
    assert layout.control.stat().st_mode & 0o777 == 0o700
    assert layout.control.owner() == "root"
