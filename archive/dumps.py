"""Backups, and moves from one PostgreSQL to another, by PostgreSQL's own pg_dump and pg_restore.

Connections are Django's. Passwords reach the programs through the environment, which only their
user may read, and never through a command line.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper as Connection
from django.db.utils import ConnectionHandler
from psycopg import sql
from psycopg.conninfo import make_conninfo

from archive.database_checks import faults_of
from archive.embedded.layout import EmbeddedError, program
from archive.failures import reason

# Any constant will do: two connections of which only one can hold it are to one database.
LOCK = 7_206_414

# The archive uses no extension, and those that a provider adds exist nowhere else.
DUMP = ("--format=custom", "--exclude-extension=*", "--no-password")
RESTORE = (
    *("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"),
    "--no-password",
)

# What extensions brought is not counted.
RELATIONS = """
SELECT n.nspname, c.relname, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
AND NOT EXISTS (
    SELECT FROM pg_depend d
    WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
)
ORDER BY 1, 2
"""
SEQUENCES = "SELECT schemaname, sequencename, coalesce(last_value, 0) FROM pg_sequences"
OTHERS = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
AND usename = current_user AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


class DumpError(Exception):
    """A dump or a restore did not come about; the text says why and what to do."""


@dataclass(frozen=True)
class Contents:
    """What a database holds: the number of rows by table, and the last number by sequence."""

    rows: dict[tuple[str, str], int]
    numbers: dict[tuple[str, str], int]


def connect(database: dict[str, object]) -> Connection:
    """Return a connection to a database that no setting names. Raises DumpError."""
    connection = ConnectionHandler({"default": database})["default"]
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        raise DumpError(f"The new database cannot be used: {reason(error)}.") from error
    return connection


def require_empty(connection: Connection) -> None:
    """Raise DumpError unless the database suits the archive and holds nothing."""
    for fault in faults_of(connection):
        raise DumpError(f"{fault.msg} {fault.hint}")
    with connection.cursor() as cursor:
        cursor.execute(RELATIONS)
        if cursor.fetchone():
            raise DumpError(
                f"The database {connection.connection.info.dbname} already holds tables. Choose an "
                "empty one, by another DATABASE_URL or ARCHIVE_DATA_DIR."
            )


def require_other(source: Connection, target: Connection) -> None:
    """Raise DumpError where both connections are to one database, or another move is at work."""
    if not (_claim(source) and _claim(target)):
        raise DumpError("That is the database that the archive uses already. Name another.")


def _claim(connection: Connection) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def others_connected(connection: Connection) -> int:
    """Return how many other connections its user has to the database."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        return cursor.fetchone()[0]


def contents(connection: Connection) -> Contents:
    """Count the rows of every table."""
    rows = {}
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        numbers = {(schema, name): number for schema, name, number in cursor.fetchall()}
        cursor.execute(RELATIONS)
        for schema, name, kind in cursor.fetchall():
            if kind in {"r", "p"}:
                table = sql.Identifier(schema, name)
                cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(table))
                [rows[schema, name]] = cursor.fetchone()
    return Contents(rows, numbers)


