"""`make` sets up the environment once, whatever was killed and whoever asks, or says why not."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands import surroundings
from tests.embedded_clients import (
    IS_ROOT,
    PLAIN_USER,
    data_folder,
    identity,
    wait_until,
)

STAMP = ".venv/.runtime"
SETTING_UP = "Setting up the environment in .venv, once."
WAITING = "Another start is setting up .venv. Waiting for it."


def start(checkout, target=STAMP, **options):
    """Start `make` for a target, in a session of its own."""
    variables = {"PYTHON": sys.executable, **options.pop("variables", {})}
    return subprocess.Popen(
        ["make", target],
        cwd=checkout,
        env=surroundings(**variables),
        start_new_session=True,
        text=True,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, **options},
    )


def make(checkout, target=STAMP, **options):
    """Return the exit status of `make` and what it said."""
    with start(checkout, target, **options) as process:
        said, _ = process.communicate(timeout=300)
    assert "Traceback" not in said
    return process.returncode, said


def works(checkout, package="archive_first"):
    python = checkout / ".venv/bin/python"
    done = subprocess.run([python, "-c", f"import pip, {package}"], cwd="/", check=False)
    return done.returncode == 0


def test_two_starts_at_once_make_one_environment(checkout):
    with start(checkout) as run, start(checkout, ".venv/.development") as test:
        said = [run.communicate(timeout=300)[0], test.communicate(timeout=300)[0]]
    assert (run.returncode, test.returncode) == (0, 0), said
    assert sum(SETTING_UP in one for one in said) == 1
    assert sum(WAITING in one for one in said) == 1
    assert works(checkout, "archive_second")
    assert make(checkout) == (0, "make: '.venv/.runtime' is up to date.\n")


def test_a_longer_list_is_installed_into_the_same_environment(checkout):
    assert make(checkout)[0] == 0
    assert not works(checkout, "archive_second")
    shutil.copy(checkout / "requirements-dev.txt", checkout / "requirements.txt")
    assert make(checkout) == (0, "")
    assert works(checkout, "archive_second")


def test_what_a_killed_start_left_and_what_lost_its_python_is_made_afresh(checkout):
    with start(checkout) as process:
        wait_until((checkout / ".venv/bin/python").exists, within=60)
        os.killpg(process.pid, signal.SIGKILL)
    assert not (checkout / STAMP).exists()
    assert SETTING_UP in make(checkout)[1]
    assert works(checkout)
    python = checkout / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3.10")
    assert SETTING_UP in make(checkout)[1]
    assert works(checkout)


def test_an_installation_that_was_killed_is_not_trusted(checkout):
    assert make(checkout)[0] == 0
    # What pip leaves when it is killed between a package and its last file.
    [module] = (checkout / ".venv/lib").glob("*/site-packages/archive_first.py")
    module.unlink()
    (checkout / ".venv/.unfinished").touch()
    (checkout / STAMP).unlink()
    assert SETTING_UP in make(checkout)[1]
    assert works(checkout)


def test_a_package_that_cannot_be_had_is_told(checkout):
    shutil.rmtree(checkout / "wheels")
    status, said = make(checkout)
    assert status == 2
    assert "pip could not install what the archive needs: No matching distribution found" in said
    assert "See to the network and the free space, then run make again." in said


def test_a_missing_python_is_told(checkout):
    status, said = make(checkout, variables={"PYTHON": "python-that-is-not-here"})
    assert status == 2
    assert "needs Python 3.11 or later, and python-that-is-not-here is missing or older." in said
    assert "Name another: make run PYTHON=python3.12" in said


def test_an_old_python_is_told(checkout):
    old = checkout / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")  # as Python 3.10 would answer the Makefile's question
    old.chmod(0o755)
    status, said = make(checkout, variables={"PYTHON": str(old)})
    assert status == 2
    assert f"{old} is missing or older." in said


def test_a_python_without_venv_is_told(checkout):
    hidden = checkout / "hidden"
    hidden.mkdir()
    (hidden / "sitecustomize.py").write_text("import sys\nsys.modules['ensurepip'] = None\n")
    status, said = make(checkout, variables={"PYTHONPATH": str(hidden)})
    assert status == 2
    assert "cannot make an environment. Install its venv; on Debian and Ubuntu: " in said
    assert "apt install python3-venv" in said


def test_a_checkout_that_cannot_be_written_is_told(checkout):
    user = PLAIN_USER if IS_ROOT else None
    python = f"/usr/bin/python{sys.version_info.major}.{sys.version_info.minor}"
    if user and not Path(python).exists():
        pytest.skip(f"{user} can run no Python of this version")
    with data_folder() as closed:
        shutil.copytree(checkout, closed)
        closed.chmod(0o555)
        options = {"variables": {"PYTHON": python}} if user else {}
        status, said = make(closed, **options, **identity(user))
        closed.chmod(0o755)
    assert status == 2
    assert f"The environment cannot be made in {closed}/.venv: " in said
    assert "Permission denied" in said
    assert "make the checkout yours to write, or copy it elsewhere." in said


@pytest.mark.drill
def test_kills_at_any_moment_leave_nothing_broken(checkout):
    moments = random.Random(11)
    for number in range(10):
        with start(checkout, stdout=subprocess.DEVNULL) as process:
            # The moment is what is tried: it waits for nothing.
            time.sleep(moments.uniform(0.1, 6))
            # Every other time what make had started goes on without it.
            (os.killpg if number % 2 else os.kill)(process.pid, signal.SIGKILL)
    status, said = make(checkout)
    assert status == 0, said
    assert works(checkout)
