"""The lock of storing: one batch is stored, or one judgement of blocks made, at a time."""

from django.db import connection

# Any constant will do: it keeps the batches of two imports from running into each other.
_STORE_LOCK = 7_206_411


def keep_others_from_storing() -> None:
    """Hold the lock without which nothing is stored, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_STORE_LOCK])
