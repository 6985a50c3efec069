"""Which blocks an outlet repeats, and what follows: the text of its articles leaves them out.

That is the text that is searched, compared and quoted; the body keeps them. All is decided by what
the database holds, in the transaction that changes it, so a run that is stopped leaves nothing
undone. Whoever calls these holds the lock of `articles.ingest.store_lock`.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db import connection
from django.db.models import QuerySet

from articles.ingest.blocks import digest_of, digested, digests, left_out, number, plain
from articles.ingest.boilerplate import MANY, STRANGERS, Holder, is_boilerplate
from articles.ingest.characters import one_line
from articles.ingest.excerpts import made
from articles.ingest.records import Block, CleanArticle
from articles.models import Article, RepeatedBlock

_AT_A_TIME = 100
_SHOWN = 1000  # characters of a block that curators see

# While an import fills the archive the planner knows nothing of the table, and would rather read
# all of it than use the index of blocks.
_INDEX_ALONE = "SET LOCAL enable_seqscan = off"
_AS_BEFORE = "RESET enable_seqscan"

_HOLDERS = """
SELECT given.digest, array_agg(a.id ORDER BY a.id)
FROM unnest(%s::bigint[]) AS given(digest)
CROSS JOIN LATERAL (
    SELECT id FROM articles_article WHERE blocks @> ARRAY[given.digest] LIMIT %s
) a
GROUP BY given.digest
"""

_ON_FILE = "SELECT digest FROM articles_repeatedblock WHERE digest = ANY(%s)"

_DESCRIBED = """
SELECT id, tsvector_to_array(ts_filter(search_vector, '{a}')), blocks, text_digest
FROM articles_article WHERE id = ANY(%s)
"""


def of_source(digest: int, source: int) -> int:
    """Return the number of a block in its source, from that of its words, and the other way."""
    return digest ^ number(str(source))


def digest_in(source: int, text: str) -> int | None:
    """Return the number of a block of a source that has this text, None where it has no word."""
    found = digest_of(text)
    return None if found is None else of_source(found, source)


def prepare(articles: Iterable[tuple[Article, CleanArticle]]) -> None:
    """Leave what is known to be repeated out of the texts of articles that will be written.

    Each comes with the version that it just adopted, of whose text nothing is left out yet.
    Without a source nothing is.
    """
    given = [(article, clean.blocks, clean.title) for article, clean in articles]
    for article, found, _ in given:
        article.blocks = _numbers(article, found)
        article.repeated_at = []
    _leave_out(given)


def judge(held: Collection[int], lost: Collection[int] = ()) -> None:
    """Find out which of these blocks are repeated, and bring the articles that hold them in step.

    `held` are those that articles were just stored with; `lost` are those that may stand in fewer
    articles now, or in articles with other titles.
    """
    sought = {*held, *lost}
    known = {row.digest: row for row in RepeatedBlock.objects.filter(digest__in=_on_file(sought))}
    doubtful = known.keys() & lost
    holders = _holders(sought - known.keys() | doubtful)
    found = _boilerplate(holders)
    fallen = {digest for digest in doubtful - found if known[digest].is_found}
    fallen |= doubtful - holders.keys()
    RepeatedBlock.objects.filter(digest__in=fallen).delete()
    new = found - known.keys()
    _write_down(new, holders)
    bring_in_step({article for digest in new | fallen for article in holders.get(digest, ())})


def refile(article: Article) -> None:
    """Find out anew which blocks of a stored article are repeated, before it is saved.

    For an article whose source was changed by hand. `judge` is to be called afterwards.
    """
    found = digested(article.body_html)
    article.blocks = _numbers(article, found)
    _leave_out([(article, found, article.title)])


def decide(rows: QuerySet[RepeatedBlock], standing: str) -> int:
    """Give blocks the standing that a curator says they have, and return how many."""
    judged = list(rows.values_list("digest", flat=True))
    changed = rows.update(standing=standing)
    judge((), judged)
    for one in judged:
        bring_in_step(holding(one).values_list("pk", flat=True))
    return changed


def bring_in_step(articles: Iterable[int]) -> None:
    """Write the texts of stored articles (ids) anew, without what is known to be repeated."""
    ids = sorted(articles)
    for at in range(0, len(ids), _AT_A_TIME):
        rows = Article.objects.defer("search_vector").in_bulk(ids[at : at + _AT_A_TIME])
        before = {pk: row.repeated_at for pk, row in rows.items()}
        _leave_out([(row, digested(row.body_html), row.title) for row in rows.values()])
        changed = [row for pk, row in rows.items() if row.repeated_at != before[pk]]
        Article.objects.bulk_update(changed, ["body_text", "excerpt", "repeated_at"])


def holding(digest: int) -> QuerySet[Article]:
    """Return the articles that hold a block."""
    return Article.objects.filter(blocks__contains=[digest])


def _numbers(article: Article, found: Sequence[Block]) -> list[int]:
    source = article.source_id
    return [of_source(digest, source) for digest in digests(found)] if source else []


def _leave_out(articles: Collection[tuple[Article, Sequence[Block], str]]) -> None:
    """Leave it out of each article, given with its blocks and the title its excerpt is made by."""
    held = {digest for article, _, _ in articles for digest in article.blocks}
    rows = RepeatedBlock.objects.boilerplate().filter(digest__in=_on_file(held))
    known = set(rows.values_list("digest", flat=True))
    for article, found, title in articles:
        repeated = known.intersection(article.blocks)
        if repeated or article.repeated_at:
            _rewrite(article, found, title, {of_source(one, article.source_id) for one in repeated})


def _rewrite(article: Article, found: Sequence[Block], title: str, repeated: set[int]) -> None:
    """Set the columns that depend on which blocks are repeated."""
    places = [block.place for block in left_out(found, repeated)]
    is_made = article.excerpt == made(found, title, article.repeated_at)
    article.repeated_at = places
    article.body_text = plain(block for block in found if block.place not in places)
    if is_made and "excerpt" not in article.curated_fields:
        article.excerpt = made(found, title, places)


def _on_file(digests: Collection[int]) -> set[int]:
    """Return those that were found to be repeated: few of so many that Django takes its time."""
    with connection.cursor() as cursor:
        cursor.execute(_ON_FILE, [list(digests)])
        return {digest for (digest,) in cursor.fetchall()}


def _holders(digests: Collection[int]) -> dict[int, list[int]]:
    """Return {digest: articles (ids)}, of each up to the number that settles the matter."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEX_ALONE)
        cursor.execute(_HOLDERS, [list(digests), MANY])
        found = dict(cursor.fetchall())
        cursor.execute(_AS_BEFORE)
    return found


