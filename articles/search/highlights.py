"""The passage of an article that matched, as far as its source's display policy shows it."""

from collections.abc import Iterable, Sequence

from django.contrib.postgres.search import SearchHeadline, SearchQueryField
from django.db.models import Case, F, Func, TextField, Value, When
from django.db.models.functions import Coalesce, Greatest, Lower, NullIf, StrIndex, Substr

from articles.models import EXCERPT_SHARE, Article, Source
from articles.search.asking import Asked
from articles.search.scripts import passage, wanted_signs
from articles.search.segments import Segment

# Stored text holds no control characters, so these cannot be mistaken for it.
_START, _STOP = "\x02", "\x03"

# So many characters are looked through for a passage, beginning so many before the first stem.
_STRETCH = 800
_BEFORE = 200
_MOST_STEMS = 3

# As many words of it as Article.shown_excerpt has.
_EXCERPT = Func(
    Func(F("excerpt"), Value(r"\s+"), function="regexp_split_to_array"),
    Greatest(F("word_count") / EXCERPT_SHARE, 1),
    template="array_to_string((%(expressions)s], ' ')",
    arg_joiner=")[1:",
    output_field=TextField(),
)


def highlights(articles: Iterable[int], asked: Asked) -> dict[int, tuple[Segment, ...]]:
    """Return {article id: its best passage} for articles (ids) that answer a query."""
    # The same rule as Article.shows_body and Article.shown_excerpt.
    shown = Case(
        When(source__display=Source.Display.LINK, then=Value("")),
        When(source__display=Source.Display.EXCERPT, then=_EXCERPT),
        default=F("body_text"),
        output_field=TextField(),
    )
    stems = [term.lexeme for term in asked.terms[:_MOST_STEMS]]
    headline = SearchHeadline(
        _near(shown, stems),
        Func(
            Value(asked.passages),
            template="%(expressions)s::tsquery",
            output_field=SearchQueryField(),
        ),
        config=Func(F("language"), function="archive_configuration"),
        start_sel=_START,
        stop_sel=_STOP,
        min_words=20,
        max_words=40,
    )
    rows = Article.objects.filter(pk__in=articles)
    if signs := tuple(wanted_signs(asked.query.part)):
        texts = rows.values_list("pk", shown, headline)
        return {pk: passage(text, signs) or segments(best) for pk, text, best in texts}
    return {pk: segments(best) for pk, best in rows.values_list("pk", headline)}


def _near(text, stems: Sequence[str]) -> Func:
    """Return the part of a text around the first stem that stands in it, else its beginning."""
    places = [NullIf(StrIndex(Lower(text), Value(stem)), Value(0)) for stem in stems]
    place = Coalesce(*places, Value(1)) if places else Value(1)
    return Substr(text, Greatest(place - _BEFORE, Value(1)), _STRETCH)


def segments(text: str) -> tuple[Segment, ...]:
    """Return a marked passage as segments, nothing where no word is marked in it."""
    first, *rest = text.split(_START)
    if not rest:
        return ()
    found = [Segment(first, marked=False)]
    for piece in rest:
        marked, _, plain = piece.partition(_STOP)
        found += [Segment(marked, marked=True), Segment(plain, marked=False)]
    return tuple(segment for segment in found if segment.text)
