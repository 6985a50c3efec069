"""An import that keeps ids is whole or not there: stopped or killed, it leaves nothing."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.commands import has_a_worker, manage, surroundings
from tests.embedded_clients import PROJECT, data_folder

RECORDS = [
    {
        "id": number,
        "title": f"Story {number}",
        "date": "2025-07-26",
        "status": "published",
        "body": f"<p>The council adopted rule {number} on Friday.</p>",
    }
    for number in range(1, 1501)
]


@pytest.fixture
def elsewhere():
    """An archive with a database of its own, as what its commands find in the environment."""
    with data_folder() as folder:
        env = {"ARCHIVE_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "archive.settings"}
        manage("migrate", "-v0", **env)
        yield env


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_stopped_leaves_nothing_and_runs_again(elsewhere, tmp_path, sign):
    path = tmp_path / "export.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    command = [sys.executable, PROJECT / "manage.py", "import_articles", path, "--keep-ids"]
    running = subprocess.Popen(
        command, env=surroundings(**elsewhere), stderr=subprocess.PIPE, text=True
    )
    while not has_a_worker(running.pid):
        assert running.poll() is None
    os.kill(running.pid, sign)
    _, said = running.communicate(timeout=60)
    assert running.returncode == (-sign if sign == signal.SIGKILL else 2)
    if sign != signal.SIGKILL:
        assert "Stopped, and nothing is in" in said
    assert manage("export_articles", "--format", "jsonl", **elsewhere).stdout == ""
    done = manage("import_articles", path, "--keep-ids", **elsewhere)
    assert done.stdout == "1500 created, 0 updated, 0 duplicate, 0 unchanged, 0 rejected.\n"
