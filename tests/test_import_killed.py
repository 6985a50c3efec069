"""An import that is killed, stopped, crossed by another or left by its database loses nothing.

Run again, it ends as if it had run once.
"""

import json
import os
import random
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.commands import TRACEBACK, has_a_worker
from tests.embedded_clients import PROJECT, data_folder, postmaster_of, wait_until

FILES = 160
WORDS = [
    "council",
    "minister",
    "auditor",
    "treaty",
    "model",
    "developer",
    "chip",
    "court",
    "privacy",
    "summit",
]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    """Files of every kind: new, without a source, template text, copies, broken."""
    folder = tmp_path_factory.mktemp("inbox")
    for number in range(FILES):
        body = f"Write to outlet {number % 5} if you know more.\n\n"
        body += " ".join(f"{WORDS[(number * k) % 10]}{number % 40 * k}" for k in range(1, 60))
        source = f"source: https://outlet{number % 5}.example/{number % 130}\n"
        date = f"date: 2025-07-{number % 28 + 1:02}\n"
        fields = source * (number % 4 > 0) + date * (number % 31 > 0)
        text = f"---\ntitle: Story {number % 60} of {WORDS[number % 10]}\n{fields}---\n{body}\n"
        (folder / f"{number:03}.md").write_text(text)
    return folder


@pytest.fixture(scope="module")
def archive():
    """A function that returns the environment of a new archive with a database of its own."""
    with ExitStack() as open_folders:

        def make():
            folder = open_folders.enter_context(data_folder())
            inherited = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
            env = inherited | {
                "ARCHIVE_DATA_DIR": str(folder),
                "DJANGO_SETTINGS_MODULE": "archive.settings",
            }
            manage(env, "migrate", "-v0")
            return env

        yield make


def manage(env, *arguments, seconds=120):
    """Run a command; kill it after `seconds`, which raises TimeoutExpired."""
    command = [sys.executable, str(PROJECT / "manage.py"), *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, timeout=seconds, check=False)


def start_import(env, inbox, *options):
    """Start an import and return its process."""
    command = [sys.executable, str(PROJECT / "manage.py"), "import_articles", str(inbox), *options]
    return subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def wait_until_it_cleans(process):
    """Wait until an import has started a worker, which it does for its first item."""

    wait_until(lambda: has_a_worker(process.pid), within=60)


def rows(env):
    """What the archive holds, in words that do not depend on ids or on the order of arrival."""
    told = manage(env, "export_articles", "--format", "jsonl").stdout
    articles = [json.loads(line) for line in told.splitlines()]
    titles = {article["id"]: article["title"] for article in articles}
    return sorted(
        (
            article["title"],
            article["canonical_url"],
            article["status"],
            article["excerpt"],
            article["event_title"] or "",
            titles.get(article["duplicate_of"], ""),
            sorted(article["origins"]),
        )
        for article in articles
    )


@pytest.fixture(scope="module")
def expected(archive, inbox):
    """What one clean run leaves."""
    clean = archive()
    manage(clean, "import_articles", inbox)
    found = rows(clean)
    assert len(found) > FILES / 2
    return found


MOMENTS = random.Random(7)


@pytest.mark.parametrize(
    "moments",
    [
        pytest.param((1.0, 1.5, 2.0), id="three"),
        pytest.param(
            [MOMENTS.uniform(0.5, 4) for _ in range(20)], id="twenty", marks=pytest.mark.drill
        ),
    ],
)
def test_a_killed_import_goes_on_to_the_state_of_one_clean_run(archive, inbox, expected, moments):
    killed = archive()
    for seconds in moments:
        try:
            manage(killed, "import_articles", inbox, seconds=seconds)
        except subprocess.TimeoutExpired:
            continue
    manage(killed, "import_articles", inbox)
    assert rows(killed) == expected


def test_ctrl_c_says_what_is_in_and_the_same_command_goes_on(archive, inbox, expected):
    stopped = archive()
    running = start_import(stopped, inbox)
    wait_until_it_cleans(running)
    running.send_signal(signal.SIGINT)
    told, complaint = running.communicate(timeout=60)
    assert (running.returncode, told.count("created")) == (2, 1), (told, complaint)
    assert "run the same command to go on" in complaint
    assert TRACEBACK not in complaint
    manage(stopped, "import_articles", inbox)
    assert rows(stopped) == expected


def test_ctrl_c_in_a_dry_run_says_that_nothing_is_in(archive, inbox):
    stopped = archive()
    running = start_import(stopped, inbox, "--dry-run")
    wait_until_it_cleans(running)
    running.send_signal(signal.SIGINT)
    told, complaint = running.communicate(timeout=60)
    assert (running.returncode, told) == (2, "")
    assert "Stopped, and nothing is in. Run the same command again." in complaint
    assert TRACEBACK not in complaint
    assert rows(stopped) == []


def test_a_database_that_is_lost_is_told_in_a_sentence(archive, inbox, expected):
    left = archive()
    running = start_import(left, inbox)
    wait_until_it_cleans(running)
    os.kill(postmaster_of(Path(left["ARCHIVE_DATA_DIR"])), signal.SIGKILL)
    _, complaint = running.communicate(timeout=60)
    assert running.returncode == 2
    assert TRACEBACK not in complaint
    assert len(complaint.strip().splitlines()) <= 2
    manage(left, "import_articles", inbox)
    assert rows(left) == expected


def test_two_imports_at_once_end_as_one_does(archive, inbox, expected):
    shared = archive()
    both = [start_import(shared, inbox) for _ in range(2)]
    told = [running.communicate(timeout=120) for running in both]
    assert {running.returncode for running in both} <= {0, 1}
    assert not any(TRACEBACK in complaint for _, complaint in told)
    assert rows(shared) == expected
