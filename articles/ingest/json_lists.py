"""Files of JSON that hold many articles: in lists, in lists within objects, one after the other.

Which of the lists of a file hold articles is told by their first records, wherever they stand and
whatever they are called. A list beside them whose records seem to be articles and have no text, or
no title, is told to be left out.
"""

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import IO

from articles.ingest import lines
from articles.ingest.characters import one_line
from articles.ingest.json_values import MAX_KEY, NotJsonError, Path, Value, values
from articles.ingest.places import Place
from articles.ingest.readers import rows
from articles.ingest.readers.envelopes import names_of
from articles.ingest.readers.rows import GRAPH, Likeness
from articles.ingest.records import Item

SAMPLED = 20  # records of a list, by which it is judged
MAX_SAMPLE = 2**20  # bytes of one of them
MAX_LISTS = 5000  # lists and objects that are told apart in one file
MAX_KINDS = 100  # and in one object

TOO_LONG = "Longer than 5 MB. Split the article."
CUT_SHORT = "The JSON array has no end: the file is cut short. Get it anew."
_NOT_AN_OBJECT = "Not a JSON object. Correct the line."
_LEFT_OUT = (
    "A list beside the articles was left out: its {:,} records have no {}. They hold {}. "
    "If they are articles, give them one, or put the list into a file of its own."
)
_MORE_LISTS = (
    "More lists than can be told apart: some may be left out. Put each into a file of its own."
)
_OTHER_TABLES = "An export of Ghost: its tags and authors stand in other tables and were left out."
_OF_GHOST = "posts_tags"
_REFERRED_TO = "of linked data that describe no article"
_NO_ARTICLES = "of the list '{}', which holds no articles"

_FILE: Path = ()
_ADDRESS = re.compile(rb"https?:(?:\\?/){2}.", re.IGNORECASE)

Split = Callable[[IO[bytes], Place], Iterator[Item]]


@dataclass
class _List:
    """A list, or an object of objects, and what its first records are like."""

    path: Path
    is_list: bool
    count: int = 0
    samples: list[dict] = field(default_factory=list)
    likenesses: list[Likeness] = field(default_factory=list)

    def add(self, content: bytes | None) -> None:
        """Take note of a record; one that is too long or broken is like nothing."""
        self.count += 1
        if self.is_full or not content or not content.startswith(b"{"):
            return
        if loaded := rows.loaded_or_nothing(content.decode("utf-8", "replace")):
            self.samples.append(loaded)
            self.likenesses.append(rows.likeness(loaded))

    @property
    def is_full(self) -> bool:
        """Whether it needs no more samples."""
        return len(self.samples) >= SAMPLED

    @property
    def likeness(self) -> Likeness:
        """What the most telling of its records is like; a few objects may be one article's."""
        if not self.is_list and self.likenesses.count(Likeness.ARTICLE) < 2:
            return Likeness.NONE
        return max(self.likenesses, default=Likeness.NONE)

    @property
    def name(self) -> str:
        """What leads to it, as a person would say it."""
        return one_line(".".join(filter(None, self.path)), 60)

    def is_within(self, other: "_List") -> bool:
        """Whether it stands in a record of another."""
        return self is not other and self.path[: len(other.path)] == other.path


def split(file: IO[bytes]) -> Split | None:
    """What splits the lists of a file, or None where it is one article, or no JSON.

    What it gives is to be called with the same file, at the same place.
    """
    survey = _Survey(file)
    found = survey.found
    chosen = _chosen(found)
    if not found or _is_one(found, chosen):
        return None
    left = _left(found, chosen)
    is_more = any(
        not any(path[: len(one.path)] == one.path for one in chosen) for path in survey.full
    )
    return partial(_items, chosen=chosen, left=left, is_more=is_more)


def holds_articles(content: bytes) -> bool:
    """Whether an object has a list of articles in it, and is none itself."""
    found = _Survey(io.BytesIO(content)).found
    chosen = _chosen(found)
    is_sure = any(one.likeness is Likeness.ARTICLE for one in chosen)
    return is_sure and not _is_one(found, chosen)


class _Survey:
    """The lists and objects of a file by what leads to them; none where it is no JSON.

    Of those in one object only the first are told apart, as in an object of records; `full` has
    what leads to such objects.
    """

    def __init__(self, file: IO[bytes]) -> None:
        self.found: dict[tuple[Path, bool], _List] = {}
        self.full: set[Path] = set()
        self._told: set[Path] = set()
        self._kinds: Counter[Path] = Counter()
        try:
            for value in values(lines.plain(file), self._most):
                key = (value.path, value.is_in_list)
                self.found.setdefault(key, _List(*key)).add(value.content)
        except NotJsonError:
            self.found = {}
        except EOFError:
            pass

    def _most(self, path: Path) -> int | None:
        """How many bytes of a value of a list are wanted, or None where none is."""
        if path not in self._told and not self._is_new(path):
            return None
        known = [self.found.get((path, is_list)) for is_list in (True, False)]
        is_full = any(known) and all(one.is_full for one in known if one)
        return 0 if is_full else MAX_SAMPLE

    def _is_new(self, path: Path) -> bool:
        """Whether a list is one more that is told apart."""
        above = path[:-1]
        if path and above not in self._told:
            return False
        if self._kinds[above] >= MAX_KINDS or len(self._told) >= MAX_LISTS:
            self.full.add(above)
            return False
        self._kinds[above] += 1
        self._told.add(path)
        return True