def _boilerplate(holders: dict[int, list[int]]) -> set[int]:
    """Return the digests of blocks that are boilerplate; those with the same holders are alike."""
    several = {digest: tuple(ids) for digest, ids in holders.items() if len(ids) >= STRANGERS}
    known = _described({article for ids in several.values() for article in ids})
    judged = {ids: is_boilerplate(known[pk] for pk in ids) for ids in set(several.values())}
    return {digest for digest, ids in several.items() if judged[ids]}


def _described(articles: Collection[int]) -> dict[int, Holder]:
    with connection.cursor() as cursor:
        cursor.execute(_DESCRIBED, [list(articles)])
        return {
            pk: Holder(frozenset(title), frozenset(blocks), text)
            for pk, title, blocks, text in cursor.fetchall()
        }


def _write_down(new: Collection[int], holders: dict[int, list[int]]) -> None:
    """Keep what was found, each with its words as one of its articles has them."""
    examples = Article.objects.only("source", "body_html").in_bulk({holders[d][0] for d in new})
    texts = {pk: _texts(example) for pk, example in examples.items()}
    RepeatedBlock.objects.bulk_create(
        RepeatedBlock(
            digest=digest,
            source_id=examples[example].source_id,
            text=one_line(texts[example][digest], _SHOWN),
        )
        for digest, example in ((digest, holders[digest][0]) for digest in new)
    )


def _texts(article: Article) -> dict[int, str]:
    """Return the texts of an article's blocks by their numbers in its source."""
    found = (block for block in digested(article.body_html) if block.digest is not None)
    return {of_source(block.digest, article.source_id): block.text for block in found}
