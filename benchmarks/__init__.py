"""Speed and quality, as ratios. Each benchmark has a database of its own, gone when it ends.

It stands in a new folder under the system's temporary one, with the settings of production, and
leaves alone whatever DATABASE_URL names. With `--keep FOLDER` it stands there, and stays.
"""

import argparse
import os
import tempfile
from pathlib import Path

import django


def _kept() -> Path | None:
    """The folder that the command line names; models are imported before a parser is made."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--keep", type=Path)
    return parser.parse_known_args()[0].keep


KEPT = _kept()
FOLDER = KEPT.resolve() if KEPT else Path(tempfile.mkdtemp(prefix="archive-benchmark-"))

os.environ.pop("DATABASE_URL", None)
os.environ["ARCHIVE_DATA_DIR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
django.setup()
