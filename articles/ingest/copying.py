"""Rows into the database by COPY, which takes less than half the time of Django's own insertion."""

from collections.abc import Callable, Collection
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from articles import sequences


def insert(rows: Collection[Model]) -> None:
    """Insert new rows of one table, and give each its number and the moment at which it was added.

    To Django they stay rows that were not saved: one that is to be changed is read again.
    """
    for row, number in zip(rows, sequences.take(rows), strict=True):
        row.pk = number
    _copy(rows, lambda row, field: field.pre_save(row, add=True))


def insert_as_they_are(rows: Collection[Model]) -> None:
    """Insert rows of one table with every column as it is, moments and numbers too."""
    _copy(rows, lambda row, field: getattr(row, field.attname))


def _copy(rows: Collection[Model], value_of: Callable[[Model, Field], Any]) -> None:
    first = next(iter(rows), None)
    if first is None:
        return
    options = first._meta
    fields = [
        field
        for field in options.concrete_fields
        if not field.generated and (first.pk is not None or not field.primary_key)
    ]
    quoted = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    into = f"COPY {options.db_table} ({quoted}) FROM STDIN"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(into) as copy,
    ):
        for row in rows:
            values = [(field, value_of(row, field)) for field in fields]
            copy.write_row([field.get_db_prep_save(value, connection) for field, value in values])
