"""Where an item stands: the path that names it, and the name that is kept."""

from collections import Counter
from dataclasses import dataclass, field, replace

from articles.ingest.characters import one_line
from articles.ingest.records import Item

MAX_NAME = 500  # characters


@dataclass(frozen=True)
class Place:
    """Where an item stands: its path as the person gave it, and the name that is kept.

    `passed_over` counts, by reason, what no item is made of there and in all places under it.
    """

    path: str
    origin: str
    passed_over: Counter[str] = field(default_factory=Counter, compare=False)

    def at(self, relative: str) -> "Place":
        """The place of something under this one."""
        names = [part for part in parts(relative) if part != ".."]
        return self._under(f"/{relative}", "/".join(["", *names]))

    def numbered(self, number: int) -> "Place":
        """The place of a line, a row or a record of this file."""
        return self._under(f":{number}", f":{number}")

    def named(self, name: str) -> "Place":
        """The place of what goes by a name of its own here."""
        return self._under(f"#{name}", f"#{name}")

    def item(self, content: bytes = b"", problem: str = "") -> Item:
        """The item at this place, its names printable."""
        return Item(printable(self.path), printable(self.origin), content, problem)

    def _under(self, path: str, origin: str) -> "Place":
        return replace(self, path=self.path + path, origin=self.origin + origin)


def printable(name: str) -> str:
    """A file name as text: bytes that are not UTF-8 become a replacement character."""
    shown = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return one_line(shown, MAX_NAME) or "unnamed"


def hidden(name: str) -> bool:
    """Whether a file or folder is meant to be passed over."""
    return name.startswith(".") or name == "__MACOSX"


def parts(name: str) -> list[str]:
    """The names of folders and file in a path."""
    return [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
