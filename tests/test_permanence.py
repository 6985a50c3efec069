"""What the database itself refuses, and the history that it keeps of every curated record."""

from datetime import UTC, date, datetime

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError

from articles import curation
from articles.models import (
    Article,
    Category,
    Event,
    Import,
    Original,
    Source,
    SourceDomain,
    SourceLink,
    Tag,
    TagAlias,
    TaggedArticle,
)
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db


def refuses(name, change):
    """Assert that the database refuses a change by the rule called `name`."""
    with pytest.raises(DatabaseError, match=name), transaction.atomic():
        change()


def test_a_canonical_address_stands_once():
    first, second = make_article(), make_article()
    rows = Article.objects.filter(pk=second.pk)
    refuses("article_canonical_url_once", lambda: rows.update(canonical_url=first.canonical_url))


def test_any_number_of_articles_may_have_no_address():
    assert {make_article(source_url="").canonical_url for _ in range(3)} == {""}


@pytest.mark.parametrize(
    ("rule", "columns"),
    [
        ("article_has_a_title", {"title": ""}),
        ("article_status_known", {"status": "lost"}),
        ("article_withdrawn_with_a_reason", {"status": "withdrawn", "status_reason": ""}),
        ("article_published_at_a_moment", {"first_public_at": None}),
        (
            "article_day_is_that_of_its_moment",
            {"published_at": datetime(2025, 7, 27, 0, 30, tzinfo=UTC)},
        ),
    ],
)
def test_an_article_keeps_its_rules(rule, columns):
    make_article(published=date(2025, 7, 26))
    refuses(rule, lambda: Article.objects.update(**columns))


def test_an_article_is_no_copy_of_itself():
    article = make_article()
    rows = Article.objects.filter(pk=article.pk)
    refuses("article_not_its_own_duplicate", lambda: rows.update(duplicate_of=article.pk))


def test_an_article_has_one_original_link_and_each_tag_once():
    article = make_article(tags=("Safety",))
    link = {"kind": "original", "url": "https://x.example/", "domain": "x.example"}
    refuses("article_has_one_original", lambda: SourceLink.objects.create(article=article, **link))
    tag = article.tags.get()
    refuses(
        "article_has_tag_once",
        lambda: TaggedArticle.objects.create(content_object=article, tag=tag),
    )


@pytest.mark.parametrize(
    ("rule", "columns"),
    [
        ("event_has_a_title", {"title": ""}),
        (
            "event_ends_after_it_starts",
            {"happened_start": date(2025, 7, 2), "happened_end": date(2025, 7, 1)},
        ),
        ("event_with_an_end_has_a_start", {"happened_end": date(2025, 7, 1)}),
        ("event_reports_in_order", {"last_reported": date(1999, 1, 1)}),
    ],
)
def test_an_event_keeps_its_rules(rule, columns):
    make_event()
    refuses(rule, lambda: Event.objects.update(**columns))


def test_an_event_is_not_merged_into_itself():
    event = make_event()
    rows = Event.objects.filter(pk=event.pk)
    refuses("event_not_merged_into_itself", lambda: rows.update(merged_into=event.pk))


def test_an_event_that_others_were_merged_into_cannot_be_deleted():
    event = make_event()
    Event.objects.create(title="Merged", merged_into=event)
    with pytest.raises(ProtectedError):
        event.delete()


@pytest.mark.parametrize("column", ["content = 'other'", "sha256 = repeat('0', 64)"])
def test_an_original_never_changes(column):
    make_article()
    with connection.cursor() as cursor:
        refuses(
            "Cannot update rows from articles_original",
            lambda: cursor.execute(f"UPDATE articles_original SET {column}"),
        )


def test_the_same_bytes_are_kept_once():
    make_article()
    kept = Original.objects.get()
    again = Original(
        sha256=kept.sha256, content=kept.content, origins=["x"], import_run=Import.objects.get()
    )
    refuses("sha256", again.save)


def test_the_names_of_an_original_may_grow_and_never_all_go():
    make_article()
    Original.objects.update(origins=["a.md", "b.md"])
    refuses("original_has_an_origin", lambda: Original.objects.update(origins=[]))


def test_an_original_outlives_its_article():
    article = make_article()
    article.delete()
    assert Original.objects.get().article is None


@pytest.mark.parametrize("field", ["key", "slug"])
@pytest.mark.parametrize("model", [Tag, Category, TagAlias])
def test_names_and_addresses_stand_once(model, field):
    for name in ("One", "Two"):
        owner = {"tag": Tag.objects.create(name=f"Owner of {name}")} if model is TagAlias else {}
        model.objects.create(name=name, **owner)
    taken = model.objects.values_list(field, flat=True).get(name="One")
    refuses(field, lambda: model.objects.filter(name="Two").update(**{field: taken}))


