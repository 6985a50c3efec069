"""The database of a benchmark: made, emptied and removed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection

from benchmarks import FOLDER, KEPT


@contextmanager
def database() -> Iterator[None]:
    """An archive for as long as the `with` statement lasts; empty, unless it was kept."""
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        if not KEPT:
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
