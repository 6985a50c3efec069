"""Erasing an article: nothing of it stays but a tombstone, and it does not come back."""

import io
from datetime import date

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import CommandError, call_command
from django.db import connection

from articles import curation, erasure
from articles.ingest.store import store_batch
from articles.models import Article, Event, Import, ImportProblem, Original, Tombstone
from tests.factories import make_article, make_clean, make_event, make_item, store

pytestmark = pytest.mark.django_db

TITLE = "Zanzibar minister resigns over quixotic chatbot"
SECRET = "The xylophone clause was struck out in Zanzibar."
LONG = " ".join(f"{SECRET} Paragraph {number} follows." for number in range(9))
REASON = "The publisher asked for it."


def make_secret(**fields):
    defaults = {
        "title": TITLE,
        "body_text": LONG,
        "source_url": "https://outlet.example/zanzibar-xylophone",
        "tags": ("Zanzibar tag",),
        "excerpt": SECRET,
        "byline": "Xavier Zanzibar",
    }
    return make_clean(**(defaults | fields))


def erase(*articles, reason=REASON):
    out = io.StringIO()
    numbers = [str(getattr(article, "pk", article)) for article in articles]
    call_command("erase", *numbers, reason=reason, stdout=out)
    return out.getvalue()


def tables_with(needle):
    """The tables in which a word stands, in text or in bytes."""
    names = connection.introspection.table_names()
    hexadecimal = needle.encode().hex()
    found = set()
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(
                f'SELECT EXISTS (SELECT FROM "{name}" t WHERE t::text ILIKE %s OR t::text LIKE %s)',
                [f"%{needle}%", f"%{hexadecimal}%"],
            )
            if cursor.fetchone()[0]:
                found.add(name)
    return found


def test_nothing_of_it_stays_anywhere_in_the_database(admin_user):
    run_item = make_item("zanzibar.md", SECRET.encode())
    other = make_article(published=date(2025, 7, 27), title="A minister resigns")
    [stored] = store_batch(other.originals.get().import_run, [(run_item, make_secret())])
    article = Article.objects.get(pk=stored.article)
    store(make_secret(source_url="https://second.example/xylophone", published=date(2025, 7, 28)))
    event = make_event(article, other)
    assert event.title == TITLE
    article.also_about.add(make_event())
    Article.objects.filter(pk=article.pk).update(title=f"{TITLE} again", body_html="<p>Other.</p>")
    curation.follow_up(article)
    for thing in (article, event):
        LogEntry.objects.log_actions(admin_user.pk, [thing], CHANGE, "x", single_object=True)
    [copy] = erasure.copies_of(article)
    assert len(tables_with("zanzibar")) >= 8

    erase(article, copy)

    assert tables_with("zanzibar") == set()
    assert tables_with("xylophone") == set()
    assert LogEntry.objects.count() == 2


def test_none_of_its_history_stays():
    article = make_article(tags=("Audits",))
    article.also_about.add(make_event())
    article.tags.clear()
    article.also_about.clear()
    erase(article)
    assert not apps.get_model("articles", "ArticleRevision").objects.filter(pgh_obj=article.pk)
    assert not apps.get_model("articles", "MentionRevision").objects.filter(article=article.pk)
    tagged = apps.get_model("articles", "TaggedArticleRevision").objects
    assert not tagged.filter(content_object=article.pk)


def test_the_name_of_a_file_that_was_typed_in_goes_with_its_headline(curator_client):
    add = "/admin/articles/upload/add/"
    fields = {"title": TITLE, "date": "2025-07-26", "body": LONG}
    preview = curator_client.post(add, {"way": "typed", **fields})["Location"]
    curator_client.post(preview, {"gate": "publish"})
    article = Article.objects.get()
    assert "zanzibar" in article.originals.get().import_run.what
    erase(article)
    assert tables_with("zanzibar") == set()
    assert Import.objects.get().what == "an erased article"


def test_the_note_on_a_copy_that_stays_does_not_name_it():
    [first], [second] = (
        store(make_secret(source_url=url)) for url in ("https://a.example/1", "https://b.example/2")
    )
    assert TITLE in ImportProblem.objects.get().reason
    Article.objects.filter(pk=second.article).update(title="A new headline")
    erase(first.article)
    assert ImportProblem.objects.get().reason == "The same text as an erased article."


def test_its_address_says_that_it_was_erased_and_why(client):
    article = make_article(title=TITLE)
    address = article.get_absolute_url()
    erase(address)
    for path in (address, f"/articles/{article.pk}/"):
        response = client.get(path)
        assert response.status_code == 410
        assert REASON in response.content.decode()
    assert client.get("/articles.json").json()["_archive"]["total"] == 0


def test_an_article_that_is_named_twice_is_erased_once():
    article = make_article()
    said = erase(article, article.get_absolute_url(), f"/articles/{article.pk}/")
    assert said.count(article.title) == 1
    assert Tombstone.objects.get().article == article.pk


