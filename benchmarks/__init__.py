"""Speed and quality, as ratios. Each benchmark has a database of its own, gone when it ends.

It stands in a new folder under the system's temporary one, with the settings of production, and
leaves alone whatever DATABASE_URL names.
"""

import os
import tempfile
from pathlib import Path

import django

FOLDER = Path(tempfile.mkdtemp(prefix="archive-benchmark-"))

os.environ.pop("DATABASE_URL", None)
os.environ["ARCHIVE_DATA_DIR"] = str(FOLDER)
os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
django.setup()
