"""Every page of the desk works, shows what it should, and lets nobody do what they may not."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin

from articles import curation, erasure
from articles.ingest.records import Rejection
from articles.models import (
    Article,
    Category,
    Event,
    Feed,
    Import,
    Likeness,
    Original,
    Rebuild,
    RepeatedBlock,
    Source,
    Synonym,
    Tag,
    Upload,
)
from articles.uploads.keeping import keep
from tests.factories import make_article, make_event, store

pytestmark = pytest.mark.django_db

ARTICLES = "/admin/articles/article/"
# What grouping and search can make anew is nothing to look after.
MADE_ANEW = {
    *("Census", "Mark", "TermCount", "Traits", "VocabularyWord"),
    *("SearchCensus", "SearchEntry", "SearchTerm"),
}
MODELS = sorted(
    (one for one in apps.get_app_config("articles").get_models() if one.__name__ not in MADE_ANEW),
    key=lambda model: model.__name__,
)


def test_the_preview_shows_the_body_as_readers_see_it(curator_client):
    article = make_article(body_html="<p>They <strong>met</strong>.</p>")
    page = curator_client.get(f"{ARTICLES}{article.pk}/change/").content.decode()
    assert "<p>They <strong>met</strong>.</p>" in page


def test_a_title_is_shown_as_text(curator_client):
    article = make_article(title="<img src=x onerror=alert(1)>")
    make_event(article, make_article())
    for path in (ARTICLES, f"{ARTICLES}{article.pk}/change/", "/admin/articles/event/"):
        assert "<img src=x" not in curator_client.get(path).content.decode()


def test_an_original_is_downloaded_byte_for_byte_and_never_shown(curator_client):
    make_article()
    original = Original.objects.get()
    response = curator_client.get(f"/admin/articles/original/{original.pk}/download/")
    assert response.content == bytes(original.content)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment;")


def test_an_original_is_for_those_who_may_see_it(client, django_user_model):
    make_article()
    path = f"/admin/articles/original/{Original.objects.get().pk}/download/"
    assert client.get(path).status_code == 302
    client.force_login(django_user_model.objects.create_user("clerk", is_staff=True))
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("model", [Original, Import])
def test_no_one_changes_or_deletes_a_record(admin_client, model):
    make_article()
    thing = model.objects.get()
    base = f"/admin/articles/{model._meta.model_name}/"
    assert admin_client.post(f"{base}{thing.pk}/change/", {}).status_code == 403
    assert admin_client.post(f"{base}{thing.pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin_client.get(f"{base}add/").status_code == 403
    assert model.objects.exists()


@pytest.mark.parametrize("model", ["user", "group"])
def test_a_curator_manages_no_accounts(curator_client, model):
    assert curator_client.get(f"/admin/auth/{model}/").status_code == 403


@pytest.fixture
def everything(admin_user):
    """At least one row of every model, revisions included."""
    first = make_article(title="First", tags=("Safety",), category="Policy", byline="Ada Ruiz")
    event = make_event(first, make_article())
    Tag.objects.get().aliases.create(name="Security")
    first.also_about.add(event)
    store(Rejection("No date."))
    doomed = make_article(tags=("Doomed",), category="Doomed")
    curation.withdraw(Article.objects.filter(pk=first.pk), "Wrong.")
    Article.objects.update(body_html="<p>Changed.</p>")
    for model in (Event, Source, Tag, Category):
        model.objects.update(**{"title" if model is Event else "name": "Changed"})
    doomed.delete()
    RepeatedBlock.objects.create(source=first.source, digest=1, text="Write to us.")
    RepeatedBlock.objects.update(standing="own")
    Feed.objects.create(source=first.source, url="https://outlet.example/feed")
    Event.objects.create(title="Merged", merged_into=event)
    curation.change(event, {"locked": True}, by=admin_user, why="It is settled.")
    Original.objects.update(origins=["renamed.md"])
    Rebuild.objects.create()
    erasure.erase(make_article(), "Its publisher asked for it.")
    keep(admin_user, Upload.Kind.FILES, [("first.md", b"No date.")])
    Synonym.objects.create(members="AI\nartificial intelligence")
    Likeness.objects.create(first=make_article(), second=make_article(), score=0.4)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_its_desk(admin_client, everything, model):
    assert model in admin.site._registry
    base = f"/admin/articles/{model._meta.model_name}/"
    assert admin_client.get(base).status_code == 200
    searched = admin_client.get(base, {"q": "1"})
    assert searched.status_code == 200
    assert searched.context["cl"].search_fields
    assert admin_client.get(base, {"q": "words, not a number"}).status_code == 200
    thing = model.objects.last()
    assert thing is not None
    assert admin_client.get(f"{base}{thing.pk}/change/").status_code == 200
    assert admin_client.get(f"{base}{thing.pk}/history/").status_code == 200
    may_add = admin.site._registry[model].has_add_permission
    page = admin_client.get(f"{base}add/")
    leads_on = 302 if model is Article else 403
    assert page.status_code == (200 if may_add(page.wsgi_request) else leads_on)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_filter_of_every_desk_answers(admin_client, everything, model):
    base = f"/admin/articles/{model._meta.model_name}/"
    listed = admin_client.get(base).context["cl"]
    queries = [
        choice["query_string"]
        for spec in listed.filter_specs
        for choice in list(spec.choices(listed))[:3]
    ]
    for query in queries:
        assert admin_client.get(base + query).status_code == 200


def test_only_what_readers_may_see_has_a_link_to_its_page(curator_client):
    article = make_article(status="review", tags=("Plan",), category="Plans")
    filed = (article, article.source, article.category, Tag.objects.get())

    def linked():
        return [link_to_site(curator_client, thing) for thing in filed]

    assert linked() == [None] * 4
    curation.publish(Article.objects.all())
    article.refresh_from_db()
    assert linked() == [thing.get_absolute_url() for thing in filed]
    assert [curator_client.get(address).status_code for address in linked()] == [200] * 4


def link_to_site(client, thing):
    """Return where the desk's page of a record says that readers see it."""
    page = client.get(f"/admin/articles/{thing._meta.model_name}/{thing.pk}/change/")
    found = re.search(r'href="([^"]*)" class="viewsitelink"', page.content.decode())
    return found and found[1]


def test_the_revisions_of_what_is_gone_can_be_read(admin_client):
    article = make_article(title="Deleted", tags=("Safety",))
    number = article.pk
    article.delete()
    listed = admin_client.get("/admin/articles/articlerevision/", {"q": str(number)})
    assert "Deleted" in listed.content.decode()
    for model in ("articlerevision", "bodyrevision", "taggedarticlerevision"):
        [revision] = apps.get_model("articles", model).objects.filter(pgh_label__endswith="deleted")
        page = admin_client.get(f"/admin/articles/{model}/{revision.pk}/change/")
        assert page.status_code == 200


def test_articles_are_found_by_title_byline_address_and_file_name(curator_client):
    article = make_article(
        title="Ministers meet", byline="Ada Ruiz", source_url="https://outlet.example/story"
    )
    article.originals.update(origins=["folder/seed.md"])
    make_article(title="Other", published=date(2025, 1, 1))
    for words in ("title:ministers", "author:ruiz", "outlet.example/story", "seed.md"):
        page = curator_client.get(ARTICLES, {"q": words}).content.decode()
        assert "Ministers meet" in page
        assert "Other" not in page
