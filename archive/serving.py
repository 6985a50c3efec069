"""Serving on this machine: take a port, make the archive ready alone, become gunicorn."""

import errno
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.embedded import locks, server

ADDRESS = "127.0.0.1"
BACKLOG = 2048  # what gunicorn asks for
OPTIONS = (
    *("--workers", "2", "--threads", "4", "--limit-request-line", "8190"),
    *("--log-level", "warning", "--no-control-socket"),
    # Else a reader's SCRIPT_NAME would change the links of a page.
    *("--forwarder-headers", ""),
)


class PortError(Exception):
    """The port cannot be had; the text says why and what to do."""


def listen(port: str) -> socket.socket:
    """Return a socket that listens on a port of this machine; 0 takes any that is free.

    Browsers that come early wait until gunicorn answers. Raises PortError.
    """
    if not port.isascii() or not port.isdecimal() or int(port) > 65535:
        raise PortError(
            f"The port is {port!r}. It must be a number up to 65535, as in: make run PORT=8001"
        )
    try:
        return socket.create_server((ADDRESS, int(port)), backlog=BACKLOG)
    except OSError as error:
        raise PortError(_refusal(int(port), error)) from error


def _refusal(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < 65535 else 8000
        return f"Port {port} is taken by another program. Take another: make run PORT={other}"
    if error.errno == errno.EACCES:
        return f"Port {port} needs root. Take one above 1023, as in: make run PORT=8001"
    return f"Port {port} cannot be had: {error.strerror}. Take another: make run PORT=8001"


@contextmanager
def alone(data_dir: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Keep other starts out of the data folder meanwhile; call `wait` before waiting for one.

    The lock ends with the process, and when it becomes another program. Raises OSError.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = locks.open_lock(data_dir / "start-lock")
    try:
        if not locks.try_lock(lock, locks.EXCLUSIVE):
            wait()
            locks.wait_for(lock, locks.EXCLUSIVE)
        yield
    finally:
        os.close(lock)


def become_gunicorn(listener: socket.socket, project: Path) -> None:
    """Serve the socket from now on, as another program in this process.

    It inherits the socket, and the leases that keep the embedded server.
    """
    server.keep_leases()
    listener.set_inheritable(True)
    os.chdir(project)
    command = [sys.executable, "-m", "archive.web_server", "archive.wsgi"]
    bind = ["--bind", f"fd://{listener.fileno()}"]
    os.execv(sys.executable, [*command, *bind, *OPTIONS])  # noqa: S606 meant: no shell
