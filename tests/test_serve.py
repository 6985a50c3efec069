"""`manage.py serve`: from nothing to a site, told when it cannot be, and gone when stopped."""

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from contextlib import ExitStack
from pathlib import Path

import pytest

from archive.embedded.layout import Layout
from articles.events import grouping
from tests.commands import children, manage, refusal, surroundings
from tests.embedded_clients import (
    IS_ROOT,
    PLAIN_USER,
    PROJECT,
    alive,
    ask,
    client,
    data_folder,
    environment,
    identity,
    interpreter,
    postmaster_of,
    supervisor_of,
    wait_until,
    wait_until_gone,
)

SAMPLE = len(list((PROJECT / "articles" / "sample").glob("*.md")))


@pytest.fixture(scope="module")
def folder():
    """The data folder of an archive that is set up and empty."""
    with data_folder() as folder:
        done = manage("migrate", "-v0", ARCHIVE_DATA_DIR=folder)
        assert done.returncode == 0, done.stderr
        yield folder


@pytest.fixture
def start():
    """A function that starts `serve`, in a session of its own, on any free port."""
    with ExitStack() as processes:

        def serve(folder, *arguments, **variables):
            process = subprocess.Popen(
                [sys.executable, PROJECT / "manage.py", "serve", "--port", "0", *arguments],
                cwd="/",
                env=surroundings(ARCHIVE_DATA_DIR=folder, **variables),
                start_new_session=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            processes.enter_context(process)
            processes.callback(process.kill)
            return process

        yield serve


def read_until(process, pattern):
    """Return what the process says up to and with the line in which the pattern is found.

    It is killed where that takes longer than two minutes.
    """
    said = ""
    limit = threading.Timer(120, os.killpg, (process.pid, signal.SIGKILL))
    limit.start()
    try:
        for line in process.stdout:
            said += line
            if re.search(pattern, line):
                return said
    finally:
        limit.cancel()
    raise AssertionError(f"it ended with {process.wait()}, having said:\n{said}")


def address_of(said):
    return re.search(r"The archive is at (http://127\.0\.0\.1:\d+)", said)[1]


def get(address):
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read().decode()


def test_it_serves_the_sample_though_its_first_start_was_stopped(start):
    with data_folder() as folder:
        with client(folder) as watcher:
            # While another groups, the start waits with its articles stored.
            ask(watcher, f"SELECT pg_advisory_lock({grouping._GROUPING_LOCK})")
            first = start(folder)
            read_until(first, "Loading the sample")
            stored = "SELECT count(*) FROM articles_article"
            wait_until(lambda: ask(watcher, stored) != [[0]], within=60)
            os.killpg(first.pid, signal.SIGINT)
            assert first.wait(20) == 130
        assert "Traceback" not in first.stdout.read()
        said = read_until(start(folder), "createsuperuser")
        site = address_of(said)
        assert "articles loaded." in said
        assert "To make an admin, in another terminal: " in said
        assert f'"total": {SAMPLE},' in get(f"{site}/articles.json")
        assert f"{site}/search.rss" in get(f"{site}/feeds/")


def test_the_server_stays_while_nobody_asks(folder, start):
    process = start(folder, "--sample", "no")
    site = address_of(read_until(process, "The archive is at"))
    supervisor = supervisor_of(folder)
    with pytest.raises(AssertionError, match="in vain"):  # it would live for two seconds
        wait_until(lambda: not alive(supervisor), within=4)
    assert supervisor_of(folder) == supervisor
    assert get(f"{site}/healthz")


@pytest.mark.parametrize("order", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_everything_is_gone_within_ten_seconds_however_it_ends(folder, start, order):
    process = start(folder, "--sample", "no")
    get(address_of(read_until(process, "The archive is at")))
    command = Path(f"/proc/{process.pid}/cmdline").read_text().split("\0")
    assert command[1:4] == ["-m", "archive.web_server", "archive.wsgi"]
    assert "--limit-request-line 8190" in " ".join(command)
    pids = {process.pid, *children(process.pid), supervisor_of(folder), postmaster_of(folder)}
    assert len(pids) == 5
    if order == signal.SIGINT:  # as a terminal sends it: to all
        os.killpg(process.pid, order)
    else:
        process.send_signal(order)
    process.wait(10)
    wait_until_gone(pids)
    assert "Traceback" not in process.stdout.read()


def test_ctrl_c_while_gunicorn_is_loaded_ends_it_without_a_word(tmp_path):
    loaded = tmp_path / "gunicorn.py"  # in its place: Ctrl-C when the loading begins
    loaded.write_text("import os, signal; os.kill(os.getpid(), signal.SIGINT)")
    done = subprocess.run(
        [sys.executable, "-m", "archive.web_server"],
        cwd=PROJECT,
        env=surroundings(PYTHONPATH=tmp_path),
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.returncode, done.stdout + done.stderr) == (-signal.SIGINT, "")


def test_two_starts_at_once_share_a_new_folder(start):
    with data_folder() as folder:
        both = [start(folder, "--sample", "no"), start(folder, "--sample", "no")]
        said = [read_until(process, "createsuperuser") for process in both]
        for one in said:
            assert get(f"{address_of(one)}/articles/")
        assert sum("Another start is setting up this archive." in one for one in said) == 1
        for process in both:
            process.terminate()


def test_who_has_an_admin_is_told_where_to_sign_in(folder, start):
    secret = {"DJANGO_SUPERUSER_PASSWORD": "only for a test"}
    account = ("--noinput", "--username", "chief", "--email", "chief@outlet.example")
    done = manage("createsuperuser", *account, ARCHIVE_DATA_DIR=folder, **secret)
    assert done.returncode == 0, done.stderr
    said = read_until(start(folder, "--sample", "no"), "admin")
    assert f"Sign in at {address_of(said)}/admin/" in said
    assert "createsuperuser" not in said


def test_the_address_of_readers_is_told_with_that_on_this_machine(folder, start):
    process = start(folder, "--sample", "no", SITE_URL="https://archive.example")
    said = read_until(process, "The archive is at")
    assert re.search(
        r"The archive is at https://archive\.example, served on http://127\.0\.0\.1:\d+ ", said
    )


def test_a_python_outside_the_environment_is_told():
    done = subprocess.run(
        [sys.executable, "-S", PROJECT / "manage.py", "serve"],  # without what is installed
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("django is not installed for ")
    assert "Use .venv/bin/python, which `make run` sets up." in done.stderr


def test_a_taken_port_is_told_before_anything_is_set_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal("serve", "--port", port, ARCHIVE_DATA_DIR=tmp_path)
    assert f"Port {port} is taken by another program. Take another: make run PORT=" in said
    assert not Layout(tmp_path).control.exists()


@pytest.mark.parametrize("port", ["abc", "99999", "-1", "", "８０００"])
def test_what_is_no_port_is_told(tmp_path, port):
    said = refusal("serve", f"--port={port}", ARCHIVE_DATA_DIR=tmp_path)
    assert f"The port is {port!r}. It must be a number up to 65535" in said


def test_a_wish_for_the_sample_that_is_neither_yes_nor_no_is_told(tmp_path):
    said = refusal("serve", "--sample", "maybe", ARCHIVE_DATA_DIR=tmp_path)
    assert "SAMPLE is 'maybe'. Say yes or no." in said


def test_a_port_that_needs_root_is_told():
    user = PLAIN_USER if IS_ROOT else None
    if int(Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").read_text()) < 81:
        pytest.skip("on this machine everyone may take port 80")
    with data_folder(user=user) as folder:
        done = subprocess.run(
            [interpreter(user), PROJECT / "manage.py", "serve", "--port", "80"],
            cwd="/",
            env=environment() | {"ARCHIVE_DATA_DIR": str(folder)},
            capture_output=True,
            check=False,
            text=True,
            **identity(user),
        )
    assert done.returncode == 2
    assert "Port 80 needs root. Take one above 1023, as in: make run PORT=8001" in done.stderr


def test_a_database_of_a_newer_version_is_left_alone(folder):
    record = (
        "from django.db import connection as c; from django.db.migrations.recorder import "
        "MigrationRecorder as R; R(c).record_{}('articles', '9999_from_the_future')"
    )

    def shell(code):
        return manage("shell", "--no-imports", "-c", code, ARCHIVE_DATA_DIR=folder).returncode

    assert shell(record.format("applied")) == 0
    try:
        for command in (["serve", "--port", "0"], ["migrate"]):
            said = refusal(*command, ARCHIVE_DATA_DIR=folder)
            assert "This database was made by a newer version of the archive." in said
            assert "Update the code, or restore a backup." in said
    finally:
        assert shell(record.format("unapplied")) == 0


def test_a_data_folder_that_cannot_be_is_told(tmp_path):
    file = tmp_path / "file"
    file.touch()
    for place in (file, file / "deeper", Path("/proc/nothing")):
        said = refusal("serve", "--port", "0", ARCHIVE_DATA_DIR=place)
        assert f"The data folder {place} cannot" in said
        assert "ARCHIVE_DATA_DIR" in said


def test_static_files_that_cannot_be_built_are_told(folder):
    static = folder / "static"
    static.rename(folder / "aside") if static.exists() else None
    static.write_text("in the way")
    try:
        said = refusal("serve", "--port", "0", "--sample", "no", ARCHIVE_DATA_DIR=folder)
    finally:
        static.unlink()
    assert f"The data folder {folder} cannot be used: " in said
    assert "or set ARCHIVE_DATA_DIR to another." in said
