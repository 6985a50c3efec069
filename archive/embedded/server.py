"""The client's part: hold a lease, see that a server runs, and wait until it answers."""

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import psycopg
from django.db.utils import OperationalError
from psycopg import sql

from archive.embedded import locks
from archive.embedded.account import server_user
from archive.embedded.layout import (
    PORT,
    ROLE,
    SUPERUSER,
    EmbeddedError,
    Layout,
    check_owner,
    complaint,
    postmaster_status,
    socket_folder,
)

PROJECT = Path(__file__).resolve().parent.parent.parent
START_SECONDS = 60
RECOVERY_SECONDS = 600
POLL_SECONDS = 0.05
STARTS = 2  # of a supervisor, for one may find that another is just giving up

# Descriptors by lease file, never closed: the process is a client for as long as it lives, and so
# are the children that it forks.
_leases: dict[Path, int] = {}


def ensure_running(data_dir: Path, database: str | None) -> dict[str, str]:
    """Return where the server of `data_dir` listens, as libpq's parameters, once it answers.

    Starts it if need be and makes `database` where it is missing. Raises OperationalError with a
    sentence that says why there is no server and what to do.
    """
    layout = Layout(data_dir)
    try:
        _hold_lease(layout)
        _await_server(layout, database)
        return _address(layout)
    except EmbeddedError as error:
        raise OperationalError(str(error)) from error
    except OSError as error:
        raise OperationalError(complaint(layout, error)) from error


def keep_leases() -> None:
    """Let the program that this process becomes hold the leases that it holds."""
    for lease in _leases.values():
        locks.pass_on(lease)


def _address(layout: Layout) -> dict[str, str]:
    # The name of the server's user guards against another user's socket under the same name.
    return {"host": str(socket_folder(layout)), "requirepeer": server_user()}


def _hold_lease(layout: Layout) -> None:
    if _holds_lease(layout):
        return
    layout.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    layout.control.mkdir(mode=0o700, exist_ok=True)
    check_owner(layout.control, os.geteuid())
    # A supervisor that is stopping its server keeps the lease until it has.
    lease = locks.claim(layout.lease, locks.SHARED, START_SECONDS)
    if lease is None:
        raise EmbeddedError(
            f"The last server in {layout.cluster} has not stopped within {START_SECONDS} seconds."
            f"{_log_tail(layout)}"
        )
    _leases[layout.lease] = lease


def _holds_lease(layout: Layout) -> bool:
    # Not so after the data folder was replaced, or when someone closed every descriptor.
    try:
        return os.path.samestat(os.fstat(_leases[layout.lease]), layout.lease.stat())
    except (KeyError, OSError):
        return False


def _await_server(layout: Layout, database: str | None) -> None:
    began = time.monotonic()
    starts = 0
    while not (supervised := locks.is_claimed(layout.supervisor_lock)) or not _answers(
        layout, database
    ):
        if supervised and time.monotonic() - began > _patience(layout):
            raise EmbeddedError(
                f"PostgreSQL has not answered for {_patience(layout)} seconds. Try again in a "
                f"while.{_log_tail(layout)}"
            )
        if not supervised and starts == STARTS:
            raise EmbeddedError(f"PostgreSQL did not start.{_log_tail(layout)}")
        if not supervised:
            _start_supervisor(layout)
            starts += 1
        time.sleep(POLL_SECONDS)


def _patience(layout: Layout) -> int:
    # Were a long recovery after a crash abandoned, the next start would begin it again.
    return RECOVERY_SECONDS if postmaster_status(layout) == "starting" else START_SECONDS


def _start_supervisor(layout: Layout) -> None:
    try:
        result = subprocess.run(  # noqa: S603 our own program
            [sys.executable, "-m", "archive.embedded.supervisor", str(layout.data_dir)],
            check=False,
            cwd=PROJECT,
            errors="replace",
            start_new_session=True,  # Ctrl-C in the terminal is for the clients
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
            timeout=START_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise EmbeddedError(
            f"PostgreSQL could not be started within {START_SECONDS} seconds. Try again, or look "
            f"for what keeps the disk of {layout.data_dir} busy."
        ) from None
    if result.returncode:
        raise EmbeddedError(
            result.stderr.strip() or f"PostgreSQL's supervisor failed ({result.returncode})."
        )


def _answers(layout: Layout, database: str | None) -> bool:
    """Say whether the server answers a query, having made the role and the database it lacked."""
    if postmaster_status(layout) != "ready":
        return False
    try:
        connection = psycopg.connect(
            **_address(layout),
            port=PORT,
            user=SUPERUSER,
            dbname="postgres",
            autocommit=True,
            connect_timeout=2,
        )
    except psycopg.OperationalError as error:
        full = os.strerror(errno.ENOSPC)
        if full in str(error):  # which waiting does not mend
            raise OSError(errno.ENOSPC, full) from error
        return False
    with connection:
        _provide(connection, database)
    return True


def _provide(connection: psycopg.Connection, database: str | None) -> None:
    # One client at a time, so that two do not make the same thing.
    connection.execute("SELECT pg_advisory_lock(1)")
    role = sql.Identifier(ROLE)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB").format(role))
    query = "SELECT 1 FROM pg_database WHERE datname = %s"
    if database and not connection.execute(query, [database]).fetchone():
        name = sql.Identifier(database)
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, role))


def _log_tail(layout: Layout) -> str:
    """Return where the log is and its last lines, to end an error message with."""
    try:
        lines = layout.log.read_text(errors="replace").splitlines()[-12:]
    except OSError:
        lines = []
    if not lines:
        return f" Its log, {layout.log}, is empty."
    return "\n".join([f" Its log, {layout.log}, ends:", *lines])
