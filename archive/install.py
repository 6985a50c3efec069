"""The environment in `.venv`: made by one process at a time, and afresh after one was killed.

The Makefile runs `python -m archive.install REQUIREMENTS` in the checkout, with any Python that is
recent enough; so this needs the standard library alone.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from archive.embedded import locks

VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
LOCK = VENV / ".lock"
# There while something is being installed. Whoever finds it, with the lock, knows of a kill.
UNFINISHED = VENV / ".unfinished"
# The Makefile's marks of what is installed.
STAMPS = {
    "requirements.txt": (VENV / ".runtime",),
    "requirements-dev.txt": (VENV / ".runtime", VENV / ".development"),
}
USABLE = "import sys, pip; sys.exit(sys.version_info < (3, 11))"


class InstallError(Exception):
    """The environment cannot be made; the text says why and what to do."""


def main(requirements: Path) -> None:
    """Install what the file of requirements lists, unless another process just has."""
    try:
        VENV.mkdir(exist_ok=True)
        lock = locks.open_lock(LOCK)
        if not locks.try_lock(lock, locks.EXCLUSIVE):
            sys.stdout.write(f"Another start is setting up {VENV}. Waiting for it.\n")
            sys.stdout.flush()
            locks.wait_for(lock, locks.EXCLUSIVE)
        if not _is_current(requirements):
            _install(requirements, lock)
    except InstallError as error:
        _fail(str(error))
    except OSError as error:
        _fail(
            f"The environment cannot be made in {VENV.absolute()}: {error}. Free space there and "
            "make the checkout yours to write, or copy it elsewhere."
        )
    except KeyboardInterrupt:
        sys.exit(130)


def _fail(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(2)


def _is_current(requirements: Path) -> bool:
    try:
        needed = max(requirements.stat().st_mtime, PYTHON.stat().st_mtime)
        made = min(stamp.stat().st_mtime for stamp in STAMPS[requirements.name])
    except FileNotFoundError:
        return False
    return made >= needed and not UNFINISHED.exists()


def _install(requirements: Path, lock: int) -> None:
    if UNFINISHED.exists() or not _is_usable():
        _make_afresh(lock)
    UNFINISHED.touch()
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    _run(
        [*pip, "--requirement", requirements],
        lock,
        "pip could not install what the archive needs",
        "See to the network and the free space, then run make again.",
    )
    UNFINISHED.unlink()
    for stamp in STAMPS[requirements.name]:
        stamp.touch()


def _is_usable() -> bool:
    try:
        return not subprocess.run(  # noqa: S603 our own program
            [PYTHON, "-c", USABLE], check=False, stderr=subprocess.DEVNULL
        ).returncode
    except OSError:
        return False


def _make_afresh(lock: int) -> None:
    if not (find_spec("venv") and find_spec("ensurepip")):
        raise InstallError(
            f"{sys.executable} cannot make an environment. Install its venv; on Debian and "
            "Ubuntu: apt install python3-venv"
        )
    sys.stdout.write(f"Setting up the environment in {VENV}, once. This takes a minute.\n")
    sys.stdout.flush()
    UNFINISHED.touch()
    for entry in VENV.iterdir():
        if entry in (LOCK, UNFINISHED):
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()
    _run(
        [sys.executable, "-m", "venv", VENV],
        lock,
        f"{sys.executable} could not make the environment",
        "See to the free space, or name another Python: make run PYTHON=python3.12",
    )


def _run(command: Sequence[str | Path], lock: int, trouble: str, advice: str) -> None:
    """Run a program that keeps the lock even when this process is killed."""
    result = subprocess.run(  # noqa: S603 our own programs and arguments
        command,
        check=False,
        errors="replace",
        pass_fds=[lock],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        stdout=subprocess.PIPE,
        text=True,
    )
    if result.returncode:
        said = result.stdout.strip().splitlines() or [f"it ended with status {result.returncode}"]
        errors = [line for line in said if line.startswith("ERROR")]
        reason = (errors or said)[-1].removeprefix("ERROR: ").strip(" .")
        raise InstallError(f"{trouble}: {reason}. {advice}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
