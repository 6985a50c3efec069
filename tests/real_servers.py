"""PostgreSQL servers of their own on a network port, such as an operator would name by address."""

import secrets
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from archive.embedded.account import ENVIRONMENT, server_account
from archive.embedded.layout import program
from tests.embedded_clients import data_folder, identity, wait_until

UTF8 = (
    *("--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8"),
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
)


@dataclass(frozen=True)
class Server:
    """A server that runs: its port, and the password of its superuser, postgres."""

    port: int
    password: str

    def address(self, database: str = "postgres", *, password: str = "", user: str = "") -> str:
        """Return the address of one of its databases."""
        who = f"{user or 'postgres'}:{password or self.password}"
        return f"postgres://{who}@127.0.0.1:{self.port}/{database}"

    def make_database(self, name: str, options: str = "") -> str:
        """Make a database, and return its address."""
        self.run(f"CREATE DATABASE {name} {options}")
        return self.address(name)

    def run(self, statement: str) -> None:
        """Run a statement as the superuser."""
        with psycopg.connect(self.address(), autocommit=True) as connection:
            connection.execute(statement)


@contextmanager
def real_server(*options: str, installation: str = "pginstall18") -> Iterator[Server]:
    """Yield a new server with a password; `options` are initdb's."""
    programs = program("postgres").parents[2] / installation / "bin"
    password = secrets.token_urlsafe(12)
    with data_folder(name="server") as folder, socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
        cluster = _make_cluster(programs, folder, password, options or UTF8)
        free.close()
        arguments = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-F"]
        with subprocess.Popen(
            [programs / "postgres", "-D", cluster, "-p", str(port), *arguments],
            stderr=subprocess.DEVNULL,
            **_as_its_user(),
        ) as process:
            try:
                server = Server(port, password)
                wait_until(lambda: _answers(server), within=30)
                yield server
            finally:
                process.send_signal(signal.SIGINT)  # ends connections, too


def _make_cluster(programs: Path, folder: Path, password: str, options: tuple[str, ...]) -> Path:
    folder.mkdir(mode=0o711)
    cluster = folder / "cluster"
    secret = folder / "password"
    secret.write_text(password)
    cluster.mkdir(mode=0o700)
    shutil.chown(cluster, server_account().uid)
    subprocess.run(
        [
            *(programs / "initdb", "--pgdata", cluster, "--username=postgres", "--no-sync"),
            *("--auth=scram-sha-256", f"--pwfile={secret}", *options),
        ],
        check=True,
        capture_output=True,
        **_as_its_user(),
    )
    return cluster


def _as_its_user() -> dict[str, object]:
    account = server_account()
    return {"cwd": "/", "env": ENVIRONMENT, **identity(account.name if account.borrowed else None)}


def _answers(server: Server) -> bool:
    try:
        psycopg.connect(server.address()).close()
    except psycopg.OperationalError:
        return False
    return True
