"""The embedded server lives while a client does: not earlier, not much longer."""

import os
import signal
import subprocess
import sys

import pytest

from archive.embedded import locks
from archive.embedded.layout import Layout, postmaster_status
from tests.embedded_clients import (
    BUSY,
    IS_ROOT,
    PLAIN_USER,
    PROJECT,
    alive,
    answer,
    ask,
    client,
    data_folder,
    environment,
    finish,
    send,
    server_pids,
    stop_server,
    supervisor_of,
    wait_until,
    wait_until_gone,
)

STARTED = "SELECT pg_postmaster_start_time()"


def lives_on(folder):
    """Say whether the supervisor lives for longer than it would without a client."""
    supervisor = supervisor_of(folder)
    with pytest.raises(AssertionError, match="in vain"):
        wait_until(lambda: not alive(supervisor), within=3)
    return alive(supervisor)


@pytest.fixture
def folder():
    with data_folder() as folder:
        yield folder


@pytest.mark.parametrize("user", [None, PLAIN_USER])
def test_a_finished_command_leaves_no_server(user):
    if user and not IS_ROOT:
        pytest.skip("only root can run a client as another user")
    with data_folder(user=user) as folder, client(folder, user=user) as command:
        pids = server_pids(command, folder)
        assert len(pids) > 5
        assert all(map(alive, pids))
        assert finish(command) == 0
        wait_until_gone(pids)


def test_the_server_is_gone_within_ten_seconds_however_its_clients_die(folder):
    with client(folder) as one, client(folder) as two, client(folder) as three:
        pids = server_pids(one, folder) | server_pids(two, folder) | server_pids(three, folder)
        send(three, BUSY)
        one.send_signal(signal.SIGINT)
        two.send_signal(signal.SIGTERM)
        three.send_signal(signal.SIGKILL)
        wait_until_gone(pids)


def test_clients_that_start_at_once_share_one_server(folder):
    with (
        client(folder) as one,
        client(folder) as two,
        client(folder) as three,
        client(folder) as four,
    ):
        clients = (one, two, three, four)
        for each in clients:
            send(each, STARTED)
        assert len({str(answer(each)) for each in clients}) == 1


def test_ctrl_c_for_the_client_that_started_the_server_leaves_it_to_the_others(folder):
    with client(folder, start_new_session=True) as first, client(folder) as second:
        started = ask(first, STARTED)
        assert ask(second, STARTED) == started
        os.killpg(first.pid, signal.SIGINT)
        first.wait(10)
        assert lives_on(folder)
        assert ask(second, STARTED) == started


def test_a_forked_child_keeps_the_server_after_its_parent(folder):
    with client(folder) as parent:
        pids = server_pids(parent, folder)
        assert ask(parent, "FORK") == [[1]]
        assert parent.wait(10) == 0
        assert lives_on(folder)
        assert ask(parent, "SELECT 2") == [[2]]
        parent.stdin.close()
        wait_until_gone(pids)


def test_a_newcomer_during_the_stop_waits_for_a_new_server(folder):
    layout = Layout(folder)
    with client(folder) as early:
        started = ask(early, STARTED)
        pids = server_pids(early, folder)
    wait_until(lambda: postmaster_status(layout) in {"stopping", ""})
    if locks.try_lock(locks.open_lock(layout.lease), locks.SHARED):
        assert not locks.is_claimed(layout.supervisor_lock)
    with client(folder) as late:
        assert ask(late, STARTED) > started
        assert not any(map(alive, pids))


def test_a_client_of_a_stopped_server_starts_it_again(folder):
    with client(folder) as one:
        started = ask(one, STARTED)
        stop_server(folder)
        assert "OperationalError" in ask(one, STARTED)
        assert ask(one, STARTED) > started


def test_a_client_of_a_removed_data_folder_gets_a_server_that_stays(folder):
    with client(folder) as one:
        assert ask(one, "SELECT 1") == [[1]]
        stop_server(folder)
        Layout(folder).lease.unlink()
        assert "OperationalError" in ask(one, "SELECT 1")
        started = ask(one, STARTED)
        assert lives_on(folder)
        assert ask(one, STARTED) == started


@pytest.mark.parametrize("arguments", [["help"], ["migrate", "--help"], ["check"]])
def test_a_command_that_needs_no_database_starts_no_server(folder, arguments):
    subprocess.run(
        [sys.executable, PROJECT / "manage.py", *arguments],
        check=True,
        capture_output=True,
        env={**environment(), "ARCHIVE_DATA_DIR": str(folder)},
    )
    assert not Layout(folder).control.exists()
    assert not Layout(folder).cluster.exists()
