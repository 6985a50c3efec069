"""Advisory locks on files. The system drops them when their last holder ends, however it ends."""

import fcntl
import os
import time
from pathlib import Path

SHARED = fcntl.LOCK_SH
EXCLUSIVE = fcntl.LOCK_EX


def open_lock(path: Path) -> int:
    """Return a descriptor of the lock file, made (mode 0600) if need be. Raises OSError.

    Forked copies of a descriptor share its lock; programs do not inherit it.
    """
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def try_lock(descriptor: int, kind: int) -> bool:
    """Take the lock if nobody holds one that excludes it, and say whether it was taken."""
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_for(descriptor: int, kind: int) -> None:
    """Take the lock, however long others hold it."""
    fcntl.flock(descriptor, kind)


def unlock(descriptor: int) -> None:
    """Give the lock back and keep the descriptor."""
    fcntl.flock(descriptor, fcntl.LOCK_UN)


def claim(path: Path, kind: int, seconds: float) -> int | None:
    """Return a descriptor that holds the lock, or None when it was not free within `seconds`."""
    descriptor = open_lock(path)
    deadline = time.monotonic() + seconds
    while not try_lock(descriptor, kind):
        if time.monotonic() > deadline:
            os.close(descriptor)
            return None
        time.sleep(0.02)
    return descriptor


def is_claimed(path: Path) -> bool:
    """Say whether another process holds the lock exclusively."""
    descriptor = open_lock(path)
    try:
        return not try_lock(descriptor, SHARED)
    finally:
        os.close(descriptor)


def pass_on(descriptor: int) -> None:
    """Let the program that this process becomes inherit the descriptor, and its lock with it."""
    fcntl.fcntl(descriptor, fcntl.F_SETFD, 0)
