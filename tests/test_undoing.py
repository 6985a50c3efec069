"""An import that is undone: what it created goes, and what it changed is as it was."""

import pghistory
import pytest

from articles import curation
from articles.events.membership import place
from articles.ingest.pipeline import Options, Progress, run_import
from articles.ingest.records import Item
from articles.models import (
    Article,
    Category,
    Event,
    Import,
    Original,
    Source,
    SourceLink,
    Tag,
    TaggedArticle,
)
from articles.undoing import UndoError, undo
from tests.factories import make_article, make_event, make_prose

pytestmark = pytest.mark.django_db


def page(name, body, **fields):
    """An item with these fields in front of a body."""
    fields = {"title": f"Title of {name}", "date": "2025-07-26"} | fields
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return Item(name, name, f"---\n{head}---\n{body}\n".encode())


def bring(*items, **options) -> Import:
    return run_import(items, "a test", Options(**options), Progress()).run


def snapshot():
    """What the archive holds, as far as an undone import may not have changed it."""
    derived = ("updated_at", "grouped_at", "first_public_at", "search_vector")
    columns = [field.attname for field in Article._meta.fields if field.attname not in derived]
    links = ("article", "kind", "url", "text", "position")
    return {
        "articles": list(Article.objects.order_by("pk").values(*columns)),
        "originals": list(Original.objects.order_by("pk").values("pk", "article", "origins")),
        "tags": sorted(TaggedArticle.objects.values_list("content_object", "tag")),
        "links": list(SourceLink.objects.order_by("article", "position").values(*links)),
        "names": [
            list(model.objects.order_by("pk").values_list("pk", "name"))
            for model in (Tag, Category, Source)
        ],
        "events": list(
            Event.objects.filter(articles__isnull=False)
            .distinct()
            .order_by("pk")
            .values("pk", "title", "article_count", "source_count", "last_reported")
        ),
    }


def at(number, host="outlet.example"):
    return f"https://{host}/{number}"


TEXT = make_prose(1, 20)


def test_what_it_created_is_gone():
    run = bring(page("a.md", TEXT, source=at(1), tags="Audits", category="Policy"))
    undo(run)
    for model in (Article, Original, Tag, Category, Source, Event):
        assert not model.objects.exists()
    run.refresh_from_db()
    assert run.undone_at
    assert run.created == 1


def test_importing_again_brings_it_in_anew_under_another_number():
    files = [page("a.md", TEXT, source=at(1), tags="Audits"), page("b.md", "Broken", date="no")]
    first = bring(*files)
    former = Article.objects.get().pk
    undo(first)
    again = bring(*files)
    assert (again.created, again.rejected) == (1, 1)
    assert Article.objects.get().pk > former


def test_what_it_changed_is_as_it_was():
    bring(page("a.md", TEXT, source=at(1), tags="Audits", category="Policy", author="A. Writer"))
    before = snapshot()
    run = bring(
        page("b.md", f"{TEXT} More of it.", source=at(1), tags="Chips", title="Another title")
    )
    assert Article.objects.get().title == "Another title"
    undo(run)
    assert snapshot() == before


def test_a_later_update_by_another_run_stays():
    bring(page("a.md", TEXT, source=at(1), title="First"))
    second = bring(page("b.md", f"{TEXT} Two.", source=at(1), title="Second"))
    bring(page("c.md", f"{TEXT} Three.", source=at(1), title="Third"))
    undo(second)
    article = Article.objects.get()
    assert article.title == "Third"
    assert sorted(o.origins[0] for o in article.originals.all()) == ["a.md", "c.md"]


def test_an_article_that_others_brought_too_outlives_the_run_that_created_it():
    first = bring(page("a.md", TEXT, source=at(1), title="First"))
    bring(page("b.md", f"{TEXT} Two.", source=at(1), title="Second"))
    before = Article.objects.get().pk
    undo(first)
    assert Article.objects.get(pk=before).title == "Second"


def test_an_older_version_counts_again_once_the_newer_is_taken_back():
    bring(page("a.md", TEXT, source=at(1), title="First"))
    newer = bring(page("b.md", f"{TEXT} Two.", source=at(1), title="Newer", date="2025-08-01"))
    bring(page("c.md", f"{TEXT} Three.", source=at(1), title="Between", date="2025-07-28"))
    assert Article.objects.get().title == "Newer"
    undo(newer)
    assert Article.objects.get().title == "Between"


def test_a_curators_correction_stays():
    bring(page("a.md", TEXT, source=at(1), title="First", excerpt="Old"))
    run = bring(page("b.md", f"{TEXT} Two.", source=at(1), title="Second", excerpt="New"))
    Article.objects.update(title="Corrected", curated_fields=["title"])
    undo(run)
    article = Article.objects.get()
    assert (article.title, article.excerpt) == ("Corrected", "Old")


def test_what_a_curator_has_worked_on_is_withdrawn_with_its_original():
    run = bring(page("a.md", TEXT, source=at(1)), page("b.md", make_prose(2, 20), source=at(2)))
    Article.objects.filter(canonical_url=at(1)).update(curated_fields=["title"])
    done = undo(run)
    article = Article.objects.get()
    assert done.withdrawn == (article.pk,)
    assert (article.status, article.canonical_url) == ("withdrawn", at(1))
    assert article.status_reason
    assert article.originals.count() == 1


