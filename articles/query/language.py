"""The query language: text to a tree of frozen values. Nothing that is typed raises.

    query := branch ("OR" branch)*        branch := part+
    part  := "-" part | "(" query ")" | name ":" value | '"' phrase '"' | word

NOT before a part is a minus. What could not be understood is told as a Problem with its place, and
the rest is answered. The quotation marks, parentheses and signs of other keyboards stand for ours.
Time is linear in the length of the text.
"""

import dataclasses
import re
from dataclasses import dataclass
from datetime import date

from articles.query.dates import NotADateError, period, span

FIELDS = ("tag", "category", "source", "author", "event", "lang")
KINDS = ("jurisdiction", "organisation", "instrument", "topic", "person")
_DATES = ("date", "before", "after")
_NAMES = ("title", "has", *FIELDS, *KINDS, *_DATES)

_MOST_PARTS = 500
_MOST_FILTERS = 25
_DEEPEST = 30
_MOST_PROBLEMS = 20

MINUSES = "-−－"

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<minus>[-−－](?=[^\s−－-])|NOT(?=["(]|\s+(?!OR(?:\s|$))[^\s)]))
  | (?P<name>[A-Za-z]+):(?P<value>"[^"]*"|[^\s()"]+)
  | (?P<bare>[A-Za-z]+):(?=[\s()"]|$)
  | "(?P<phrase>[^"]*)"
  | (?P<quote>")
  | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)
# One sign for one, so that every place in the text stays what it was.
_SIGNS = str.maketrans(
    dict.fromkeys("“”„‟«»＂「」『』", '"')
    | {"（": "(", "）": ")", "：": ":"}
    | dict.fromkeys("，、；。", " ")
)


@dataclass(frozen=True)
class Problem:
    """A sentence about something that was not understood, and where it stands in the text."""

    message: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Word:
    """A word that must occur; `field` is "title" where it must occur there.

    `at` is where it begins in the text that was typed. Words are equal wherever they stand.
    """

    text: str
    field: str = ""
    at: int = dataclasses.field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Phrase:
    """Words that must occur side by side."""

    text: str
    field: str = ""


@dataclass(frozen=True)
class Filter:
    """A property that an article must have, such as `tag:china` or `has:event`.

    `at` and `end` are where it stands in the text that was typed.
    """

    name: str
    value: str
    at: int = dataclasses.field(default=0, compare=False, repr=False)
    end: int = dataclasses.field(default=0, compare=False, repr=False)


@dataclass(frozen=True)
class Period:
    """Days between which an article must be published, both included; None is open."""

    after: date | None = None
    before: date | None = None


@dataclass(frozen=True)
class Not:
    """What must not hold; never another Not, since what is left out twice is wanted."""

    part: "Part"


@dataclass(frozen=True)
class And:
    """Parts that must all hold."""

    parts: tuple["Part", ...]


@dataclass(frozen=True)
class Or:
    """Parts of which one must hold."""

    parts: tuple["Part", ...]


Part = Word | Phrase | Filter | Period | Not | And | Or


def parse_text(text: str) -> tuple[Part | None, tuple[Problem, ...]]:
    """Return what a query text means, None where it means nothing, and its problems."""
    parser = _Parser(_tokens(text.translate(_SIGNS)))
    part = parser.parse()
    if part is None and text.strip() and not parser.problems:
        return None, (Problem("There is no word in this to search for.", 0, len(text)),)
    return part, tuple(parser.problems.values())


def _tokens(text):
    found = [match for match in _TOKEN.finditer(text) if match.lastgroup != "space"]
    return [(match.lastgroup, match) for match in found]


