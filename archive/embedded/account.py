"""The system user that PostgreSQL runs as, which may not be root."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.embedded.layout import EmbeddedError

SYSTEM_USER = "archive-postgres"
ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TZ": "UTC"}


@dataclass(frozen=True)
class Account:
    """A system user; `borrowed` when root starts PostgreSQL and this user runs it."""

    name: str
    uid: int
    gid: int
    borrowed: bool

    def become(self) -> None:
        """Make this process the user's, for good."""
        if self.borrowed:
            os.setgroups([])
            os.setgid(self.gid)
            os.setuid(self.uid)

    @contextmanager
    def acting(self) -> Iterator[None]:
        """Touch files as this user for a while, so that root follows no link that it laid."""
        if not self.borrowed:
            yield
            return
        os.setgroups([])
        os.setegid(self.gid)
        os.seteuid(self.uid)
        try:
            yield
        finally:
            os.seteuid(0)
            os.setegid(0)

    def check_access(self, path: Path, advice: str) -> None:
        """Raise EmbeddedError, with `advice`, where the path or a folder above it is closed."""
        with self.acting():
            for place in (*reversed(path.parents), path):
                if not os.access(place, os.X_OK, effective_ids=True):
                    raise EmbeddedError(
                        f"When root starts PostgreSQL it runs as {self.name}, to whom {place} is "
                        f"closed. {advice}, or set DATABASE_URL."
                    )


def run(
    command: Sequence[str | Path], *, account: Account | None = None, keep: Sequence[int] = ()
) -> tuple[int, str]:
    """Run a program, as `account` if given, and return its exit status and what it said.

    It inherits the descriptors `keep`, and with them locks that then outlive this process.
    """
    switch = account is not None and account.borrowed
    result = subprocess.run(  # noqa: S603 our own programs and arguments
        command,
        check=False,
        cwd="/",
        env=ENVIRONMENT,
        errors="replace",
        extra_groups=[] if switch else None,
        group=account.gid if switch else None,
        pass_fds=keep,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        stdout=subprocess.PIPE,
        user=account.uid if switch else None,
    )
    return result.returncode, result.stdout.strip()


def server_user() -> str:
    """Return the name of the user that PostgreSQL runs as when the caller starts it."""
    uid = os.geteuid()
    if uid == 0:
        return SYSTEM_USER
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        raise EmbeddedError(
            f"PostgreSQL needs a user with a name, and user {uid} has none on this machine. "
            "Run the archive as a named user, or set DATABASE_URL."
        ) from None


def server_account() -> Account:
    """Return the account that PostgreSQL runs as, made now if root needs it and it is missing.

    Raises EmbeddedError where it cannot be made.
    """
    name = server_user()
    borrowed = os.geteuid() == 0
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        entry = _make(name)
    return Account(name, entry.pw_uid, entry.pw_gid, borrowed)


def _make(name: str) -> pwd.struct_passwd:
    reason = "there is no useradd"
    if useradd := shutil.which("useradd", path=ENVIRONMENT["PATH"]):
        home = ("--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin")
        _, reason = run([useradd, "--system", "--user-group", *home, name])
    try:
        # Asked for even after a failure: another process may have made it in the meantime.
        return pwd.getpwnam(name)
    except KeyError:
        raise EmbeddedError(
            f"PostgreSQL refuses to run as root, and a user {name} for it could not be made: "
            f"{reason}. Make a system user of that name, run as an ordinary user, or set "
            "DATABASE_URL."
        ) from None
