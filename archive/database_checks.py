"""What `check --database default`, and migrate before it begins, finds wrong in the database."""

from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

VERSION = 18
CREATE = (
    "createdb --template=template0 --encoding=UTF8 --locale=C --lc-ctype=C.UTF-8 "
    "--locale-provider=builtin --builtin-locale=C.UTF-8 --owner=USER NAME"
)


def register() -> None:
    """Have Django run the checks of this module where a database may be asked."""
    for check in (check_server, check_migrations):
        checks.register(check, checks.Tags.database)


def check_server(app_configs, databases, **kwargs):
    """The server and the database are such as the archive's tables and search need."""
    return [fault for alias in databases or () for fault in faults_of(connections[alias])]


def faults_of(connection) -> list[checks.CheckMessage]:
    """Return the first thing that makes a database unfit for the archive, if there is one."""
    with connection.cursor() as cursor:
        return (
            _version_faults(cursor)
            or _encoding_faults(cursor)
            or _locale_faults(cursor)
            or _permission_faults(cursor)
        )


def _version_faults(cursor) -> list[checks.CheckMessage]:
    cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
    [version] = cursor.fetchone()
    if version >= VERSION:
        return []
    return [
        checks.Error(
            f"The server is PostgreSQL {version}, and the archive needs {VERSION} or later.",
            hint=f"Name a PostgreSQL {VERSION} in DATABASE_URL, or leave it out: the archive "
            "brings its own.",
            id="archive.E011",
        )
    ]


def _encoding_faults(cursor) -> list[checks.CheckMessage]:
    cursor.execute("SELECT current_database(), current_setting('server_encoding')")
    name, encoding = cursor.fetchone()
    if encoding == "UTF8":
        return []
    return [
        checks.Error(
            f"The database {name} has the encoding {encoding}, and the archive needs UTF8.",
            hint=f"Make another: {CREATE}",
            id="archive.E012",
        )
    ]


def _locale_faults(cursor) -> list[checks.CheckMessage]:
    # The second is the search parser's idea of a letter, which follows LC_CTYPE alone.
    cursor.execute(
        "SELECT current_database(), lower('É') = 'é' AND to_tsvector('simple', '“a”') @@ 'a'"
    )
    name, knows_letters = cursor.fetchone()
    if knows_letters:
        return []
    return [
        checks.Error(
            f"The locale of the database {name} knows no letters beyond ASCII, so search would "
            "miss words such as “Économie”.",
            hint=f"Make another: {CREATE}",
            id="archive.E013",
        )
    ]


def _permission_faults(cursor) -> list[checks.CheckMessage]:
    cursor.execute(
        "SELECT current_user, current_database(), "
        "has_schema_privilege(coalesce(current_schema(), 'public'), 'CREATE')"
    )
    user, name, may_create = cursor.fetchone()
    if may_create:
        return []
    return [
        checks.Error(
            f"The user {user} may not make tables in the database {name}.",
            hint=f'As a superuser, run: ALTER DATABASE "{name}" OWNER TO "{user}"',
            id="archive.E014",
        )
    ]


def check_migrations(app_configs, databases, **kwargs):
    """No newer version of the archive has changed the database."""
    return [
        checks.Error(
            "This database was made by a newer version of the archive.",
            hint="Update the code, or restore a backup.",
            id="archive.E015",
        )
        for alias in databases or ()
        if unknown_migrations(MigrationRecorder(connections[alias]).applied_migrations())
    ]


def unknown_migrations(recorded: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Return those of a database's migrations, by app and name, that a newer version made.

    Only our own apps count: those of other apps vanish from their code when they are squashed.
    """
    ours = {
        config.label
        for config in apps.get_app_configs()
        if Path(config.path).parent == settings.BASE_DIR
    }
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {(app, name) for app, name in recorded if app in ours} - set(known)