def test_a_domain_belongs_to_one_source_and_is_written_in_small_letters():
    make_article(source_url="https://one.example/a")
    make_article(source_url="https://two.example/a")
    one, two = Source.objects.order_by("domain")
    refuses("domain", lambda: SourceDomain.objects.create(source=two, domain="one.example"))
    refuses(
        "domain_in_small_letters",
        lambda: SourceDomain.objects.create(source=two, domain="Two.example"),
    )
    refuses("domain", lambda: Source.objects.filter(pk=one.pk).update(domain="two.example"))


def test_an_import_ends_after_it_starts():
    run = Import.objects.create(what="a test")
    early = datetime(1999, 1, 1, tzinfo=UTC)
    refuses(
        "import_ends_after_it_starts",
        lambda: Import.objects.filter(pk=run.pk).update(finished_at=early),
    )


def history(model, **former):
    """The former states of one kind of record that have these values."""
    return apps.get_model("articles", model).objects.filter(**former)


def test_a_bulk_update_leaves_the_former_state_of_every_row():
    articles = [make_article(title="Before") for _ in range(3)]
    Article.objects.update(title="After")
    kept = history("ArticleRevision", title="Before")
    assert set(kept.values_list("pgh_obj_id", flat=True)) == {article.pk for article in articles}
    assert set(kept.values_list("pgh_label", flat=True)) == {"changed"}


def test_plain_sql_leaves_history_too():
    make_article(title="Before")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_article SET title = 'After'")
    assert history("ArticleRevision", title="Before").exists()


def test_a_change_that_changes_nothing_leaves_none():
    make_article(title="Before")
    Article.objects.update(title="Before")
    assert not history("ArticleRevision").exists()


def test_a_withdrawal_keeps_who_and_why(curator):
    article = make_article()
    with pghistory.context(user=curator.pk):
        curation.withdraw(Article.objects.filter(pk=article.pk), "The outlet retracted it.")
    [revision] = history("ArticleRevision", pgh_obj_id=article.pk)
    assert revision.status == "published"
    assert revision.pgh_context.metadata == {
        "user": curator.pk,
        "reason": "The outlet retracted it.",
    }


def test_a_former_body_is_kept():
    article = make_article(body_text="Before.")
    Article.objects.update(body_html="<p>After.</p>")
    [revision] = history("BodyRevision", pgh_obj_id=article.pk)
    assert revision.body_html == "<p>Before.</p>"


def test_a_change_of_tags_is_kept():
    article = make_article(tags=("Old", "Kept"))
    article.tags.set(["New", "Kept"])
    rows = history("TaggedArticleRevision", content_object_id=article.pk).order_by("pgh_id")
    names = dict(Tag.objects.values_list("pk", "name"))
    kept = [(row.pgh_label, names[row.tag_id]) for row in rows]
    assert sorted(kept[:2]) == [("added", "Kept"), ("added", "Old")]
    assert sorted(kept[2:]) == [("added", "New"), ("deleted", "Old")]


def test_history_outlives_what_it_describes():
    article = make_article(title="Deleted", body_text="Gone.", tags=("Safety",))
    number = article.pk
    article.delete()
    [revision] = history("ArticleRevision", pgh_obj_id=number)
    assert (revision.title, revision.pgh_label) == ("Deleted", "deleted")
    assert history("BodyRevision", pgh_obj_id=number).get().body_html == "<p>Gone.</p>"
    assert history("TaggedArticleRevision", content_object_id=number).exists()


def test_every_curated_record_has_a_history(curator):
    make_event(make_article(tags=("Safety",), category="Policy"), make_article())
    with pghistory.context(user=curator.pk, reason="A test."):
        for model, name in [(Event, "title"), (Source, "name"), (Tag, "name"), (Category, "name")]:
            model.objects.update(**{name: "Changed"})
            revisions = history(f"{model.__name__}Revision")
            assert revisions.count() >= 1
            assert revisions.last().pgh_context.metadata["reason"] == "A test."


def test_ids_are_never_given_twice():
    article = make_article()
    number = article.pk
    article.delete()
    assert make_article().pk > number


def test_an_article_becomes_public_for_the_first_time_once():
    article = make_article()
    rows = Article.objects.filter(pk=article.pk)
    moment = article.first_public_at
    curation.withdraw(rows, "Wrong.")
    curation.publish(rows)
    assert rows.get().first_public_at == moment
    assert rows.get().status_reason == ""


def test_what_an_article_is_also_about_has_a_history():
    article, event = make_article(), make_event()
    article.also_about.add(event)
    article.also_about.remove(event)
    rows = history("MentionRevision", article_id=article.pk, event_id=event.pk)
    assert sorted(row.pgh_label for row in rows) == ["added", "deleted"]
