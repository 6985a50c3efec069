"""A feed in a file, taken apart into its entries in a worker: each an item, numbered."""

from collections.abc import Iterator
from typing import IO

from articles.ingest import entries
from articles.ingest.entries.shapes import FeedText
from articles.ingest.places import Place
from articles.ingest.records import Item, Rejection
from articles.ingest.worker import Cleaner


def is_feed(file: IO[bytes]) -> bool:
    """Whether a file is a feed; it is left at its beginning."""
    file.seek(0)
    found = entries.is_feed(file)
    file.seek(0)
    return found


def items(file: IO[bytes], place: Place) -> Iterator[Item]:
    """The entries of a feed, and an item that says what is wrong with it."""
    content = file.read(entries.MAX_BYTES + 1)
    if len(content) > entries.MAX_BYTES:
        problem = f"A feed of more than {entries.MAX_BYTES // 2**20} MB. Split it."
        yield place.item(problem=problem)
        return
    try:
        with Cleaner(workers=1) as cleaner:
            found = cleaner.ask(FeedText(content))
    except Rejection as rejection:
        yield place.item(problem=str(rejection))
        return
    for number, line in enumerate(found.lines, 1):
        yield line.item(place.numbered(number), place)
    if found.problem or not found.lines:
        yield place.item(problem=found.problem or "The feed has no entries.")
