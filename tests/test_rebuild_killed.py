"""A rebuild or an undoing killed at any moment: run again, it ends as if it had run once."""

import json
import os
import random
import subprocess
import sys

import pytest

from tests.embedded_clients import PROJECT, data_folder

FILES = 150

AS_IF_OLDER = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("UPDATE articles_article SET body_html = 'Old.', body_text = 'Old.'")
    cursor.execute("DELETE FROM articles_sourcelink WHERE kind = 'cited'")
"""

MOMENTS = random.Random(11)
KILLS = pytest.mark.parametrize(
    "moments",
    [
        pytest.param((2.5,), id="once"),
        pytest.param(
            [MOMENTS.uniform(0.5, 5) for _ in range(20)], id="twenty", marks=pytest.mark.drill
        ),
    ],
)


def write(folder, numbers, words):
    """Files about which an older version of the archive may have known less."""
    folder.mkdir()
    for number in numbers:
        source = f"https://outlet{number % 5}.example/{number}"
        head = f"title: Story {number}\ndate: 2025-07-{number % 28 + 1:02}\nsource: {source}\n"
        body = f"{words} number {number}, see [the law](https://law.example/{number}).\n"
        (folder / f"{number}.md").write_text(f"---\n{head}---\n{body}")
    return folder


@pytest.fixture
def env(tmp_path):
    """The environment of a new archive with a database of its own and some articles."""
    with data_folder() as folder:
        inherited = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        env = inherited | {
            "ARCHIVE_DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "archive.settings",
        }
        manage(env, "migrate", "-v0")
        manage(env, "import_articles", write(tmp_path / "one", range(FILES), "Words of story"))
        yield env


def manage(env, *arguments, seconds=240):
    """Run a command; kill it after `seconds`, which raises TimeoutExpired."""
    command = [sys.executable, str(PROJECT / "manage.py"), *map(str, arguments)]
    return subprocess.run(command, env=env, capture_output=True, timeout=seconds, check=False)


def kill_at(moments, env, *arguments):
    """Run a command and kill it, at each of these moments (seconds)."""
    for seconds in moments:
        try:
            manage(env, *arguments, seconds=seconds)
        except subprocess.TimeoutExpired:
            yield
        else:
            return


def exported(env):
    """What the archive holds, as its complete export has it, but for when a row was touched.

    The numbers that come next are left out too: those of an undone import are not given again.
    """
    told = manage(env, "export_articles", "--format", "jsonl").stdout
    records = [json.loads(line) for line in told.splitlines()]
    assert len(records) >= FILES
    for record in records:
        del record["updated_at"], record["grouped_at"], record["archive"]
    return records


@KILLS
def test_a_killed_rebuild_goes_on_to_the_state_of_one_clean_run(env, moments):
    before = exported(env)
    manage(env, "shell", "-c", AS_IF_OLDER)
    assert exported(env) != before
    for _ in kill_at(moments, env, "rebuild"):
        pass
    done = manage(env, "rebuild")
    assert done.returncode == 0, done.stderr
    assert exported(env) == before


@KILLS
def test_a_killed_undoing_is_done_whole_or_not_at_all(env, moments, tmp_path):
    before = exported(env)
    more = write(tmp_path / "two", range(FILES // 2, FILES * 3 // 2), "Other words of story")
    manage(env, "import_articles", more)
    after = exported(env)
    assert after != before
    for _ in kill_at(moments, env, "undo_import", "2"):
        assert exported(env) in (before, after)
    manage(env, "undo_import", "2")
    assert exported(env) == before