def _chosen(found: dict[tuple[Path, bool], _List]) -> list[_List]:
    """The lists that are read: those most like articles, unless they stand in one another.

    Where none is like them, the outermost list is read, for the reasons why its records are none.
    """
    lists = [one for one in found.values() if not _is_of_a_part(one, found)]
    best = max((one.likeness for one in lists), default=Likeness.NONE)
    alike = [one for one in lists if one.likeness is best]
    if best is Likeness.NONE:
        outermost = sorted(lists, key=lambda one: len(one.path))
        return [one for one in outermost if one.is_list and (one.path or one.count > 1)][:1]
    if best is Likeness.LISTED and len(alike) > 1:
        alike = [one for one in alike if one.path or one.count > 1]
    return [one for one in alike if not any(map(one.is_within, alike))]


def _is_of_a_part(one: _List, found: dict[tuple[Path, bool], _List]) -> bool:
    """Whether texts without titles are parts of something that has one."""
    return one.likeness is Likeness.TEXT and any(
        one.is_within(other) and other.likeness in (Likeness.LISTED, Likeness.ARTICLE)
        for other in found.values()
    )


def _is_one(found: dict[tuple[Path, bool], _List], chosen: list[_List]) -> bool:
    """Whether a file is one article; one of linked data may stand among what it refers to."""
    root = found.get((_FILE, True))
    if not root or root.count > 1 or not chosen:
        return bool(root) and root.count <= 1
    described = [one for one in chosen if one.path[-1:] == (GRAPH,)]
    if chosen == described and len(chosen) == 1 and chosen[0].count <= SAMPLED:
        return sum(one >= Likeness.TEXT for one in chosen[0].likenesses) == 1
    is_array = (("",), True) in found
    return chosen[0] is root or (chosen[0].likeness is Likeness.NONE and not is_array)


def _left(found: dict[tuple[Path, bool], _List], chosen: list[_List]) -> list[_List]:
    """The outermost lists of objects that stand neither in what is read nor around it."""
    beside = [
        one
        for one in found.values()
        if one.is_list
        and one.samples
        and one not in chosen
        and not any(one.is_within(other) or other.is_within(one) for other in chosen)
    ]
    return [one for one in beside if not any(map(one.is_within, beside))]


def _items(
    file: IO[bytes], place: Place, chosen: list[_List], left: list[_List], *, is_more: bool
) -> Iterator[Item]:
    """The records of the lists that are read, and what is to be said of the others."""
    keys = {(one.path, one.is_list): one for one in chosen}
    paths = {one.path for one in chosen}
    notes = (_OTHER_TABLES,) if any(one.path[-1:] == (_OF_GHOST,) for one in left) else ()
    counts: Counter[str] = Counter()
    try:
        for value in values(
            lines.plain(file), lambda path: lines.MAX_LINE if path in paths else None
        ):
            if one := keys.get((value.path, value.is_in_list)):
                counts[one.name] += 1
                here = place.named(one.name) if len(chosen) > 1 else place
                if _is_referred_to(one, value.content):
                    place.passed_over[_REFERRED_TO] += 1
                else:
                    item = record(_with_address(value), here.numbered(counts[one.name]))
                    yield replace(item, notes=notes)
    except (EOFError, NotJsonError):
        yield place.item(problem=CUT_SHORT)
    if is_more:
        yield place.item(problem=_MORE_LISTS)
    for one in left:
        if one.likeness is Likeness.NONE:
            place.passed_over[_NO_ARTICLES.format(one.name)] += one.count
        else:
            yield place.named(one.name).item(problem=_left_out(one))


def _with_address(value: Value) -> bytes | None:
    """What a value is read from: with its key around it, where that is an address."""
    if value.content is None or not _ADDRESS.match(value.key) or len(value.key) >= MAX_KEY:
        return value.content
    return b'{"%s": %s}' % (value.key, value.content)


def record(content: bytes | None, place: Place) -> Item:
    """The item that a value of a list is."""
    if content is None:
        return place.item(problem=TOO_LONG)
    wrong = "" if content.startswith(b"{") else _NOT_AN_OBJECT
    return place.item(content, wrong)


def _is_referred_to(one: _List, content: bytes | None) -> bool:
    """Whether an object of linked data describes what articles refer to."""
    if one.path[-1:] != (GRAPH,) or not content or one.likeness is Likeness.NONE:
        return False
    loaded = rows.loaded_or_nothing(content.decode("utf-8", "replace"))
    return bool(loaded) and rows.likeness(loaded) < Likeness.TEXT


def _left_out(one: _List) -> str:
    lacking = "title" if one.likeness is Likeness.TEXT else "text in a field such as 'body'"
    return _LEFT_OUT.format(one.count, lacking, names_of(one.samples[0]))
