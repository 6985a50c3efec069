"""Commands as an operator runs them: processes with an environment of their own."""

import os
import subprocess
import sys
from pathlib import Path

from archive.environment import VARIABLES
from tests.embedded_clients import PROJECT

# What a told failure never shows.
TRACEBACK = "Traceback"


def surroundings(**variables: object) -> dict[str, str]:
    """Return this environment with these variables and none other that the archive reads.

    Python is left to buffer what it prints, as it does for an operator.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {*VARIABLES, "PYTHONUNBUFFERED"}
        and not name.startswith(("DJANGO_", "MAKE", "MFLAGS", "PG"))
    }
    return kept | {name: str(value) for name, value in variables.items()}


def manage(*arguments: object, **variables: object) -> subprocess.CompletedProcess:
    """Run a command of manage.py to its end."""
    return subprocess.run(
        [sys.executable, PROJECT / "manage.py", *map(str, arguments)],
        env=surroundings(**variables),
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
    )


def refusal(*arguments: object, **variables: object) -> str:
    """Return what a command says that could not run: status 2, and no traceback."""
    done = manage(*arguments, **variables)
    assert done.returncode == 2, done.stdout + done.stderr
    assert TRACEBACK not in done.stderr
    return done.stderr


def children(pid: int) -> set[int]:
    """Return the processes that a process, in any of its threads, has started and not reaped."""
    listed = (path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children"))
    return {int(child) for line in listed for child in line.split()}


def has_a_worker(pid: int) -> bool:
    """Whether a process has one that cleans for it, which an import starts for its first item."""
    return any(b"articles.ingest.worker" in _command(child) for child in children(pid))


def _command(pid: int) -> bytes:
    """Return the command line of a process, nothing where it has ended by now."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
