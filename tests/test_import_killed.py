"""An import killed at any moment loses nothing: run again, it ends as if it had run once."""

import json
import os
import random
import subprocess
import sys
from contextlib import ExitStack

import pytest

from tests.embedded_clients import PROJECT, data_folder

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


@pytest.fixture
def inbox(tmp_path):
    """Files of every kind: new, without a source, template text, copies, broken."""
    for number in range(FILES):
        body = f"Write to outlet {number % 5} if you know more.\n\n"
        body += " ".join(f"{WORDS[(number * k) % 10]}{number % 40 * k}" for k in range(1, 60))
        source = f"source: https://outlet{number % 5}.example/{number % 130}\n"
        date = f"date: 2025-07-{number % 28 + 1:02}\n"
        fields = source * (number % 4 > 0) + date * (number % 31 > 0)
        text = f"---\ntitle: Story {number % 60} of {WORDS[number % 10]}\n{fields}---\n{body}\n"
        (tmp_path / f"{number:03}.md").write_text(text)
    return tmp_path


@pytest.fixture
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
def test_a_killed_import_goes_on_to_the_state_of_one_clean_run(archive, inbox, moments):
    clean, killed = archive(), archive()
    manage(clean, "import_articles", inbox)
    for seconds in moments:
        try:
            manage(killed, "import_articles", inbox, seconds=seconds)
        except subprocess.TimeoutExpired:
            continue
    manage(killed, "import_articles", inbox)
    assert len(rows(clean)) > FILES / 2
    assert rows(killed) == rows(clean)
