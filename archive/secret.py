"""The secret key made for an archive that was not given one."""

import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def kept_secret(path: Path) -> str:
    """Return the key kept at `path`, making it (mode 0600) the first time.

    Two processes may start at once: the key is written aside and linked into place, so that
    both read the one that got there first. Raises ImproperlyConfigured where it can be neither
    read nor made.
    """
    try:
        if not path.exists():
            _make(path)
        key = path.read_text(encoding="ascii").strip()
    except (FileExistsError, NotADirectoryError) as error:
        raise ImproperlyConfigured(
            f"The data folder {path.parent} cannot be: there is a file in its place. Set "
            "ARCHIVE_DATA_DIR to a folder."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(
            f"The data folder {path.parent} cannot keep the secret key: {error}. Make it writable, "
            "or set ARCHIVE_DATA_DIR to a folder that is."
        ) from error
    if len(key) < 50:
        raise ImproperlyConfigured(
            f"The secret key at {path} is too short. Delete it to make another."
        )
    return key


def _make(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent)
    try:
        os.write(descriptor, secrets.token_urlsafe(64).encode())
        os.fsync(descriptor)
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.close(descriptor)
        Path(draft).unlink()
