"""The passage of an article that matched, as far as its source's display policy shows it."""

from collections.abc import Iterable

from articles.models import EXCERPT_SHARE, Source
from articles.search.asking import Asked
from articles.search.entries import rows
from articles.search.scripts import passage, wanted_signs
from articles.search.segments import Segment

# Stored text holds no control characters, so these cannot be mistaken for it.
_START, _STOP = "\x02", "\x03"

# This stands for a hyphen within a word, of which archive_fold makes two.
_HYPHEN = "\x04"
_WITHIN_A_WORD = "([[:alnum:]])-(?=[[:alnum:]])"

# So many characters are looked through for a passage, beginning so many before the first stem.
_STRETCH = 800
_BEFORE = 200
_MOST_STEMS = 3

# What is shown follows the same rule as Article.shows_body and Article.shown_excerpt.
_PASSAGES = f"""
SELECT id, CASE WHEN %s THEN shown END, ts_headline(
    archive_configuration(language),
    regexp_replace(
        substr(shown, greatest(coalesce({{place}}1) - {_BEFORE}, 1), {_STRETCH}),
        '{_WITHIN_A_WORD}', '\\1{_HYPHEN}', 'g'
    ),
    coalesce(
        (SELECT own.query FROM unnest(%s::text[], %s::tsquery[]) AS own (code, query)
        WHERE own.code = split_part(lower(language), '-', 1)),
        %s::tsquery
    ),
    %s
)
FROM (SELECT *, lower(shown) AS small FROM (
    SELECT a.id, a.language, CASE coalesce(s.display, '{Source.Display.FULL}')
        WHEN '{Source.Display.LINK}' THEN ''
        WHEN '{Source.Display.EXCERPT}' THEN array_to_string(
            (regexp_split_to_array(a.excerpt, '\\s+'))[
                1:greatest(a.word_count / {EXCERPT_SHARE}, 1)
            ],
            ' '
        )
        ELSE a.body_text
    END AS shown
    FROM articles_article a LEFT JOIN articles_source s ON s.id = a.source_id
    WHERE a.id = ANY(%s)
    OFFSET 0
) articles OFFSET 0) articles
"""
_PLACE = "nullif(strpos(small, %s), 0), "
_OPTIONS = f"StartSel={_START}, StopSel={_STOP}, MinWords=20, MaxWords=40"


def highlights(articles: Iterable[int], asked: Asked) -> dict[int, tuple[Segment, ...]]:
    """Return {article id: its best passage} for articles (ids) that answer a query.

    It is looked for around the first stem that stands in the text, best as a word or else at the
    beginning of one, and otherwise in the beginning of the text.
    """
    stems = [term.lexeme for term in asked.terms[:_MOST_STEMS]]
    places = [place for one in stems for place in (f" {one} ", f" {one}", one)]
    sql = _PASSAGES.format(place=_PLACE * len(places))
    signs = tuple(wanted_signs(asked.query.part))
    own = [list(asked.own_passages), list(asked.own_passages.values())]
    given = [bool(signs), *places, *own, asked.passages, _OPTIONS, list(articles)]
    found = rows(sql, given)
    return {pk: (signs and passage(text, signs)) or segments(best) for pk, text, best in found}


def segments(text: str) -> tuple[Segment, ...]:
    """Return a marked passage as segments, nothing where no word is marked in it."""
    first, *rest = text.replace(_HYPHEN, "-").split(_START)
    if not rest:
        return ()
    found = [Segment(first, marked=False)]
    for piece in rest:
        marked, _, plain = piece.partition(_STOP)
        found += [Segment(marked, marked=True), Segment(plain, marked=False)]
    return tuple(segment for segment in found if segment.text)
