"""The numbers that rows get next: PostgreSQL keeps them even if the last rows are gone."""

from collections.abc import Collection

from django.db import connection, models

_NEXT = "SELECT last_value + is_called::int FROM {sequence}"


def next_number(model: type[models.Model]) -> int:
    """Return the number that the next row of a table gets."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT.format(sequence=_sequence(model)))
        return cursor.fetchone()[0]


def take(rows: Collection[models.Model]) -> list[int]:
    """Return a number for each of these rows of one table, in order; no other row gets it."""
    if not rows:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(%s) FROM generate_series(1, %s)",
            [_sequence(type(next(iter(rows)))), len(rows)],
        )
        return [number for (number,) in cursor.fetchall()]


def skip_to(model: type[models.Model], number: int) -> None:
    """Give the next row of a table this number or, where that is past, the next one.

    It is taken back with the transaction, as `setval` would not be.
    """
    if number > next_number(model):
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER SEQUENCE {_sequence(model)} RESTART WITH {number:d}")


def _sequence(model) -> str:
    """Return the quoted name of the sequence of a table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        return cursor.fetchone()[0]
