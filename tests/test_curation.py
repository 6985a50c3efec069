"""The curators' desk: what curators do there, what they may not, and that every page of it works."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import reverse

from articles import curation
from articles.ingest.records import Rejection
from articles.models import Article, Category, Event, Import, Original, Source, Tag, TagAlias
from tests.factories import make_article, make_clean, make_event, store

pytestmark = pytest.mark.django_db

ARTICLES = "/admin/articles/article/"
MODELS = sorted(apps.get_app_config("articles").get_models(), key=lambda model: model.__name__)


def act(client, action, articles, **answer):
    """What the desk answers to a bulk action on articles."""
    chosen = {"action": action, ACTION_CHECKBOX_NAME: [article.pk for article in articles]}
    return client.post(ARTICLES, chosen | answer)


def answered(client, action, articles, **answer):
    """The same, with the question that the action asks answered."""
    response = act(client, action, articles, answered="yes", **answer)
    assert response.status_code == 302
    return response


def form_of(client, path):
    """The fields of an admin form, as a browser would send them back."""
    context = client.get(path).context
    forms = [context["adminform"].form]
    forms += [formset.formset.management_form for formset in context["inline_admin_formsets"]]
    forms += [form for formset in context["inline_admin_formsets"] for form in formset.formset]
    fields = {}
    for bound in (bound for form in forms for bound in form):
        value = bound.value()
        if isinstance(value, bool):
            value = "on" if value else None
        if bound.name == "tags":
            value = ", ".join(f'"{tag}"' for tag in value)
        if value is not None:
            fields[bound.html_name] = value
    return fields


def save(client, thing, **changes):
    """Change fields of a record in its form, and return what the desk answers."""
    path = reverse(f"admin:articles_{thing._meta.model_name}_change", args=[thing.pk])
    return client.post(path, form_of(client, path) | changes)


def saved(client, thing, **changes):
    response = save(client, thing, **changes)
    assert response.status_code == 302, response.context["errors"]
    thing.refresh_from_db()
    return thing


def errors(response):
    assert response.status_code == 200
    return str(response.context["errors"])


def test_publishing_makes_articles_public_and_counts_their_events(curator_client):
    held = [make_article(status="review", first_public_at=None) for _ in range(2)]
    Article.objects.update(held_for="template")
    event = make_event(*held)
    assert event.article_count == 0
    assert act(curator_client, "publish", held).status_code == 302
    event.refresh_from_db()
    assert event.article_count == 2
    for article in Article.objects.all():
        assert (article.status, article.held_for) == ("published", "")
        assert curator_client.get(article.get_absolute_url()).status_code == 200


def test_withdrawing_asks_for_a_reason_first(curator_client):
    article = make_article(title="Doubtful")
    page = act(curator_client, "withdraw", [article])
    assert page.status_code == 200
    assert "Doubtful" in page.content.decode()
    assert Article.objects.get().status == "published"


@pytest.mark.parametrize("reason", ["", "   "])
def test_withdrawing_without_a_reason_asks_again(curator_client, reason):
    page = act(curator_client, "withdraw", [make_article()], answered="yes", reason=reason)
    assert page.status_code == 200
    assert "This field is required." in page.content.decode()
    assert Article.objects.get().status == "published"


def test_withdrawing_with_a_reason_shows_it_to_readers(curator_client, client):
    first, second = make_article(), make_article()
    event = make_event(first, second)
    answered(curator_client, "withdraw", [first], reason="The outlet retracted it.")
    response = client.get(first.get_absolute_url())
    assert response.status_code == 410
    assert "The outlet retracted it." in response.content.decode()
    event.refresh_from_db()
    assert event.article_count == 1


def test_a_withdrawal_from_the_desk_keeps_who_and_why(curator_client, curator):
    article = make_article()
    answered(curator_client, "withdraw", [article], reason="Wrong.")
    [revision] = article.revisions.all()
    assert revision.pgh_context.metadata["user"] == curator.pk
    assert revision.pgh_context.metadata["reason"] == "Wrong."


def test_assigning_shows_a_question_first(curator_client):
    page = act(curator_client, "assign", [make_article(title="Homeless")])
    assert page.status_code == 200
    assert "Homeless" in page.content.decode()


def test_assigning_places_articles_in_an_event_that_exists(curator_client):
    event, newcomer = make_event(), make_article()
    answered(curator_client, "assign", [newcomer], event=event.pk)
    newcomer.refresh_from_db()
    event.refresh_from_db()
    assert (newcomer.event, newcomer.event_is_curated) == (event, True)
    assert event.article_count == 3


def test_assigning_places_articles_in_a_new_event(curator_client):
    articles = [make_article(), make_article()]
    answered(curator_client, "assign", articles, title=" The summit ")
    event = Event.objects.get()
    assert (event.title, event.title_is_edited, event.article_count) == ("The summit", True, 2)


def test_assigning_to_nothing_takes_articles_out_of_their_events(curator_client):
    event = make_event()
    answered(curator_client, "assign", event.articles.all())
    event.refresh_from_db()
    assert event.article_count == 0
    assert not Article.objects.exclude(event=None).exists()


def test_assigning_refuses_two_answers_and_events_that_were_merged(curator_client):
    event, heir = make_event(), make_event()
    article = make_article()
    both = act(curator_client, "assign", [article], answered="yes", event=heir.pk, title="New")
    assert "Choose an event or name a new one, not both." in both.content.decode()
    curation.merge(event, heir)
    merged = act(curator_client, "assign", [article], answered="yes", event=event.pk)
    assert "Select a valid choice." in merged.content.decode()


def test_merging_events_takes_their_articles_along(curator_client, client):
    event, heir = make_event(), make_event()
    also = make_article()
    also.also_about.add(event)
    saved(curator_client, event, merged_into=heir.pk)
    heir.refresh_from_db()
    assert (heir.article_count, event.article_count) == (4, 0)
    assert list(also.also_about.all()) == [heir]
    assert client.get(event.get_absolute_url())["Location"] == heir.get_absolute_url()


def test_events_are_not_merged_in_a_circle(curator_client):
    first, second, third = make_event(), make_event(), make_event()
    curation.merge(first, second)
    curation.merge(second, third)
    message = errors(save(curator_client, third, merged_into=first.pk))
    assert "An event cannot be merged into itself." in message


def test_merging_into_an_event_that_was_merged_leads_to_its_heir(curator_client):
    first, second, third = make_event(), make_event(), make_event()
    curation.merge(second, third)
    assert saved(curator_client, first, merged_into=second.pk).merged_into == third
    third.refresh_from_db()
    assert third.article_count == 6


def test_a_title_that_a_curator_wrote_survives_the_next_import(curator_client):
    address = "https://outlet.example/story"
    [stored] = store(make_clean(source_url=address, title="Headline", excerpt="Old"))
    article = Article.objects.get(pk=stored.article)
    saved(curator_client, article, title="Corrected headline")
    store(make_clean(source_url=address, title="Another headline", excerpt="New"))
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("Corrected headline", "New")


def test_tags_that_a_curator_chose_survive_the_next_import(curator_client):
    address = "https://outlet.example/story"
    [stored] = store(make_clean(source_url=address, tags=("Machine",)))
    article = saved(curator_client, Article.objects.get(pk=stored.article), tags='"Chosen"')
    store(make_clean(source_url=address, tags=("Machine", "Other")))
    assert list(article.tags.names()) == ["Chosen"]


def test_a_save_without_a_change_corrects_nothing(curator_client):
    article = make_article(tags=("Safety",), category="Policy", byline="Ada Ruiz")
    assert saved(curator_client, article).curated_fields == []
    assert list(article.tags.names()) == ["Safety"]


def test_an_event_chosen_in_the_form_is_counted(curator_client):
    event, article = make_event(), make_article()
    saved(curator_client, article, event=event.pk)
    event.refresh_from_db()
    assert (article.event_is_curated, event.article_count) == (True, 3)


def test_a_status_changed_in_the_form_is_counted(curator_client):
    event = make_event()
    article = event.articles.first()
    saved(curator_client, article, status="withdrawn", status_reason="Wrong.")
    event.refresh_from_db()
    assert event.article_count == 1


def test_a_withdrawal_in_the_form_needs_a_reason(curator_client):
    response = save(curator_client, make_article(), status="withdrawn")
    assert "Say why it is withdrawn: readers see the reason." in errors(response)


def test_a_canonical_address_in_use_is_refused_in_a_sentence(curator_client):
    first, second = make_article(), make_article()
    response = save(curator_client, second, canonical_url=first.canonical_url)
    assert "Another article has this canonical address." in errors(response)


def test_an_event_title_that_a_curator_wrote_stays(curator_client):
    event = saved(curator_client, make_event(), title="The summit")
    assert event.title_is_edited
    curation.assign(Article.objects.filter(pk=make_article().pk), event)
    event.refresh_from_db()
    assert event.title == "The summit"


def add(client, model, **fields):
    path = reverse(f"admin:articles_{model._meta.model_name}_add")
    return client.post(path, form_of(client, path) | fields)


@pytest.mark.parametrize("model", [Tag, Category])
def test_another_spelling_of_a_name_is_refused_in_a_sentence(curator_client, model):
    model.objects.create(name="AI")
    other = model.objects.create(name="Other")
    assert "AI is the same name." in errors(add(curator_client, model, name="A.I.", slug="a-i"))
    assert "AI is the same name." in errors(save(curator_client, other, name="Ai"))


def test_a_tag_may_be_spelled_anew(curator_client):
    tag = Tag.objects.create(name="Ai")
    assert saved(curator_client, tag, name="A.I.").name == "A.I."


def test_another_name_of_a_tag_is_added_beside_it(curator_client):
    tag = Tag.objects.create(name="AI")
    saved(curator_client, tag, **{"aliases-0-name": "KI", "aliases-0-tag": tag.pk})
    assert tag.aliases.get().slug == "ki"


@pytest.mark.parametrize("taken", ["K.I.", "other", "OTHER"])
def test_another_name_that_is_a_tags_already_is_refused(curator_client, taken):
    tag = Tag.objects.create(name="AI")
    tag.aliases.create(name="KI")
    Tag.objects.create(name="Other")
    new = Tag.objects.create(name="New")
    response = save(curator_client, new, **{"aliases-0-name": taken, "aliases-0-tag": new.pk})
    assert "is the same name." in errors(response)
    assert "is the same name." in errors(add(curator_client, TagAlias, name=taken, tag=new.pk))


def test_a_source_is_added_with_its_domains(curator_client):
    fields = {"name": "The Times", "domain": "times.example", "domains-0-domain": "times.test"}
    assert add(curator_client, Source, **fields).status_code == 302
    source = Source.objects.get()
    assert sorted(source.domains.values_list("domain", flat=True)) == [
        "times.example",
        "times.test",
    ]


def test_the_main_domain_of_a_source_may_be_named_among_its_domains(curator_client):
    fields = {"name": "The Times", "domain": "times.example", "domains-0-domain": "times.example"}
    add(curator_client, Source, **fields)
    assert Source.objects.get().domains.get().domain == "times.example"


def test_a_domain_of_another_source_is_refused(curator_client):
    owner = Source.objects.create(name="Owner", domain="owner.example")
    owner.domains.create(domain="owner.test")
    response = add(curator_client, Source, name="Thief", domain="owner.test")
    assert "This domain belongs to Owner." in errors(response)


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


def test_a_curator_deletes_no_article(curator_client):
    article = make_article()
    assert curator_client.get(f"{ARTICLES}{article.pk}/delete/").status_code == 403
    act(curator_client, "delete_selected", [article], post="yes")
    assert Article.objects.exists()


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


def test_a_reader_has_no_desk(client):
    make_article()
    assert client.get(ARTICLES).status_code == 302
    assert act(client, "publish", Article.objects.all()).status_code == 302


def test_deleting_an_article_counts_its_event_anew(admin_client):
    event = make_event()
    first, second = event.articles.all()
    admin_client.post(f"{ARTICLES}{first.pk}/delete/", {"post": "yes"})
    event.refresh_from_db()
    assert event.article_count == 1
    act(admin_client, "delete_selected", [second], post="yes")
    event.refresh_from_db()
    assert event.article_count == 0
    assert not Article.objects.exists()


@pytest.fixture
def everything(admin_user):
    """At least one row of every model, revisions included."""
    first = make_article(title="First", tags=("Safety",), category="Policy", byline="Ada Ruiz")
    event = make_event(first, make_article())
    Tag.objects.get().aliases.create(name="Security")
    store(Rejection("No date."))
    doomed = make_article(tags=("Doomed",), category="Doomed")
    curation.withdraw(Article.objects.filter(pk=first.pk), "Wrong.")
    Article.objects.update(body_html="<p>Changed.</p>")
    for model in (Event, Source, Tag, Category):
        model.objects.update(**{"title" if model is Event else "name": "Changed"})
    doomed.delete()
    Event.objects.create(title="Merged", merged_into=event)


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
    assert page.status_code == (200 if may_add(page.wsgi_request) else 403)


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


def test_the_revisions_of_what_is_gone_can_be_read(admin_client):
    article = make_article(title="Deleted", tags=("Safety",))
    number = article.pk
    article.delete()
    listed = admin_client.get("/admin/articles/articlerevision/", {"q": str(number)})
    assert "Deleted" in listed.content.decode()
    for model in ("articlerevision", "bodyrevision", "taggedarticlerevision"):
        [revision] = apps.get_model("articles", model).objects.all()
        page = admin_client.get(f"/admin/articles/{model}/{revision.pk}/change/")
        assert page.status_code == 200


def test_a_revision_says_who_and_why(admin_client, admin_user):
    answered(admin_client, "withdraw", [make_article()], reason="The outlet retracted it.")
    page = admin_client.get("/admin/articles/articlerevision/").content.decode()
    assert "The outlet retracted it." in page
    assert admin_user.username in page


def test_articles_are_found_by_title_byline_address_and_file_name(curator_client):
    article = make_article(
        title="Ministers meet", byline="Ada Ruiz", source_url="https://outlet.example/story"
    )
    article.originals.update(origins=["folder/seed.md"])
    make_article(title="Other", published=date(2025, 1, 1))
    for words in ("ministers", "ruiz", "outlet.example/story", "seed.md"):
        page = curator_client.get(ARTICLES, {"q": words}).content.decode()
        assert "Ministers meet" in page
        assert "Other" not in page