@dataclass
class _Parser:
    """Reads tokens from the left; each method takes one rule of the grammar."""

    tokens: list
    problems: dict = dataclasses.field(default_factory=dict)
    position: int = 0
    parts: int = 0
    filters: int = 0
    is_cut: bool = False

    def parse(self):
        return self._either(0)

    def _either(self, depth):
        branches, waiting = [], None
        while True:
            branch = self._all(depth)
            if branch:
                branches.append(branch)
            elif waiting or self._at_or():
                self._problem("OR stands between two words.", waiting or self._peek())
            if not self._at_or():
                return _join(Or, branches)
            waiting = self._next()

    def _all(self, depth):
        parts = []
        while self._peek() and not self._at_or():
            if self._kind() == "close":
                if depth:
                    break
                self._problem("A closing parenthesis has no opening one.", self._next())
            elif part := self._part(depth):
                parts.append(part)
        return _join(And, parts)

    def _part(self, depth):
        kind, token = self._kind(), self._next()
        if kind in ("minus", "open"):
            return self._negation(token, depth) if kind == "minus" else self._group(token, depth)
        self.parts += 1
        if self.parts > _MOST_PARTS:
            return self._cut(token)
        if kind in ("value", "bare"):
            written, value = token["name"] or token["bare"], token["value"] or ""
            known = written.lower() in _NAMES
            return (self._named if known else self._unknown)(written, value, token)
        return self._text(kind, token)

    def _cut(self, token):
        """Leave out the rest; what is now open or unfinished is no one's mistake."""
        self._problem(f"Only the first {_MOST_PARTS} words are used.", token)
        self.tokens, self.is_cut = self.tokens[: self.position], True

    def _text(self, kind, token):
        if kind == "quote":
            self._problem("A quotation mark is not closed.", token)
            return None
        text = (token["phrase"] or token["word"] or "").strip()
        if not _has_words(text):
            return None
        return Phrase(text) if kind == "phrase" else Word(text, at=token.start())

    def _negation(self, token, depth):
        leaves_out = True
        while self._kind() == "minus":
            self._next()
            leaves_out = not leaves_out
        if not self._peek() or self._kind() == "close":
            self._problem("A minus stands before what to leave out.", token)
            return None
        part = self._part(depth)
        if part is None or not leaves_out:
            return part
        return part.part if isinstance(part, Not) else Not(part)

    def _group(self, token, depth):
        if depth == _DEEPEST:
            self._problem("The parentheses are nested too deeply.", token)
            return None
        part = self._either(depth + 1)
        if self._peek():
            self._next()
        else:
            self._problem("A parenthesis is not closed.", token)
        return part

    def _named(self, written, value, token):
        name, quoted = written.lower(), value.startswith('"')
        value = value.strip('"').strip()
        self.filters += 1
        if self.filters > _MOST_FILTERS:
            self._problem(f"Only the first {_MOST_FILTERS} filters are used.", token)
            return None
        if not value or (name == "title" and not _has_words(value)):
            self._problem(f"Nothing follows “{name}:”.", token)
            return None
        if name == "title":
            word = Word(value, "title", token.end() - len(value))
            return Phrase(value, "title") if quoted else word
        if name in _DATES:
            return self._period(name, value, token)
        if name == "has":
            value = value.lower()
            if value not in {"event", "source"}:
                told = f"“has:{value[:40]}” is not known. Write has:event or has:source."
                self._problem(told, token)
                return None
        return Filter(name, value, token.start(), token.end())

    def _period(self, name, value, token):
        try:
            after, before = period(value) if name == "date" else span(value)
        except NotADateError as error:
            self._problem(f"“{name}:{value[:40]}” {error}", token)
            return None
        return Period(
            after=after if name != "before" else None, before=before if name != "after" else None
        )

    def _unknown(self, written, value, token):
        """Take a name that means nothing here as plain text."""
        if not value.startswith('"'):
            return Word(token.group(), at=token.start())
        self.parts += 1
        phrase, word = value.strip('"').strip(), Word(f"{written}:", at=token.start())
        return And((word, Phrase(phrase))) if _has_words(phrase) else word

    def _at_or(self):
        return self._kind() == "word" and self._peek().group() == "OR"

    def _kind(self):
        return self.tokens[self.position][0] if self.position < len(self.tokens) else None

    def _peek(self):
        return self.tokens[self.position][1] if self.position < len(self.tokens) else None

    def _next(self):
        token = self._peek()
        self.position += 1
        return token

    def _problem(self, message, token):
        """Take down a problem; of each kind the first is told."""
        if not self.is_cut and len(self.problems) < _MOST_PROBLEMS:
            problem = Problem(message, token.start(), token.end())
            self.problems.setdefault(message, problem)


def _has_words(text):
    return any(character.isalnum() for character in text)


def _join(node, parts):
    """Return `node` of the parts, the part itself where there is one, None where there is none.

    A part that is itself such a node gives its own parts, so that `(a b) c` is `a b c`.
    """
    flat = [leaf for part in parts for leaf in (part.parts if isinstance(part, node) else (part,))]
    if len(flat) > 1:
        return node(tuple(flat))
    return flat[0] if flat else None
