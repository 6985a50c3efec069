"""Pages for tests of their reader, and what comes of them."""

import json

from articles.ingest import readers
from articles.ingest.clean import clean
from articles.ingest.records import CleanArticle, Item, Rejection

FIRST = "The council adopted a rule on Friday that asks for audits of every large model."
SECOND = "Its members want the first reports before the end of the year, a speaker said."
TEXT = f'<p>{FIRST}</p><p>{SECOND} <a href="/rules?a=1&amp;b=2">The rule</a> is public.</p>'
MENU = "".join(f'<li><a href="/{name}">{name.title()}</a></li>' for name in ("home", "law", "labs"))
DATE = '<meta property="article:published_time" content="2025-07-26T14:05:00+02:00">'


def page(body=f"<article><h1>Council adopts a rule</h1>{TEXT}</article>", head=DATE, root=""):
    return f"<!DOCTYPE html><html {root}><head>{head}</head><body>{body}</body></html>"


def read(text):
    return readers.read(Item("a.html", "a.html", text.encode()))


def outcome(text):
    """The article, or the reason why there is none."""
    try:
        return read(text)
    except Rejection as rejection:
        return str(rejection)


def linked_data(**fields):
    return f'<script type="application/ld+json">{json.dumps(fields)}</script>'


def text_of(body, head=DATE, root=""):
    """The cleaned text of the article on a page."""
    return article(page(body, head, root)).body_text


def article(text) -> CleanArticle:
    """The article on a page, cleaned."""
    return clean(read(text))