class Terminal(io.StringIO):
    """Somebody who types a line at a terminal, or ends it with Ctrl-D."""

    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("typed", "is_done"), [("yes\n", True), (" Yes \n", True), ("y\n", False), ("", False)]
)
def test_whoever_sits_at_a_terminal_is_asked_first(typed, is_done, monkeypatch):
    article = make_article()
    monkeypatch.setattr("sys.stdin", Terminal(typed))
    if is_done:
        erase(article)
    else:
        with pytest.raises(CommandError, match="Nothing was erased") as refusal:
            erase(article)
        assert refusal.value.returncode == 1
    assert Article.objects.exists() != is_done


def test_what_was_never_public_is_not_found(client):
    [stored] = store(make_clean(title=TITLE, source_url="https://example.com/held"))
    erase(stored.article)
    assert client.get(f"/articles/{stored.article}/").status_code == 404
    assert Tombstone.objects.filter(was_public=False).exists()


@pytest.mark.parametrize(
    ("again", "what"),
    [
        ({}, "the same file under another name"),
        ({"title": "New headline", "body_text": "New words."}, "another text at its address"),
        ({"source_url": "https://other.example/copy", "title": "Other"}, "its text elsewhere"),
    ],
)
def test_an_import_keeps_it_out(again, what):
    item = make_item("first.md")
    article = make_article()
    [stored] = store_batch(article.originals.get().import_run, [(item, make_secret())])
    erase(stored.article)
    given = make_item("again.md", item.content if not again else b"other bytes")
    [line] = store_batch(article.originals.get().import_run, [(given, make_secret(**again))])
    assert (line.outcome, line.article) == ("rejected", None), what
    assert REASON in line.reason
    assert not Original.objects.filter(content=given.content).exists()
    assert ImportProblem.objects.filter(path="again.md", reason=line.reason).exists()


def test_an_import_keeps_a_former_version_out():
    [first], _ = store(make_secret()), store(make_secret(title="Second", body_text="New words."))
    erase(first.article)
    [line] = store(make_secret(source_url="https://other.example/copy"))
    assert line.outcome == "rejected"


def test_a_tag_of_other_articles_stays(client):
    article = make_article(tags=("Audits", "Ada Example"))
    make_article(tags=("Audits",))
    erase(article)
    assert client.get("/tags/audits/").status_code == 200
    assert client.get("/tags/ada-example/").status_code == 404


def test_an_import_brings_in_what_only_shares_a_few_words():
    [stored] = store(make_secret(body_text="Subscribe to read on."))
    erase(stored.article)
    other = {"source_url": "https://other.example/else", "title": "Another headline"}
    [line] = store(make_secret(body_text="Subscribe to read on.", **other))
    assert line.outcome == "created"


def test_a_copy_that_stood_behind_it_takes_its_place():
    first, second = (
        make_article(body_text=LONG, title=f"Headline {outlet}", source_url=f"https://{outlet}/x")
        for outlet in ("one.example", "two.example")
    )
    assert second.duplicate_of == first
    third = make_article()
    event = make_event(first, third)
    said = erase(first)
    second.refresh_from_db()
    event.refresh_from_db()
    assert (second.duplicate_of, second.event) == (None, event)
    assert event.article_count == 2
    assert f"manage.py erase {second.pk} --reason" in said


def test_a_file_that_another_article_has_is_still_unchanged():
    first, second = (
        make_article(body_text=LONG, title=f"Headline {outlet}", source_url=f"https://{outlet}/x")
        for outlet in ("one.example", "two.example")
    )
    erase(first)
    original = second.originals.get()
    item = make_item(original.origins[0], bytes(original.content))
    [line] = store_batch(original.import_run, [(item, make_secret())])
    assert (line.outcome, line.article) == ("unchanged", second.pk)


def test_its_event_goes_on_under_another_title():
    article, others = make_article(title=TITLE), [make_article(title="Left"), make_article()]
    event = make_event(article, *others)
    erase(article)
    event.refresh_from_db()
    assert (event.title, event.article_count) == ("Left", 2)
    assert not Event.objects.filter(title=TITLE).exists()


def test_its_event_is_named_after_what_is_left_even_where_that_is_not_public():
    article = make_article(title=TITLE)
    event = make_event(article, make_article(title="In review", status="review"))
    erase(article)
    event.refresh_from_db()
    assert event.title == "In review"


@pytest.mark.parametrize("given", ["999999", "no-number", "", "/articles/999999-gone/", "9" * 30])
def test_what_is_no_article_is_refused_and_nothing_is_erased(given):
    article = make_article()
    with pytest.raises(CommandError) as refusal:
        erase(article, given)
    assert refusal.value.returncode == 2
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_reason_must_say_something():
    article = make_article()
    with pytest.raises(CommandError, match="reason"):
        erase(article, reason="  ")
    assert Article.objects.exists()


def test_an_erased_article_cannot_be_erased_again():
    article = make_article()
    erase(article)
    with pytest.raises(CommandError, match="already"):
        erase(article)


def test_curators_may_read_tombstones_and_change_none(curator_client):
    erase(make_article())
    page = curator_client.get("/admin/articles/tombstone/")
    assert REASON in page.content.decode()
    assert curator_client.get("/admin/articles/tombstone/add/").status_code == 403
