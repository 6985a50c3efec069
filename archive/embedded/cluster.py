"""PostgreSQL's data folder: made whole or not at all, checked, and readied for a start."""

import os
import shutil
import tempfile
from pathlib import Path

from archive.embedded.account import Account, run
from archive.embedded.layout import (
    MAJOR_VERSION,
    PORT,
    SUPERUSER,
    EmbeddedError,
    Layout,
    check_owner,
    program,
    user_name,
)

# Kept in postgresql.conf, which is the operator's to change.
DEFAULTS = {
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
SOCKET = f".s.PGSQL.{PORT}"
SOCKET_PATH_BYTES = 103  # on macOS, from sys/un.h; Linux has 107


def prepare(layout: Layout, account: Account, lock: int) -> None:
    """Make the cluster where there is none, and check the one there is.

    `lock` keeps a second initdb away for as long as an abandoned one runs. Raises EmbeddedError
    and OSError.
    """
    if account.borrowed:
        _open_the_way(layout, account)
    check_owner(layout.cluster, account.uid)
    if not layout.cluster.exists() or not any(layout.cluster.iterdir()):
        _make(layout, account, lock)
    _check_version(layout.cluster)
    layout.cluster.chmod(0o700)


def _open_the_way(layout: Layout, account: Account) -> None:
    # Through the archive's own folder and no other: those above it are for their owners to open.
    layout.data_dir.chmod(layout.data_dir.stat().st_mode | 0o011)
    account.check_access(
        layout.data_dir, "Set ARCHIVE_DATA_DIR to a folder elsewhere, such as /var/lib/archive"
    )
    account.check_access(
        program("postgres"), "Move the checkout and its environment elsewhere, such as to /srv"
    )


def _make(layout: Layout, account: Account, lock: int) -> None:
    shutil.rmtree(layout.draft, ignore_errors=True)
    layout.draft.mkdir(mode=0o700)
    os.chown(layout.draft, account.uid, account.gid)
    command = [
        *(program("initdb"), "--pgdata", layout.draft, "--username", SUPERUSER),
        # In the C locale the search parser would take every sign beyond ASCII, such as a curly
        # quotation mark, for a letter; C.UTF-8 is a part of glibc since 2.35.
        *("--encoding=UTF8", "--locale=C", "--lc-ctype=C.UTF-8"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        *("--auth=reject", "--data-checksums", "--no-instructions"),
        *(f"--set={name}={value}" for name, value in DEFAULTS.items()),
    ]
    status, said = run(command, account=account, keep=[lock])
    if status:
        shutil.rmtree(layout.draft, ignore_errors=True)
        last_lines = "\n".join(said.splitlines()[-6:])
        raise EmbeddedError(
            f"PostgreSQL could not make its folder {layout.cluster}. Free space there, or set "
            f"ARCHIVE_DATA_DIR to another folder. It said:\n{last_lines}"
        )
    layout.draft.rename(layout.cluster)
    _flush(layout.data_dir)


def _flush(folder: Path) -> None:
    """Make a renaming in the folder last: were it undone, the next start would begin afresh."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check_version(cluster: Path) -> None:
    try:
        version = (cluster / "PG_VERSION").read_text(errors="replace").strip()[:10]
    except FileNotFoundError:
        raise EmbeddedError(
            f"{cluster} is not a folder of PostgreSQL's: it has no PG_VERSION. Move it away, or "
            "set ARCHIVE_DATA_DIR to another folder."
        ) from None
    if version != MAJOR_VERSION:
        raise EmbeddedError(
            f"{cluster} was made by PostgreSQL {version}, and this is PostgreSQL {MAJOR_VERSION}. "
            f"Dump it with {version}, move it away and restore the dump, or set ARCHIVE_DATA_DIR "
            "to another folder."
        )


def ready_for_start(layout: Layout, account: Account) -> Path:
    """Write who may connect, remove what a killed server left, and return the socket's folder.

    Only for whoever holds the server's lock: that no process of an earlier server lives is what
    makes its pid files stale, whoever has their pid now. Raises EmbeddedError and OSError.
    """
    client = user_name(os.geteuid()).replace('"', '""')
    note = "# Written anew whenever the embedded server starts.\n"
    rule = "local all all peer map=archive\nlocal replication all peer map=archive\n"
    with account.acting():
        (layout.cluster / "pg_hba.conf").write_text(f"{note}{rule}")
        (layout.cluster / "pg_ident.conf").write_text(f'{note}archive "{client}" all\n')
        for stale in ("postmaster.pid", SOCKET, f"{SOCKET}.lock"):
            (layout.cluster / stale).unlink(missing_ok=True)
    return layout.cluster if _suits_a_socket(layout.cluster) else _short_folder(account)


def _suits_a_socket(folder: Path) -> bool:
    # libpq would read a comma as the end of a host, PostgreSQL a quotation mark as a quotation.
    path = os.fsencode(folder / SOCKET)
    return len(path) <= SOCKET_PATH_BYTES and not set(b',"') & set(path)


def _short_folder(account: Account) -> Path:
    """Return a new private folder for the socket; clients read its name in postmaster.pid."""
    folder = Path(tempfile.mkdtemp(prefix="archive-postgres-")).resolve()
    os.chown(folder, account.uid, account.gid)
    if not _suits_a_socket(folder):
        raise EmbeddedError(f"{folder} is too long a path for a socket. Set TMPDIR to /tmp.")
    if account.borrowed:
        account.check_access(folder, "Set TMPDIR to a folder that is open to all, such as /tmp")
    return folder
