"""How much of a source's text the public sees, wherever it looks."""

from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest

from articles.ingest.records import Link
from articles.listings import FORMATS
from articles.models import Source
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"

# What is asked for is not what is looked for: a page may repeat the question.
SEARCHES = [
    f"/search{suffix}?q={words}{group}"
    for suffix in ("/", *(f".{name}" for name in FORMATS))
    for words in ("struck", '"struck out"', "struck OR nothing", "brief", "-nothing strike")
    for group in ("", "&group=none", "&group=event")
]


class Links(HTMLParser):
    """The addresses that a page links to."""

    def __init__(self, text):
        super().__init__()
        self.found = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.update(value for name, value in attrs if name == "href" and value)


def public_texts(client):
    """{path: text} of the searches, and of all that is reached from the home page by its links."""
    waiting, seen = {"/", "/sitemap.xml", *SEARCHES}, {}
    while waiting:
        path = waiting.pop()
        response = client.get(path, follow=True)
        seen[path] = response.content.decode()
        if response.status_code == 200 and "html" in response["Content-Type"]:
            links = {urljoin(path, link.removeprefix(SITE)) for link in Links(seen[path]).found}
            waiting |= {link for link in links if is_ours(link)} - seen.keys()
    return seen


def is_ours(link):
    """Whether a link leads to a page of ours that is not one list under one more filter."""
    return link.startswith("/") and not link.startswith("/static/") and not {*"?#"} & {*link}


@pytest.mark.parametrize("is_summary", [False, True])
@pytest.mark.parametrize(
    ("display", "body", "excerpt"),
    [("full", True, True), ("excerpt", False, True), ("link", False, False)],
)
def test_nothing_public_shows_more_than_the_source_allows(
    client, display, body, excerpt, is_summary
):
    article = make_article(
        source_url="https://strict.example/a",
        body_text="The Quixotic clause was struck out.",
        excerpt="Excerptwords in brief.",
        links=(Link("https://law.example/act", "law.example", "Anchorwords"),),
        is_archive_summary=is_summary,
    )
    make_event(article, make_article())
    Source.objects.filter(domain="strict.example").update(display=display)

    texts = public_texts(client)

    def shown(words):
        return any(words in text for text in texts.values())

    assert article.get_absolute_url() in texts
    assert shown("Quixotic") == body
    assert shown("Anchorwords") == body
    assert shown("Excerptwords") == excerpt
    assert "https://law.example/act" in texts[article.get_absolute_url()]


@pytest.mark.parametrize("words", [1, 2, 3, 6, 30])
def test_an_excerpt_is_never_more_than_a_third_of_the_text(client, words):
    text = " ".join(f"word{number:02}" for number in range(words))
    article = make_article(source_url="https://strict.example/a", body_text=text, excerpt=text)
    make_event(article, make_article())
    Source.objects.filter(domain="strict.example").update(display="excerpt")
    seen = " ".join(public_texts(client).values())
    for number in range(max(words // 3, 1), words):
        assert f"word{number:02}" not in seen


def test_an_excerpt_of_a_text_without_spaces_is_a_part_of_it_too(client):
    text = "欧盟通过法案，各国同意。模型须审计，罚款很高。五月生效，六月审查。"
    article = make_article(
        source_url="https://strict.example/a", body_text=text, excerpt=text, word_count=6
    )
    Source.objects.filter(domain="strict.example").update(display="excerpt")
    article.source.refresh_from_db()
    assert article.shown_excerpt == "欧盟通过法案，各国同意…"
    for words in ("法案", "罚款", "六月审查"):
        found = client.get("/search.json", {"q": words}).json()["items"]
        assert [item["_archive"]["article"] for item in found] == [article.pk]
        assert "模型" not in str(found)