def test_what_was_published_by_hand_counts_as_worked_on(curator_client):
    run = bring(page("a.md", TEXT, source="https://example.com/1"))
    article = Article.objects.get()
    curator_client.post(
        "/admin/articles/article/", {"action": "publish", "_selected_action": [article.pk]}
    )
    undo(run)
    assert Article.objects.get().status == "withdrawn"


RULE = "The council adopted a rule on Friday that asks for audits of large models."


def test_an_address_that_was_public_answers_410_and_its_event_too(client):
    title = "Council adopts a rule on model audits"
    run = bring(
        page("a.md", RULE, source=at(1), title=title),
        page("b.md", f"{RULE} So it says.", source=at(1, "other.example"), title=title),
    )
    pages = [Article.objects.first().get_absolute_url(), Event.objects.get().get_absolute_url()]
    assert [client.get(page).status_code for page in pages] == [200, 200]
    undo(run)
    assert [client.get(page).status_code for page in pages] == [410, 410]


def test_an_event_that_its_articles_made_with_another_is_no_more():
    title = "Council adopts a rule on model audits"
    bring(page("a.md", RULE, source=at(1), title=title))
    before = snapshot()
    run = bring(page("b.md", f"{RULE} So it says.", source=at(1, "other.example"), title=title))
    assert Article.objects.filter(event__isnull=False).count() == 2
    undo(run)
    assert snapshot() == before


def test_an_event_that_a_curator_has_merged_since_stays_merged():
    bring(page("a.md", TEXT, source=at(1)))
    article = Article.objects.get()
    event, other, heir = make_event(article, make_article()), make_event(), make_event()
    run = bring(page("b.md", f"{TEXT} More of it.", source=at(1)), group=False)
    with pghistory.context(command="import_articles", run=run.pk):
        place({article.pk: other.pk}, by_curator=False)
    curation.merge([event], heir)
    undo(run)
    event.refresh_from_db()
    article.refresh_from_db()
    assert (event.merged_into, article.event) == (heir, heir)


def test_a_copy_that_another_run_brought_moves_up():
    first = bring(page("a.md", TEXT, source=at(1)))
    bring(page("b.md", TEXT, source=at(1, "other.example")))
    assert Article.objects.exclude(duplicate_of=None).exists()
    undo(first)
    copy = Article.objects.get()
    assert copy.duplicate_of is None
    assert copy.source.domain == "other.example"


def test_copies_that_parted_are_copies_again():
    bring(page("a.md", TEXT, source=at(1)), page("b.md", TEXT, source=at(1, "other.example")))
    before = snapshot()
    run = bring(page("c.md", make_prose(5, 20), source=at(1)))
    assert not Article.objects.exclude(duplicate_of=None).exists()
    undo(run)
    assert snapshot() == before


def test_a_draft_that_it_published_is_a_draft_again():
    bring(page("a.md", TEXT, source=at(1), draft="true"))
    run = bring(page("b.md", TEXT, source=at(1), title="Ready"))
    assert Article.objects.get().status == "published"
    undo(run)
    assert Article.objects.get().status == "draft"


def test_names_that_a_known_file_was_found_under_go():
    bring(page("a.md", TEXT, source=at(1)))
    body = bytes(page("a.md", TEXT, source=at(1)).content)
    run = bring(Item("b.md", "b.md", body))
    bring(Item("c.md", "c.md", body))
    undo(run)
    assert Original.objects.get().origins == ["a.md", "c.md"]


def test_tags_and_sources_stay_that_others_use_or_a_curator_edited():
    run = bring(
        page("a.md", TEXT, source=at(1), tags="[Audits, Chips]"),
        page("b.md", make_prose(2, 20), source=at(1, "other.example")),
    )
    bring(page("c.md", make_prose(3, 20), source=at(9), tags="Audits"))
    with pghistory.context(user=1):
        Source.objects.filter(domain="other.example").update(note="A good one.")
    undo(run)
    assert list(Tag.objects.values_list("name", flat=True)) == ["Audits"]
    assert set(Source.objects.values_list("domain", flat=True)) == {
        "outlet.example",
        "other.example",
    }


def test_a_source_that_it_named_goes_by_its_domain_again():
    bring(page("a.md", TEXT, source=at(1)))
    run = bring(page("b.md", make_prose(2, 20), source=at(2), source_name="The Outlet"))
    undo(run)
    assert Source.objects.get().name == "outlet.example"


def test_a_byline_is_no_longer_an_aggregators():
    bring(page("a.md", TEXT, source=at(1), author="Desk"))
    run = bring(
        page("b.md", make_prose(2, 20), source=at(1, "b.example"), author="Desk"),
        page("c.md", make_prose(3, 20), source=at(1, "c.example"), author="Desk"),
    )
    assert Article.objects.filter(byline_is_aggregator=True).count() == 3
    undo(run)
    assert not Article.objects.get().byline_is_aggregator


def test_a_run_is_undone_once_and_not_while_it_runs():
    run = bring(page("a.md", TEXT, source=at(1)))
    undo(run)
    with pytest.raises(UndoError, match="already"):
        undo(run)


def test_history_says_that_it_was_undone():
    run = bring(page("a.md", TEXT, source=at(1)))
    article = Article.objects.get()
    undo(run)
    [last] = article.revisions.filter(pgh_label="deleted")
    assert last.pgh_context.metadata == {"command": "undo_import", "undone_run": run.pk}
