"""What became of the items of a run, in a file: they may be more than memory should hold."""

import itertools
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Self

from articles.ingest.records import Stored

_IN_MEMORY = 2**20  # characters; the rest waits in a nameless file
_PAGE = 500  # lines


class Ledger:
    """The outcomes of a run in their order; to be used in a `with` statement.

    `updated` holds the ids of the articles that got another version.
    """

    def __init__(self) -> None:
        self.updated: set[int] = set()
        self._file = tempfile.SpooledTemporaryFile(  # noqa: SIM115  closed by __exit__
            _IN_MEMORY, mode="w+", encoding="utf-8", newline="\n"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, outcomes: Iterable[Stored]) -> None:
        """Add what became of a batch."""
        for one in outcomes:
            self._file.write(json.dumps(asdict(one)) + "\n")
            if one.outcome == "updated" and one.article:
                self.updated.add(one.article)

    def pages(self) -> Iterator[list[Stored]]:
        """Yield all outcomes, a bounded number at a time."""
        self._file.seek(0)
        lines = iter(self._file)
        while page := [Stored(**json.loads(line)) for line in itertools.islice(lines, _PAGE)]:
            yield page
