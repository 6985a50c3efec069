"""A full disk is told in a sentence, and when there is space again the next start goes on."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.commands import surroundings
from tests.embedded_clients import IS_ROOT, PROJECT, data_folder

pytestmark = [
    pytest.mark.drill,
    pytest.mark.skipif(
        not IS_ROOT or not shutil.which("unshare"), reason="only root can make a small disk"
    ),
]

# In a view of the file system that is its own: a small disk, a command that meets its end, a larger
# disk, and the command again. The supervisor of the first has let go of the disk by then.
SCRIPT = """
set -u
mount -t tmpfs -o size=$SMALL,mode=755 tmpfs "$PLACE"
cd "$PLACE"
{prepare}
{command}; echo "status $?"
mount -o remount,size=400m "$PLACE"
{command}; echo "status $?"
"""


def on_a_small_disk(place, size, command, prepare=":", **variables):
    """Return what the command says on a disk of that size, and then on one that is large enough."""
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", SCRIPT.format(command=command, prepare=prepare)],
        env=surroundings(PLACE=place, SMALL=size, **variables),
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert re.findall(r"status \d+", done.stdout) == ["status 2", "status 0"], said
    return said


@pytest.mark.parametrize("size", ["1m", "38m", "44m", "48m"])
def test_a_disk_that_is_full_for_the_archive_is_told(size):
    with data_folder(name="disk") as place:
        place.mkdir()
        said = on_a_small_disk(
            place,
            size,
            'timeout --preserve-status --signal=INT 40 "$RUN" "$MANAGE" serve --port 0',
            ARCHIVE_DATA_DIR=place / "data",
            MANAGE=PROJECT / "manage.py",
            RUN=sys.executable,
        )
    assert "space" in said
    assert "The archive is at http://127.0.0.1:" in said


@pytest.mark.parametrize("size", ["1m", "8m", "14m"])
def test_a_disk_that_is_full_for_the_environment_is_told(checkout, tmp_path_factory, size):
    place = tmp_path_factory.mktemp("disk")
    said = on_a_small_disk(
        place,
        size,
        "make .venv/.runtime",
        prepare='cp -r "$CHECKOUT"/* .',
        CHECKOUT=checkout,
        PYTHON=sys.executable,
    )
    assert "free space" in said.lower()
