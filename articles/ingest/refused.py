"""What the database refuses, or takes too long over: it alone stays out of its batch."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from django.db import DatabaseError, DataError, IntegrityError, connection
from psycopg.errors import ProgramLimitExceeded, QueryCanceled

from articles.ingest.records import Rejection, Stored

# What the database may take for one statement: where a batch needs longer its items are stored one
# by one, and one that needs longer by itself is rejected. Nobody else can store in the meantime.
_SECONDS = 60
_SECONDS_ALONE = 5


def safely(store: Callable[[list], list[Stored]], batch: list) -> list[Stored]:
    """Store a batch at once, or item by item where the database refuses something.

    What it refuses is rejected, and stops nothing else.
    """
    try:
        return store(batch)
    except DatabaseError as error:
        if not is_refusal(error):
            raise
        return [_store_one(store, item, result) for item, result in batch]


def is_refusal(error: DatabaseError) -> bool:
    """Say whether the database refused what it was given, as against being lost."""
    too_much = isinstance(error.__cause__, ProgramLimitExceeded | QueryCanceled)
    return too_much or isinstance(error, DataError | IntegrityError)


def _store_one(store, item, result) -> Stored:
    try:
        return store([(item, result)])[0]
    except DatabaseError as error:
        if not is_refusal(error):
            raise
        return store([(item, Rejection(_refusal(error)))])[0]


def _refusal(error: DatabaseError) -> str:
    if isinstance(error.__cause__, QueryCanceled):
        return f"The database takes more than {_SECONDS_ALONE} seconds over it. Split it."
    return f"The database refused it: {str(error).partition(chr(10))[0]}."


@contextmanager
def time_limited(batch: Collection) -> Iterator[None]:
    """Allow each statement its time while a batch is stored, in a transaction that has the lock."""
    seconds = _SECONDS if len(batch) > 1 else _SECONDS_ALONE
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('statement_timeout')")
        [before] = cursor.fetchone()
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{seconds}s"])
        yield
        # A transaction around this one has its own time.
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [before])
