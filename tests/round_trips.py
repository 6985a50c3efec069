"""Archives to take out and bring back: made by Hypothesis, compared whole."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from django.db import connection
from hypothesis import strategies as st

from articles.events.membership import count
from articles.ingest import repeated
from articles.ingest.blocks import digested
from articles.ingest.clean import text_digest, word_count
from articles.ingest.sanitize import clean_html, outline
from articles.ingest.shingles import sketch
from articles.ingest.urls import domain
from articles.models import (
    Article,
    Category,
    Event,
    Import,
    Mention,
    Original,
    RepeatedBlock,
    Source,
    SourceDomain,
    SourceLink,
    Tag,
    TagAlias,
    TaggedArticle,
    Tombstone,
)
from articles.names import free_slug, name_key, name_slug
from articles.titles import title_key

# Everything that a round trip keeps, by what it is known by outside of the database.
KEPT = {
    "articles": """
        SELECT a.*, s.domain, c.slug FROM articles_article a
        LEFT JOIN articles_source s ON s.id = a.source_id
        LEFT JOIN articles_category c ON c.id = a.category_id ORDER BY a.id""",
    "events": "SELECT * FROM articles_event ORDER BY id",
    "links": """
        SELECT article_id, kind, url, domain, text, position FROM articles_sourcelink
        ORDER BY article_id, kind, position""",
    "mentions": "SELECT article_id, event_id FROM articles_mention ORDER BY 1, 2",
    "tagged": """
        SELECT content_object_id, key FROM articles_taggedarticle t
        JOIN articles_tag g ON g.id = t.tag_id ORDER BY 1, 2""",
    "tags": "SELECT name, key, slug, kind FROM articles_tag ORDER BY key",
    "aliases": """
        SELECT a.name, a.key, a.slug, t.key FROM articles_tagalias a
        JOIN articles_tag t ON t.id = a.tag_id ORDER BY a.key""",
    "categories": "SELECT name, key, slug FROM articles_category ORDER BY key",
    "sources": """
        SELECT domain, name, homepage, feed_url, language, country, trusted, display, note
        FROM articles_source ORDER BY domain""",
    "domains": """
        SELECT d.domain, s.domain FROM articles_sourcedomain d
        JOIN articles_source s ON s.id = d.source_id ORDER BY 1""",
    "repeated": """
        SELECT text, standing, found_at, domain FROM articles_repeatedblock r
        JOIN articles_source s ON s.id = r.source_id ORDER BY 4, 1, 2""",
    "tombstones": "SELECT * FROM articles_tombstone ORDER BY article",
    "origins": """
        SELECT article_id, origin FROM articles_original o,
        unnest(origins) WITH ORDINALITY u(origin, place)
        WHERE article_id IS NOT NULL ORDER BY article_id, o.id, place""",
    "next article": "SELECT last_value + is_called::int FROM articles_article_id_seq",
    "next event": "SELECT last_value + is_called::int FROM articles_event_id_seq",
}
# Numbers that have no address outside of the database.
_NUMBERS = {"source_id", "category_id", "blocks"}


def everything():
    """All that a round trip keeps, as {what: rows}."""
    held = {}
    with connection.cursor() as cursor:
        for what, query in KEPT.items():
            cursor.execute(query)
            names = [column.name for column in cursor.description]
            kept = [place for place, name in enumerate(names) if name not in _NUMBERS]
            held[what] = [tuple(row[place] for place in kept) for row in cursor.fetchall()]
    return held


def empty():
    """Empty the archive, its numbers from 1 again."""
    tables = ", ".join(
        model._meta.db_table for model in (Article, Category, Event, Import, Source, Tag, Tombstone)
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")


_AWKWARD = [
    *("null", "yes", "1", "2025-07-26", "- a", "# a", "a: b", " x ", "~", "'", '"', "x\u0085y"),
    *("🎉", "ж\u2028x", "%TAG", "&a *b", "{a}", "[b]", "---", "...", "a\tab", "\u00a0z", "!x"),
    *("\ufeffx", "e\u0301", "\u200fx", "@x", "`x", "a\n\n---\n\n b", "x\r\ny", "|", ">", "\\N"),
]
_STORED = st.characters(exclude_categories=["Cs", "Cc", "Cn"]) | st.sampled_from("\t\n\r\x85")


def texts(limit, least=0):
    """Texts that the database holds, among them what YAML might take for something else."""
    plain = st.text(_STORED, min_size=least, max_size=min(limit, 40))
    found = plain | st.sampled_from(_AWKWARD)
    return found.filter(str.strip) if least else found


def names(limit=80):
    """Names of tags and categories."""
    return texts(limit, least=1).filter(name_key)


days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
moments = st.builds(datetime.combine, days, st.times(), st.just(UTC))
addresses = st.integers(1, 99).map(lambda n: f"https://Outlet{n % 4}.example/Ä?b={n}#%20'{n}")
bodies = (
    st.lists(texts(200), min_size=1, max_size=4).map(" <p>".join)
    | st.sampled_from(
        [
            "<pre>\n```\n# x\n</pre><p>{{ words }} {% x %}</p>\n---\n<p>x</p>",
            '<p><a href="https://law.example/a?b=1&amp;c=2">The <b>act</b></a> â€™',
            '<ul><li>a<li><img src="https://p.example/i.png" alt="Seen">b</ul>',
            "<h2>null</h2><h2>null</h2><table><td>1<td lang=fr>deux</table>",
        ]
    )
).map(lambda html: clean_html(f"<p>Words. </p>{html}"))


@st.composite
def archives(draw):
    """Fill the empty archive with something, and return nothing."""
    sources = [_source(draw, number) for number in range(draw(st.integers(0, 3)))]
    categories = _named(draw, Category, 2)
    tags = _named(draw, Tag, 3)
    for tag in tags:
        _aliases(draw, tag)
    events = [_event(draw) for _ in range(draw(st.integers(0, 4)))]
    for event, heir in pairwise([*events, None]):
        if heir and draw(st.booleans()):
            Event.objects.filter(pk=event.pk).update(merged_into=heir)
    articles = []
    for _ in range(draw(st.integers(1, 5))):
        articles.append(_article(draw, sources, categories, tags, events))
        if draw(st.integers(0, 4)) == 0:
            _gone(draw)
    _copies(draw, articles)
    _repeat(draw)
    count(Event.objects.values_list("pk", flat=True))


def _source(draw, number):
    host = f"outlet{number}.example"
    source = Source.objects.create(
        domain=host,
        name=draw(texts(200, least=1)),
        homepage=draw(st.sampled_from(["", f"https://{host}/"])),
        feed_url=draw(st.sampled_from(["", f"http://{host}/feed?a=1&b"])),
        language=draw(st.sampled_from(["", "en", "no"])),
        country=draw(st.sampled_from(["", "NO"])),
        trusted=draw(st.booleans()),
        display=draw(st.sampled_from(Source.Display.values)),
        note=draw(texts(100)),
    )
    if draw(st.booleans()):
        SourceDomain.objects.create(source=source, domain=f"m.{host}")
    return source


def _named(draw, model, most):
    made, keys = [], set()
    for name in draw(st.lists(names(), max_size=most)):
        if name_key(name) not in keys:
            keys.add(name_key(name))
            slugs = set(model.objects.values_list("slug", flat=True))
            kinds = {"kind": draw(st.sampled_from(["", *Tag.Kind.values]))} if model is Tag else {}
            made.append(
                model.objects.create(name=name, slug=free_slug(name_slug(name), slugs), **kinds)
            )
    return made


def _aliases(draw, tag):
    for name in draw(st.lists(names(), max_size=1)):
        keys = set(Tag.objects.values_list("key", flat=True))
        keys |= set(TagAlias.objects.values_list("key", flat=True))
        slug = f"also-{tag.slug}"[:100]
        if name_key(name) not in keys and not TagAlias.objects.filter(slug=slug).exists():
            TagAlias.objects.create(tag=tag, name=name, slug=slug)


def _event(draw):
    start = draw(st.none() | days)
    event = Event.objects.create(
        title=draw(texts(300, least=1)),
        title_is_edited=draw(st.booleans()),
        summary=draw(texts(300)),
        happened_start=start,
        happened_end=start and draw(st.none() | st.just(start + timedelta(days=2))),
        locked=draw(st.booleans()),
        first_public_at=draw(moments),
    )
    Event.objects.filter(pk=event.pk).update(created_at=draw(moments))
    return event


def _article(draw, sources, categories, tags, events):
    body = draw(bodies)
    text, links = outline(body)
    at, given = draw(st.none() | moments), draw(st.sampled_from(["", "address"]))
    published = at.date() if at else draw(days)
    address = draw(addresses) if given else ""
    if Article.objects.filter(canonical_url=address).exists():
        address = ""
    status = draw(st.sampled_from(Article.Status.values))
    title = draw(texts(300, least=1))
    article = Article.objects.create(
        title=title,
        byline=draw(texts(200)),
        byline_is_aggregator=draw(st.booleans()),
        excerpt=draw(texts(1000)),
        cover_image=address and f"{address}.jpg",
        published=published,
        published_at=at,
        language=draw(st.sampled_from(["en", "no", "null", "zh-Hant"])),
        category=draw(st.sampled_from([None, *categories])),
        source=draw(st.sampled_from([None, *sources])),
        canonical_url=address,
        is_archive_summary=draw(st.booleans()),
        body_html=body,
        body_text=text,
        word_count=word_count(text),
        text_digest=text_digest(text),
        title_key=title_key(title),
        sketch=sketch(text, published) if address else [],
        status=status,
        status_reason=draw(texts(200, least=1)),
        event=draw(st.sampled_from([None, *events])),
        event_is_curated=draw(st.booleans()),
        grouped_at=draw(st.none() | moments),
        curated_fields=draw(st.lists(st.sampled_from(["title", "tags"]), max_size=2)),
    )
    held = draw(st.sampled_from(Article.HeldFor.values)) if status == "review" else ""
    Article.objects.filter(pk=article.pk).update(
        held_for=held,
        added_at=draw(moments),
        updated_at=draw(moments),
        first_public_at=draw(moments if status == "published" else st.none() | moments),
    )
    _filing(draw, article, tags, events)
    _links(article, address, links)
    _originals(draw, article)
    return article


def _filing(draw, article, tags, events):
    for tag in tags:
        if draw(st.booleans()):
            TaggedArticle.objects.create(content_object=article, tag=tag)
    for event in events:
        if draw(st.integers(0, 3)) == 0:
            Mention.objects.create(article=article, event=event)


def _links(article, address, links):
    if address:
        SourceLink.objects.create(
            article=article, kind="original", url=address, domain=domain(address)
        )
    for position, link in enumerate(links, start=1):
        SourceLink.objects.create(
            article=article,
            kind="cited",
            url=link.url,
            domain=link.domain,
            text=link.text,
            position=position,
        )


def _originals(draw, article):
    run = Import.objects.create(what="a test")
    for number in range(draw(st.integers(1, 2))):
        digest = text_digest(f"{article.pk} {number}")
        origins = draw(st.lists(texts(100, least=1), min_size=1, max_size=2))
        Original.objects.create(
            sha256=digest, content=b"x", origins=origins, article=article, import_run=run
        )


def _repeat(draw):
    """Let some blocks of articles that have a source be what their source repeats."""
    for article in Article.objects.exclude(source=None):
        repeated.refile(article)
        Article.objects.filter(pk=article.pk).update(blocks=article.blocks)
        for block in digested(article.body_html):
            if block.digest is not None and draw(st.booleans()):
                RepeatedBlock.objects.get_or_create(
                    digest=repeated.of_source(block.digest, article.source_id),
                    defaults={
                        "source": article.source,
                        "text": block.text,
                        "standing": draw(st.sampled_from(RepeatedBlock.Standing.values)),
                    },
                )
    repeated.bring_in_step(Article.objects.values_list("pk", flat=True))


def _copies(draw, articles):
    """Let some stand behind others, earlier or later, none behind itself."""
    free = draw(st.permutations(articles))
    for copy, front in pairwise(free):
        if draw(st.integers(0, 2)) == 0:
            Article.objects.filter(pk=copy.pk).update(duplicate_of=front)


def _gone(draw):
    """An article that was deleted or erased: its number is nobody's again."""
    article = Article.objects.create(title="Gone", published=date(2025, 7, 26))
    number = article.pk
    article.delete()
    if draw(st.booleans()):
        tombstone = Tombstone.objects.create(
            article=number,
            reason=draw(texts(100, least=1)),
            was_public=draw(st.booleans()),
            digests=[text_digest(str(number))],
        )
        Tombstone.objects.filter(pk=tombstone.pk).update(erased_at=draw(moments))
