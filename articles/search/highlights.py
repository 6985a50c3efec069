"""The passage of an article that matched, as far as its source's display policy shows it."""

import re
from collections.abc import Iterable

from articles.models import EXCERPT_SHARE, Source
from articles.search.asking import Asked
from articles.search.entries import rows
from articles.search.scripts import passage, wanted_signs
from articles.search.segments import Segment

# Stored text holds no control characters, so these cannot be mistaken for it.
_START, _STOP = "\x02", "\x03"

# Words that archive_parted parts, and ts_headline does not: at a hyphen or slash, or where a
# sentence follows the one before without a space. The sign is put out of the way, and so is what
# begins a tag, for which ts_headline would write a space.
_JOINT = "([[:alnum:]])[-/](?=[[:alnum:]])|([[:alnum:]][[:alnum:]])[.](?=[[:upper:]][[:lower:]])"
_AWAY = "\x04"

# Soft hyphens and the like, which archive_parted leaves out.
_UNSEEN = "\\00AD\\061C\\200B\\200E\\200F\\202A-\\202E\\2060-\\206F\\FEFF"

# ASCII, dashes and quotation marks: in a text of these alone there is nothing to make bare.
_PLAIN = "\\0001-\\007F\\2010\\2012-\\2015\\2018-\\2022"

# So many characters are looked through for a passage, beginning so many before the first stem.
_STRETCH = 800
_BEFORE = 200
_MOST_STEMS = 3

# Step by step, each once: what is shown, by the rule of Article.shows_body and shown_excerpt; what
# stands around a stem, which has no accents (English has few, and its long texts are not made bare
# for their sake); that as it is shown, with its words parted, and without accents. Words are marked
# without accents and, where a stem is told by them, as they stand.
_PASSAGES = f"""
WITH shown AS MATERIALIZED (
    SELECT a.id, a.language, CASE coalesce(s.display, '{Source.Display.FULL}')
        WHEN '{Source.Display.LINK}' THEN ''
        WHEN '{Source.Display.EXCERPT}' THEN left(a.excerpt, coalesce(
            nullif(regexp_instr(
                a.excerpt, '[[:alnum:]]+', 1, greatest(a.word_count / {EXCERPT_SHARE}, 1), 1
            ), 0) - 1,
            length(a.excerpt)
        ))
        ELSE a.body_text
    END AS text
    FROM articles_article a LEFT JOIN articles_source s ON s.id = a.source_id
    WHERE a.id = ANY(%s)
), searched AS MATERIALIZED (
    SELECT *, lower(CASE WHEN language ~ '^en' THEN text ELSE archive_bare(text) END) AS small
    FROM shown
), found AS MATERIALIZED (
    SELECT *, substr(text, greatest(coalesce({{place}}1) - {_BEFORE}, 1), {_STRETCH}) AS around
    FROM searched
), looked AS MATERIALIZED (
    SELECT *, around !~ U&'[^{_PLAIN}]' AS plain FROM found
), seen AS MATERIALIZED (
    SELECT *, CASE WHEN plain THEN around
        ELSE normalize(regexp_replace(around, U&'[{_UNSEEN}]', '', 'g'), NFC) END AS stretch
    FROM looked
), parts AS MATERIALIZED (
    SELECT *, regexp_replace(
        replace(stretch, '<', '{_AWAY}'), '{_JOINT}', '\\1\\2{_AWAY}', 'g'
    ) AS parted
    FROM seen
), passages AS MATERIALIZED (
    SELECT *, CASE WHEN plain THEN parted ELSE normalize(
        regexp_replace(normalize(parted, NFD), U&'[\\0300-\\036F]', '', 'g'), NFC
    ) END AS bare, archive_configuration(language) AS configuration, coalesce(
        (SELECT own.query FROM unnest(%s::text[], %s::tsquery[]) AS own (code, query)
        WHERE own.code = split_part(lower(language), '-', 1)),
        %s::tsquery
    ) AS query
    FROM parts
)
SELECT id, CASE WHEN %s THEN text END, stretch,
    bare, CASE WHEN length(bare) = length(parted)
        THEN ts_headline(configuration, bare, query, %s) END,
    parted, CASE WHEN bare <> parted THEN ts_headline(configuration, parted, query, %s) END
FROM passages
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
    given = [list(articles), *places, *own, asked.passages, bool(signs), _OPTIONS, _OPTIONS]
    found = {}
    for pk, text, stretch, bare, best, parted, other in rows(sql, given):
        ways = (best or "", bare), (other or "", parted)
        marked = max(ways, key=lambda way: way[0].count(_START))
        found[pk] = (signs and passage(text, signs)) or segments(*marked, stretch)
    return found


def segments(best: str, read: str, stretch: str) -> tuple[Segment, ...]:
    """Return a passage as segments, nothing where no word is marked in it.

    `best` was chosen and marked in `read`, which is `stretch` sign by sign, but for accents and
    what parts words; the segments are of `stretch`.
    """
    at = read.find(best.replace(_START, "").replace(_STOP, ""))
    if _START not in best or at < 0:
        return ()
    found = []
    for place, piece in enumerate(re.split(f"[{_START}{_STOP}]", best)):
        found.append(Segment(stretch[at : at + len(piece)], marked=place % 2 == 1))
        at += len(piece)
    return tuple(segment for segment in found if segment.text)