@contextmanager
def snapshot(connection: Connection) -> Iterator[str]:
    """Hold a view of a database of the settings that no change disturbs, and yield its name."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # It idles while the dump is made.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def write(connection: Connection, seen: str, path: Path) -> None:
    """Write what the snapshot `seen` holds to a file, whole or not at all, for its owner's eyes.

    A file of that name is replaced. Raises DumpError and OSError.
    """
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    os.close(descriptor)
    try:
        where, environment = _reach(connection)
        command = [_program("pg_dump"), *DUMP, f"--snapshot={seen}", "--dbname", where]
        _run([*command, "--file", draft], environment, "The backup could not be made")
        Path(draft).replace(path)
    finally:
        Path(draft).unlink(missing_ok=True)


def recorded_migrations(path: Path) -> set[tuple[str, str]]:
    """Return the migrations, by app and name, of the database in a dump. Raises DumpError."""
    command = [_program("pg_restore"), "--data-only", "--table=django_migrations", "--file=-"]
    said = _run([*command, path], None, f"{path} cannot be read as a backup")
    rows = [line.split("\t") for line in said.splitlines()]
    return {(row[1], row[2]) for row in rows if len(row) == 4}


def restore(connection: Connection, path: Path) -> None:
    """Fill an empty database from a dump, or leave it empty and raise DumpError."""
    where, environment = _reach(connection)
    command = [_program("pg_restore"), *RESTORE, "--dbname", where, path]
    _run(command, environment, "The backup could not be restored, and nothing was changed")
    analyze(connection)


def move(source: Connection, target: Connection) -> Contents:
    """Copy one database to another, empty one, and return what both hold. Raises DumpError."""
    with snapshot(source) as seen:
        before = contents(source)
        _copy(source, target, seen)
    analyze(target)
    _compare(before, contents(target))
    return before


def _copy(source: Connection, target: Connection, seen: str) -> None:
    """Pipe a dump into a restore, which is one transaction."""
    with tempfile.TemporaryFile("w+", errors="replace") as said:
        where, environment = _reach(source)
        dump = [_program("pg_dump"), *DUMP, f"--snapshot={seen}", "--dbname", where]
        with subprocess.Popen(  # noqa: S603 PostgreSQL's own program
            dump, env=environment, stderr=said, stdout=subprocess.PIPE
        ) as dumping:
            where, environment = _reach(target)
            load = [_program("pg_restore"), *RESTORE, "--dbname", where]
            status = subprocess.run(  # noqa: S603 PostgreSQL's own program
                load, check=False, env=environment, stderr=said, stdin=dumping.stdout
            ).returncode
        if status or dumping.returncode:
            said.seek(0)
            trouble = "The database could not be copied, and the new one is still empty"
            raise DumpError(f"{trouble}: {_error(said.read())}.")


def _compare(before: Contents, after: Contents) -> None:
    wrong = {key for key, count in before.rows.items() if after.rows.get(key) != count}
    # The old site may have drawn more numbers since they were read.
    wrong |= {key for key, number in before.numbers.items() if after.numbers.get(key, -1) < number}
    if wrong:
        names = ", ".join(name for _, name in sorted(wrong))
        raise DumpError(
            f"The new database differs from the old one in {names}. Do not use it: empty it and "
            "move again."
        )


def analyze(connection: Connection) -> None:
    """Let PostgreSQL learn what its tables hold, which a dump does not say."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _reach(connection: Connection) -> tuple[str, dict[str, str]]:
    """Return how libpq finds a connection's database, and an environment with its password."""
    connection.ensure_connection()
    info = connection.connection.info
    parameters = info.get_parameters()
    parameters.pop("sslpassword", None)  # for which libpq has no variable
    environment = dict(os.environ)
    if info.password:
        environment["PGPASSWORD"] = info.password
    return make_conninfo(**parameters), environment


def _program(name: str) -> Path:
    try:
        return program(name)
    except EmbeddedError:
        if found := shutil.which(name):
            return Path(found)
        raise DumpError(
            f"{name} is not installed. Install the client programs of PostgreSQL 18."
        ) from None


def _run(command: list[str | Path], environment: dict[str, str] | None, trouble: str) -> str:
    """Run a program and return what it writes to standard output. Raises DumpError."""
    result = subprocess.run(  # noqa: S603 PostgreSQL's own programs
        command, capture_output=True, check=False, env=environment, errors="replace", text=True
    )
    if result.returncode:
        raise DumpError(f"{trouble}: {_error(result.stderr)}.")
    return result.stdout


def _error(said: str) -> str:
    """Return the first error among what PostgreSQL's programs have said."""
    lines = said.strip().splitlines() or ["the program was ended"]
    first = next((line for line in lines if "error: " in line), lines[-1])
    return first.partition("error: ")[2].rstrip(".") or first
