"""Uploads on their way: kept, read as items, confirmed."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import OperationalError, connection
from psycopg.errors import LockNotAvailable, QueryCanceled

from articles.ingest import archives
from articles.ingest.gates import closed_gate, gate_on_arrival, open_gate
from articles.ingest.pipeline import Options, Progress, run_import
from articles.ingest.places import Place
from articles.ingest.records import Item
from articles.models import Import, Upload

# What a request can import while somebody waits for it; for more there is the command.
MAX_ITEMS = 1000
MAX_UNPACKED = 128 * 2**20  # bytes
MAX_WAITING = 10  # uploads of one person

# An import's statements take longer than those of a page, for which archive/wsgi.py has a limit.
STATEMENT_SECONDS = 120
LOCK_SECONDS = 10  # another import stores a batch in less; a preview holds the lock throughout

# Any constant will do: with an upload's id it names the lock of whoever confirms it.
_CONFIRMATION_LOCKS = 7_206_415

# What new articles wait for, by the name of the choice.
GATES = {"judge": gate_on_arrival, "hold": closed_gate, "publish": open_gate}

_REMEDY = "Import part of it, or use the command import_articles."


class UploadError(Exception):
    """What cannot be taken or done; the message says why, and what to do."""


def keep(user: User, kind: str, files: list[tuple[str, bytes]]) -> Upload:
    """Keep files, each a name and its bytes, for a day; raises UploadError where it is too much.

    What others left behind for longer goes.
    """
    Upload.objects.expired().delete()
    if Upload.objects.kept().filter(user=user, run=None).count() >= MAX_WAITING:
        raise UploadError(
            f"{MAX_WAITING} uploads of yours wait to be confirmed. Confirm or discard some first."
        )
    names, contents = [name for name, _ in files], [content for _, content in files]
    upload = Upload(user=user, kind=kind, names=names, contents=contents)
    _check_size(upload)
    upload.save()
    return upload


def items(upload: Upload) -> Iterator[Item]:
    """What an upload holds, in order."""
    for name, content in zip(upload.names, upload.contents, strict=True):
        place = Place(name, name)
        if upload.kind == Upload.Kind.FILES:
            yield from archives.items(io.BytesIO(content), place)
        else:
            yield place.item(bytes(content))


def _check_size(upload: Upload) -> None:
    """Read all that is in an upload once, so that what is too much is refused before it is kept."""
    number = size = 0
    for number, item in enumerate(items(upload), 1):
        size += len(item.content)
        if number > MAX_ITEMS:
            raise UploadError(f"More than {MAX_ITEMS:,} articles. {_REMEDY}")
        if size > MAX_UNPACKED:
            most = f"{MAX_UNPACKED // 2**20} MB"
            raise UploadError(f"It unpacks to more than {most}. {_REMEDY}")
    if not number:
        raise UploadError("Nothing is in it. Choose other files.")


def confirm(upload: Upload, gate: str, *, group: bool) -> Import | None:
    """Import an upload and return the run; the same again returns the same run.

    None says that it is being imported at this moment. Raises UploadError where other imports keep
    this one waiting; what is stored by then stays, and a second confirmation goes on from there.
    """
    with _confirming(upload) as is_alone:
        if not is_alone:
            return None
        upload.refresh_from_db()
        if not upload.run:
            options = Options(GATES[gate], group=group, made_by=upload.user)
            with patience():
                result = run_import(items(upload), upload.what, options, Progress())
            upload.run, upload.contents, upload.lines = result.run, [], []
            upload.save()
        return upload.run


@contextmanager
def _confirming(upload: Upload) -> Iterator[bool]:
    """Hold the lock of an upload, and say whether it was free; it goes with the process."""
    key = [_CONFIRMATION_LOCKS, upload.pk]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        is_alone = cursor.fetchone()[0]
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


@contextmanager
def patience() -> Iterator[None]:
    """Allow an import's statements their time; raises UploadError where another is in the way."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
        cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
    try:
        yield
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            message = "Another import is at work. Try again when it has finished."
            raise UploadError(message) from error
        if isinstance(error.__cause__, QueryCanceled):
            raise UploadError(f"The database takes too long. {_REMEDY}") from error
        raise
    finally:
        # The next request may be given the same connection.
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")
            cursor.execute("RESET lock_timeout")
