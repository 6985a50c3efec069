"""Real client processes of the embedded server, for the tests to start, ask and kill."""

import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import django
import pytest

from archive.embedded.layout import Layout

PROJECT = Path(__file__).resolve().parent.parent
IS_ROOT = os.geteuid() == 0
PLAIN_USER = "nobody"

# A query that takes hours on the processor and nothing on the disk.
BUSY = "SELECT count(*) FROM generate_series(1, 1000000) a, generate_series(1, 1000000) b"

# Reads one statement a line and answers each with a line of JSON.
CLIENT = """
import json, os, sys
from pathlib import Path
from django.conf import settings
settings.configure(DATABASES={"default": {
    "ENGINE": "archive.embedded", "NAME": "archive", "DATA_DIR": Path(sys.argv[1]),
}})
from django.db import DatabaseError, connection
for line in sys.stdin:
    if line == "FORK\\n":
        if os.fork():
            os._exit(0)
        connection.connection = None
        line = "SELECT 1"
    try:
        with connection.cursor() as cursor:
            cursor.execute(line)
            answer = cursor.fetchall() if cursor.description else []
    except DatabaseError as error:
        connection.close()
        answer = f"{type(error).__name__}: {error}"
    print(json.dumps(answer, default=str), flush=True)
"""


@contextmanager
def data_folder(*, user: str | int | None = None, name: str = "data") -> Iterator[Path]:
    """Yield the path of a data folder that is still to be made; end its server afterwards."""
    parent = Path(tempfile.mkdtemp(prefix="ar")).resolve()
    parent.chmod(0o711)
    if user is not None:
        shutil.chown(parent, user)
    try:
        yield parent / name
    finally:
        stop_server(parent / name)
        shutil.rmtree(parent)


def stop_server(folder: Path) -> None:
    """Order the folder's supervisor, if it lives, to stop the server, and wait until it has."""
    if (supervisor := supervisor_of(folder)) and alive(supervisor):
        os.kill(supervisor, signal.SIGTERM)
        wait_until(lambda: not alive(supervisor))


@contextmanager
def client(
    folder: Path, *, user: str | int | None = None, **options: object
) -> Iterator[subprocess.Popen]:
    """Yield a client process of the folder's server, run by `user`; kill it afterwards."""
    process = subprocess.Popen(
        [interpreter(user), "-c", CLIENT, str(folder)],
        cwd="/",
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        **identity(user),
        **options,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def identity(user: str | int | None) -> dict[str, object]:
    """Return the arguments that make subprocess run a program as `user`, a name or a number."""
    if user is None:
        return {}
    group = user if isinstance(user, int) else pwd.getpwnam(user).pw_gid
    return {"user": user, "group": group, "extra_groups": []}


def environment() -> dict[str, str]:
    """Return a small environment in which any Python of this version finds what it needs."""
    packages = Path(django.__file__).resolve().parent.parent
    return {"PATH": os.environ["PATH"], "PYTHONPATH": f"{PROJECT}{os.pathsep}{packages}"}


@cache
def interpreter(user: str | int | None) -> str:
    """Return a Python of this version that `user` may run; skip the test where there is none."""
    if user is None:
        return sys.executable
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for candidate in (sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        command = [candidate, "-c", "import django, psycopg, archive"]
        with suppress(OSError):
            if not subprocess.run(
                command, check=False, cwd="/", env=environment(), **identity(user)
            ).returncode:
                return candidate
    pytest.skip(f"{user} can run no {name} that sees this checkout and its environment")


def send(process: subprocess.Popen, statement: str) -> None:
    """Give the client a statement."""
    process.stdin.write(f"{statement}\n")
    process.stdin.flush()


def answer(process: subprocess.Popen) -> list | str:
    """Return the client's next answer: rows, or what went wrong."""
    return json.loads(process.stdout.readline())


def ask(process: subprocess.Popen, statement: str) -> list | str:
    """Return the client's answer to a statement."""
    send(process, statement)
    return answer(process)


def ask_once(
    folder: Path, statement: str, *, user: str | int | None = None, **options: object
) -> object:
    """Return a new client's answer to one statement."""
    with client(folder, user=user, **options) as process:
        return ask(process, statement)


def finish(process: subprocess.Popen) -> int:
    """Let the client come to its end, and return its exit status."""
    process.stdin.close()
    return process.wait(10)


def server_pids(process: subprocess.Popen, folder: Path) -> set[int]:
    """Return the process ids of the supervisor, the postmaster and all its children."""
    activity = {pid for (pid,) in ask(process, "SELECT pid FROM pg_stat_activity")}
    return {supervisor_of(folder), postmaster_of(folder), *activity}


def supervisor_of(folder: Path) -> int | None:
    """Return the process id of the folder's last supervisor."""
    with suppress(OSError, ValueError):
        return int(Layout(folder).supervisor_lock.read_text())
    return None


def postmaster_of(folder: Path) -> int:
    """Return the process id of the folder's postmaster."""
    return int((Layout(folder).cluster / "postmaster.pid").read_text().split()[0])


def alive(pid: int) -> bool:
    """Say whether the process lives; one that only waits to be reaped does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return not Path("/proc/self").exists()


def wait_until(condition: Callable[[], bool], *, within: float = 10) -> None:
    """Wait for the condition, and fail the test when it does not come about in `within` seconds."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def wait_until_gone(pids: set[int], *, within: float = 10) -> None:
    """Wait until none of the processes lives."""
    wait_until(lambda: not any(map(alive, pids)), within=within)
