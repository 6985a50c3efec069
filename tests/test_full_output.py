"""Commands whose output or report finds no space say so in a sentence, with status 2."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import TRACEBACK, manage, refusal, surroundings
from tests.embedded_clients import PROJECT, data_folder

FULL = Path("/dev/full")

pytestmark = pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is full")


@pytest.fixture(scope="module")
def archive():
    """An archive with a database of its own, as what its commands find in the environment."""
    with data_folder() as folder:
        env = {"ARCHIVE_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "archive.settings"}
        manage("migrate", "-v0", **env)
        yield env


@pytest.mark.parametrize(
    ("command", "advice"),
    [("export_articles --format csv", "export anew"), ("export_opml", "run the same command")],
)
def test_an_export_without_space_is_told_in_a_sentence(archive, command, advice):
    with FULL.open("w") as output:
        done = subprocess.run(
            [sys.executable, PROJECT / "manage.py", *command.split()],
            env=surroundings(**archive),
            stdout=output,
            stderr=subprocess.PIPE,
            check=False,
            text=True,
            timeout=60,
        )
    assert (done.returncode, TRACEBACK in done.stderr) == (2, False), done.stderr
    assert "No space left on device" in done.stderr
    assert advice in done.stderr


def test_a_report_without_space_is_told_and_what_was_imported_is_in(archive, tmp_path):
    path = tmp_path / "rule.txt"
    path.write_text("date 2025-07-26 The council adopted a rule that asks for audits of models.")
    assert "No space left on device" in refusal(
        "import_articles", path, "--report", FULL, **archive
    )
    assert "1 unchanged" in manage("import_articles", path, **archive).stdout
