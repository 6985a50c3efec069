"""The process that starts PostgreSQL, watches it, and stops it when nobody needs it any more.

Run as `python -m archive.embedded.supervisor DATA_DIR`. It returns once the server is being
started, by itself or by another supervisor, or ends with a sentence on standard error. One
supervisor lives as long as one server: a crashed server is started by the next connection, through
a new supervisor.
"""

import ctypes
import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from archive.embedded import cluster, locks
from archive.embedded.account import ENVIRONMENT, Account, run, server_account
from archive.embedded.layout import PORT, EmbeddedError, Layout, complaint, program

POLL_SECONDS = 0.2
GRACE_SECONDS = 2
LOG_BYTES = 5_000_000

# A fast shutdown, then one without its checkpoint, then none; with the grace, within ten seconds.
STOPPING = ((signal.SIGINT, 4.5), (signal.SIGQUIT, 1.5), (signal.SIGKILL, 1))

PR_SET_PDEATHSIG = 1  # from Linux's include/uapi/linux/prctl.h


def main(data_dir: Path) -> None:
    """Start the server of `data_dir`, and a process that watches it, unless it has one."""
    os.umask(0o077)
    layout = Layout(data_dir.resolve())
    # Long enough for those who only look whether it is taken to let go.
    lock = locks.claim(layout.supervisor_lock, locks.EXCLUSIVE, seconds=1)
    if lock is None:
        return
    try:
        account = server_account()
        cluster.prepare(layout, account, lock)
        server_lock = _wait_for_the_last_server(layout, account)
        socket_folder = cluster.ready_for_start(layout, account)
        log = os.open(layout.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except EmbeddedError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(complaint(layout, error))
    if os.fork() == 0:
        os.pwrite(lock, f"{os.getpid():<20}\n".encode(), 0)  # for the operator: SIGTERM stops it
        _supervise(layout, account, socket_folder, server_lock, log)


def _wait_for_the_last_server(layout: Layout, account: Account) -> int:
    """Return the server's lock, held: no process of an earlier server lives."""
    lock = locks.claim(layout.server_lock, locks.EXCLUSIVE, seconds=2)
    if lock is None:
        _end_what_is_left(layout, account)
        lock = locks.claim(layout.server_lock, locks.EXCLUSIVE, seconds=10)
    if lock is None:
        raise EmbeddedError(
            f"A process of the last server is still at work in {layout.cluster}. Wait for it to "
            "end, or end it."
        )
    return lock


def _supervise(
    layout: Layout, account: Account, socket_folder: Path, server_lock: int, log: int
) -> None:
    _detach(log)
    orders: list[int] = []
    for order in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(order, lambda signum, _frame: orders.append(signum))
    postmaster = _launch(layout, account, socket_folder, server_lock)
    # The server's alone from here: whoever gets it later knows that every process of it is gone.
    os.close(server_lock)
    _watch(layout, postmaster, log, orders)
    _end_what_is_left(layout, account)
    if socket_folder != layout.cluster:
        with suppress(OSError):
            shutil.rmtree(socket_folder)


def _detach(log: int) -> None:
    """Let go of the caller's terminal, pipes and folder. The session is already our own."""
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, stream in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(descriptor, stream)
    os.chdir("/")


def _launch(layout: Layout, account: Account, socket_folder: Path, server_lock: int) -> int:
    """Start PostgreSQL as a child that ends with this process, and return its process id."""
    command = [
        str(program("postgres")),
        *("-D", str(layout.cluster)),
        *("-c", "listen_addresses="),
        *("-c", f"port={PORT}"),
        *("-c", f'unix_socket_directories="{socket_folder}"'),
        *("-c", "unix_socket_permissions=0700"),
        *("-c", "log_destination=stderr", "-c", "logging_collector=off"),
    ]
    supervisor = os.getpid()
    child = os.fork()
    if child:
        return child
    try:
        account.become()
        if sys.platform == "linux":
            # After the change of user, which would clear it.
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
        if os.getppid() == supervisor:
            locks.pass_on(server_lock)
            os.execve(command[0], command, ENVIRONMENT)  # noqa: S606 meant: no shell
    finally:
        os._exit(1)


def _watch(layout: Layout, postmaster: int, log: int, orders: list[int]) -> None:
    """Return when PostgreSQL has ended: by itself, on an order, or because nobody needs it."""
    lease = locks.open_lock(layout.lease)
    last_needed = time.monotonic()
    while not _ended(postmaster, POLL_SECONDS):
        _shorten(layout, log)
        if not locks.try_lock(lease, locks.EXCLUSIVE):
            last_needed = time.monotonic()
        elif time.monotonic() - last_needed > GRACE_SECONDS:
            # The lease stays locked, so that a newcomer waits until this server is gone.
            orders.append(signal.SIGTERM)
        else:
            locks.unlock(lease)
        if orders:
            _stop(postmaster)
            return


def _stop(postmaster: int) -> None:
    for order, seconds in STOPPING:
        os.kill(postmaster, order)
        if _ended(postmaster, seconds):
            return


def _ended(postmaster: int, seconds: float) -> bool:
    """Wait up to `seconds` for the child to end, and say whether it did."""
    deadline = time.monotonic() + seconds
    while os.waitpid(postmaster, os.WNOHANG) == (0, 0):
        if time.monotonic() > deadline:
            return False
        time.sleep(min(seconds, 0.05))
    return True


def _end_what_is_left(layout: Layout, account: Account) -> None:
    """End the processes of a server whose postmaster, or supervisor, was killed."""
    if not Path("/proc/self/fd").exists():
        run([program("pg_ctl"), "stop", "-m", "immediate", "-D", layout.cluster], account=account)
        return
    # PostgreSQL's processes that have the server's lock open, for pids in files may be another's.
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if (process / "exe").samefile(program("postgres")) and any(
                descriptor.samefile(layout.server_lock) for descriptor in process.glob("fd/*")
            ):
                os.kill(int(process.name), signal.SIGKILL)


def _shorten(layout: Layout, log: int) -> None:
    if os.fstat(log).st_size > LOG_BYTES:
        with suppress(OSError):
            shutil.copyfile(layout.log, layout.older_log)
        os.ftruncate(log, 0)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
