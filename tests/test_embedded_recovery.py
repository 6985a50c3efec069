"""Whatever was killed, the next connection finds a server and every committed row."""

import os
import resource
import signal
import subprocess

import pytest

from archive.embedded.cluster import SOCKET
from archive.embedded.layout import Layout, socket_folder
from tests.embedded_clients import (
    BUSY,
    IS_ROOT,
    PLAIN_USER,
    alive,
    answer,
    ask,
    ask_once,
    client,
    data_folder,
    postmaster_of,
    send,
    server_pids,
    stop_server,
    supervisor_of,
    wait_until,
    wait_until_gone,
)


@pytest.fixture
def user(request):
    """The user whom the clients run as: whoever runs the tests, unless `twice` says otherwise."""
    if (name := getattr(request, "param", None)) and not IS_ROOT:
        pytest.skip("only root can run a client as another user")
    return name


@pytest.fixture
def folder(user):
    with data_folder(user=user) as folder:
        yield folder


twice = pytest.mark.parametrize("user", [None, PLAIN_USER], indirect=True)


def make_rows(process):
    ask(process, "CREATE TABLE kept (id integer)")
    assert ask(process, "INSERT INTO kept VALUES (1), (2) RETURNING id") == [[1], [2]]


def test_committed_rows_outlive_clients_killed_while_they_write(folder):
    with client(folder) as one, client(folder) as two:
        ask(one, "CREATE TABLE kept (id integer)")
        ask(two, "BEGIN")
        ask(two, "INSERT INTO kept VALUES (-1)")
        for number in range(50):
            send(one, f"INSERT INTO kept VALUES ({number}) RETURNING id")
        acknowledged = [answer(one) for _ in range(20)]
        one.kill()
        two.kill()
    with client(folder) as late:
        rows = ask(late, "SELECT id FROM kept ORDER BY id")
        assert [[row] for row in rows[:20]] == acknowledged
        assert [-1] not in rows


@twice
def test_a_killed_supervisor_takes_its_server_along_and_the_next_client_recovers(folder, user):
    with client(folder, user=user) as one:
        make_rows(one)
        pids = server_pids(one, folder)
        os.kill(supervisor_of(folder), signal.SIGKILL)
        wait_until_gone(pids)
        assert ask_once(folder, "SELECT id FROM kept", user=user) == [[1], [2]]
        assert "OperationalError" in ask(one, "SELECT id FROM kept")
        assert ask(one, "SELECT id FROM kept") == [[1], [2]]


def test_a_killed_postmaster_is_replaced_at_the_next_connection(folder):
    with client(folder) as one, client(folder) as busy:
        make_rows(one)
        pids = server_pids(one, folder) | server_pids(busy, folder)
        send(busy, BUSY)
        os.kill(postmaster_of(folder), signal.SIGKILL)
        wait_until_gone(pids)
        assert "OperationalError" in ask(one, "SELECT id FROM kept")
        assert ask(one, "SELECT id FROM kept") == [[1], [2]]


def test_a_busy_process_of_a_wholly_killed_server_is_ended_by_the_next_start(folder):
    with client(folder) as one:
        make_rows(one)
        pids = server_pids(one, folder)
        send(one, BUSY)
        with client(folder) as watcher:
            active = f"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '{BUSY}%'"
            wait_until(lambda: ask(watcher, active) == [[1]])
        for pid in (supervisor_of(folder), postmaster_of(folder)):
            os.kill(pid, signal.SIGKILL)
        assert ask_once(folder, "SELECT id FROM kept") == [[1], [2]]
        assert not any(map(alive, pids))


@twice
def test_pid_files_that_name_another_live_process_are_known_to_be_stale(folder, user):
    assert ask_once(folder, "SELECT 1", user=user) == [[1]]
    stop_server(folder)
    layout = Layout(folder)
    owner = layout.cluster.stat()
    as_owner = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if IS_ROOT else {}
    with subprocess.Popen(["sleep", "60"], cwd="/", **as_owner) as other:
        for name in ("postmaster.pid", f"{SOCKET}.lock"):
            lines = [other.pid, layout.cluster, 1700000000, 5432, layout.cluster, "", "", "ready"]
            (layout.cluster / name).write_text("\n".join(map(str, lines)))
        (layout.cluster / SOCKET).touch()
        assert ask_once(folder, "SELECT 1", user=user) == [[1]]
        assert other.poll() is None
        other.kill()


def test_a_half_made_data_folder_is_made_again(folder):
    draft = Layout(folder).draft
    draft.mkdir(parents=True)
    (draft / "PG_VERSION").write_text("18\n")
    assert ask_once(folder, "SELECT 1") == [[1]]
    assert not draft.exists()


def test_an_initdb_that_fails_half_way_says_so_and_leaves_nothing(folder):
    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, resource.RLIM_INFINITY))

    said = ask_once(folder, "SELECT 1", preexec_fn=little_room)
    assert "OperationalError: PostgreSQL could not make its folder" in said
    assert "set ARCHIVE_DATA_DIR" in said
    assert not Layout(folder).cluster.exists()
    assert not Layout(folder).draft.exists()
    assert ask_once(folder, "SELECT 1") == [[1]]


@pytest.mark.parametrize(
    ("user", "name"),
    [(None, "long" * 30), (PLAIN_USER, "long" * 30), (None, "a, comma")],
    indirect=["user"],
)
def test_a_path_that_suits_no_socket_gets_one_in_a_private_folder(user, name):
    with data_folder(user=user, name=name) as folder, client(folder, user=user) as one:
        assert ask(one, "SELECT 1") == [[1]]
        private = socket_folder(Layout(folder))
        assert private.parent != folder
        assert private.stat().st_mode & 0o777 == 0o700
        assert private.stat().st_uid == Layout(folder).cluster.stat().st_uid
        stop_server(folder)
        assert not private.exists()


def test_a_data_folder_opened_to_others_is_closed_again(folder):
    assert ask_once(folder, "SELECT 1") == [[1]]
    stop_server(folder)
    cluster = Layout(folder).cluster
    cluster.chmod(0o755)
    assert ask_once(folder, "SELECT 1") == [[1]]
    assert cluster.stat().st_mode & 0o777 == 0o700


def test_a_log_that_grows_is_cut_and_its_last_part_kept(folder):
    layout = Layout(folder)
    with client(folder) as one:
        for number in range(30):
            if layout.older_log.exists():
                break
            assert "division by zero" in ask(one, f"SELECT {number} / 0 -- {'x' * 500_000}")
        wait_until(lambda: layout.log.stat().st_size < 5_000_000 <= layout.older_log.stat().st_size)
