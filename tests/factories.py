"""Plain functions that make what tests need, through the archive's own way in where they can."""

import itertools
import random
from datetime import date

from articles.events.membership import place
from articles.ingest.blocks import digested
from articles.ingest.clean import text_digest
from articles.ingest.gates import open_gate
from articles.ingest.records import CleanArticle, Item, Link, Stored
from articles.ingest.shingles import sketch
from articles.ingest.store import store_batch
from articles.models import Article, Event, Import

_numbers = itertools.count(1)


def make_clean(**fields) -> CleanArticle:
    """A clean article; every one differs unless `body_text` and `title` are given."""
    number = next(_numbers)
    body = fields.pop("body_text", f"Report number {number} says what ministers agreed.")
    address = fields.pop("source_url", "")
    defaults = {
        "title": f"Ministers agree on rule {number}",
        "body_html": f"<p>{body}</p>",
        "body_text": body,
        "word_count": len(body.split()),
        "published": date(2025, 7, 26),
        "text_digest": text_digest(body),
        "title_key": "ministers agree on rule",
        "blocks": digested(fields.get("body_html", f"<p>{body}</p>")),
        "sketch": sketch(body, fields.get("published", date(2025, 7, 26))),
        "source_url": address,
        "canonical_url": address,
        "source_domain": address.partition("://")[2].partition("/")[0],
        "links": (Link("https://law.example/act", "law.example", "the act"),),
    }
    return CleanArticle(**(defaults | fields))


def make_item(name: str = "", content: bytes = b"") -> Item:
    """An item whose content is its own unless it is given."""
    name = name or f"file-{next(_numbers)}.md"
    return Item(path=name, origin=name, content=content or f"bytes of {name}".encode())


def store(*results, run: Import | None = None, **options) -> list[Stored]:
    """Store clean articles or rejections, each under a new item, and return what became of them."""
    batch = [(make_item(), result) for result in results]
    return store_batch(run or Import.objects.create(what="a test"), batch, **options)


def make_article(**fields) -> Article:
    """A published article from a source of its own, stored the way imports do.

    Fields of CleanArticle shape the text; `status`, `status_reason` and other columns of
    Article are set afterwards.
    """
    columns = {f.name for f in Article._meta.fields} - set(CleanArticle.__dataclass_fields__)
    later = {name: fields.pop(name) for name in list(fields) if name in columns}
    number = next(_numbers)
    fields.setdefault("source_url", f"https://outlet{number}.example/story-{number}")
    fields.setdefault("title_key", f"title {number}")
    [stored] = store(make_clean(**fields), gate=open_gate)
    if later:
        Article.objects.filter(pk=stored.article).update(**later)
    return Article.objects.get(pk=stored.article)


def make_event(*articles: Article, **fields) -> Event:
    """An event that holds the given articles, or two of its own."""
    event = Event.objects.create(title=fields.pop("title", "New event"), **fields)
    place({a.pk: event.pk for a in articles or (make_article(), make_article())}, by_curator=False)
    event.refresh_from_db()
    return event


_WORDS = (
    "ministers judges engineers teachers auditors editors builders agreed asked warned argued"
    " found proposed reported replied rules models records tests licences registers audits budgets"
    " Lisbon Nairobi Ottawa Seoul Quito Tallinn Kigali Oslo of the in by from that which before"
).split()


def make_prose(seed: int, sentences: int) -> str:
    """A text of so many sentences of twelve words; another seed gives other sentences."""
    chance = random.Random(seed)
    return " ".join(f"{' '.join(chance.choices(_WORDS, k=12))}." for _ in range(sentences))
