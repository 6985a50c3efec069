"""What a reader may mean while typing: events, tags and sources whose names have such words."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db.models import F, Func
from django.db.models.functions import Length

from articles.models import Event, Source, Tag
from articles.query.parameters import printable
from articles.search.entries import rows

MOST = 8
_MOST_NAMES = 2  # of tags, and of sources
_LONGEST_TEXT = 200
_MOST_WORDS = 8
_SHORTEST = 2
# Among so many of the latest events, a common word has enough without asking for all.
_LATEST = 300

# As archive_words parts names.
_WORDS = "SELECT regexp_split_to_table(lower(archive_fold(%s)), '[^[:alnum:]]+')"


@dataclass(frozen=True)
class Completion:
    """Something that has a page: what it is (event, tag or source), its name and its path."""

    kind: str
    label: str
    path: str


def completions(text: str) -> tuple[Completion, ...]:
    """Return at most MOST things whose names have the words of a text, the last one begun.

    A single letter of a script that has few of them asks too little and finds nothing.
    """
    text = printable(text)
    words = _words(text)
    if not words or (len("".join(words)) < _SHORTEST and words[0].isascii()):
        return ()
    wanted = SearchQuery(
        " & ".join([*words[:-1], f"{words[-1]}:*"]), config="simple", search_type="raw"
    )
    tags, sources = _tags(wanted), _sources(wanted, text)
    room = MOST - len(tags) - len(sources)
    return (*_told("event", _events(wanted, room)), *_told("tag", tags), *_told("source", sources))


def _told(kind, things):
    return [Completion(kind, str(thing), thing.get_absolute_url()) for thing in things]


def _words(text):
    return [word for (word,) in rows(_WORDS, [text[:_LONGEST_TEXT]]) if word][:_MOST_WORDS]


def _named(rows, column, wanted):
    """Annotate rows with the words of a column, which has an index, and keep those that match."""
    words = Func(F(column), function="archive_words", output_field=SearchVectorField())
    return rows.annotate(words=words).filter(words=wanted)


def _events(wanted, most):
    visible = Event.objects.visible()
    matching = _named(visible, "title", wanted).only("title", "last_reported")
    latest = visible.latest_first().values("pk")[:_LATEST]
    found = list(matching.filter(pk__in=latest).latest_first()[:most])
    if len(found) == most:
        return found
    # Nulls last, which no index has: else a rare word would be looked for event by event.
    return list(matching.order_by(F("last_reported").desc(nulls_last=True), "-id")[:most])


def _tags(wanted):
    return _shortest_first(_named(Tag.objects.filled(), "name", wanted))


def _sources(wanted, text):
    named = _named(Source.objects.filled(), "name", wanted)
    if found := _shortest_first(named):
        return found
    typed = text.strip().lower()[:_LONGEST_TEXT]
    return _shortest_first(Source.objects.filled().filter(domain__startswith=typed))


def _shortest_first(rows):
    """Return the first few, those first of whose names the most was typed."""
    return list(rows.order_by(Length("name"), "name")[:_MOST_NAMES])
