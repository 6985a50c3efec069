"""The database of a benchmark: made, emptied and removed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

from benchmarks import FOLDER


@contextmanager
def database() -> Iterator[None]:
    """An empty archive for as long as the `with` statement lasts."""
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        shutil.rmtree(FOLDER, ignore_errors=True)


def empty() -> None:
    """Take everything out of the archive again."""
    tables = ", ".join(
        connection.ops.quote_name(name)
        for name in connection.introspection.table_names()
        if name.startswith(("articles_", "pghistory_"))
    )
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
        cursor.execute("VACUUM ANALYZE")
