"""Records that curators correct in their forms: what is kept, what follows, what is refused."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from articles import curation
from articles.events.grouping import group_pending
from articles.events.membership import place
from articles.models import Article, Category, EventAct, Source, Tag, TagAlias
from tests.factories import make_article, make_clean, make_event, store

pytestmark = pytest.mark.django_db


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
            if bound.field.show_hidden_initial:
                fields[bound.html_initial_name] = value
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


def test_what_an_article_is_also_about_is_said_on_its_page_and_leaves_acts(curator_client):
    article, one, two = make_article(), make_event(), make_event()
    saved(curator_client, article, **{"mentions-0-event": one.pk})
    assert list(article.also_about.all()) == [one]
    saved(curator_client, article, **{"mentions-0-event": two.pk})
    assert list(article.also_about.all()) == [two]
    saved(curator_client, article, **{"mentions-0-DELETE": "on"})
    assert not article.also_about.exists()
    assert set(EventAct.objects.values_list("kind", flat=True)) == {"mention"}
    for act in EventAct.objects.all()[:3]:
        curation.undo(act)
    assert list(article.also_about.all()) == [one]


def test_an_article_that_is_moved_on_its_page_leaves_an_act(curator_client, curator):
    article, event = make_article(), make_event()
    assert saved(curator_client, article, event=event.pk).event_is_curated
    assert EventAct.objects.get().made_by == curator
    curation.undo(EventAct.objects.get())
    article.refresh_from_db()
    assert (article.event, article.event_is_curated) == (None, False)


def test_a_title_that_a_curator_wrote_survives_the_next_import(curator_client):
    address = "https://outlet.example/story"
    [stored] = store(make_clean(source_url=address, title="Headline", excerpt="Old"))
    article = Article.objects.get(pk=stored.article)
    saved(curator_client, article, title="Corrected headline")
    store(make_clean(source_url=address, title="Another headline", excerpt="New"))
    article.refresh_from_db()
    assert (article.title, article.excerpt) == ("Corrected headline", "New")


def test_what_others_changed_while_the_form_of_an_article_was_open_stays(curator_client):
    address = "https://outlet.example/story"
    [stored] = store(make_clean(source_url=address))
    article, event = Article.objects.get(pk=stored.article), make_event()
    path = reverse("admin:articles_article_change", args=[article.pk])
    shown = form_of(curator_client, path)
    store(make_clean(source_url=address, title="Next headline", body_text="The next text."))
    place({article.pk: event.pk}, by_curator=False)
    curation.withdraw(Article.objects.filter(pk=article.pk), "Retracted.")
    answer = curator_client.post(path, shown | {"byline": "Ada Ruiz"})
    assert answer.status_code == 302
    article.refresh_from_db()
    assert (article.byline, article.curated_fields) == ("Ada Ruiz", ["byline"])
    assert (article.title, article.body_text) == ("Next headline", "The next text.")
    assert (article.status, article.status_reason) == ("withdrawn", "Retracted.")
    assert (article.event, article.event_is_curated) == (event, False)


NEXT = {
    "title": "Next headline",
    "byline": "Next Writer",
    "excerpt": "The next excerpt.",
    "cover_image": "https://outlet.example/next.png",
    "published": date(2025, 7, 28),
    "published_at": datetime(2025, 7, 28, 9, 30, tzinfo=UTC),
    "language": "de",
    "category": "Next",
    "is_archive_summary": True,
}


@pytest.mark.parametrize(
    ("field", "written"),
    [
        ("title", "A corrected headline"),
        ("byline", "Ada Ruiz"),
        ("byline", ""),
        ("excerpt", "A corrected excerpt."),
        ("cover_image", "https://outlet.example/corrected.png"),
        ("published", date(2025, 7, 20)),
        ("published", date(2025, 7, 30)),
        ("language", "fr"),
    ],
)
def test_what_a_curator_corrected_survives_an_update_of_all_else(curator_client, field, written):
    address = "https://outlet.example/story"
    [stored] = store(make_clean(source_url=address, byline="First Writer"))
    article = saved(curator_client, Article.objects.get(pk=stored.article), **{field: written})
    assert article.curated_fields == [field]
    store(make_clean(source_url=address, body_text="The next text.", **NEXT))
    article.refresh_from_db()
    together = {"published", "published_at"} if field == "published" else {field}
    assert getattr(article, field) == written
    assert article.body_text == "The next text."
    assert str(article.category) == "Next"
    assert {name: getattr(article, name) for name in NEXT.keys() - {"category"} - together} == {
        name: value for name, value in NEXT.items() if name not in {"category", *together}
    }


def test_the_category_and_the_source_that_a_curator_chose_survive_an_update(curator_client):
    address = "https://outlet.example/story"
    [stored] = store(make_clean(source_url=address, category="Machine"))
    article = Article.objects.get(pk=stored.article)
    category = Category.objects.create(name="Chosen")
    source = Source.objects.create(name="Chosen", domain="chosen.example")
    saved(curator_client, article, category=category.pk, source=source.pk)
    store(make_clean(source_url=address, **NEXT))
    article.refresh_from_db()
    assert (article.category, article.source) == (category, source)
    assert article.title == "Next headline"


def test_an_article_that_a_curator_withdrew_stays_withdrawn_after_an_update(curator_client):
    address = "https://outlet.example/story"
    [stored] = store(make_clean(source_url=address))
    article = Article.objects.get(pk=stored.article)
    saved(curator_client, article, status="withdrawn", status_reason="Retracted.")
    store(make_clean(source_url=address, **NEXT))
    article.refresh_from_db()
    assert (article.status, article.title) == ("withdrawn", "Next headline")


@pytest.mark.parametrize("chosen", [True, False])
def test_the_event_that_a_curator_chose_or_refused_survives_an_update(curator_client, chosen):
    event, other = make_event(), make_event()
    address = "https://outlet.example/story"
    [stored] = store(make_clean(source_url=address))
    article = Article.objects.get(pk=stored.article)
    place({article.pk: other.pk}, by_curator=False)
    wanted = event if chosen else None
    saved(curator_client, article, event=event.pk if chosen else "")
    store(make_clean(source_url=address, body_text=other.articles.first().body_text))
    group_pending()
    article.refresh_from_db()
    assert article.event == wanted


def test_a_copy_that_a_curator_named_stays_one_and_one_refused_stays_none(curator_client):
    address = "https://outlet.example/story"
    [stored] = store(make_clean(source_url=address))
    copy, first = Article.objects.get(pk=stored.article), make_article()
    assert saved(curator_client, copy, duplicate_of=first.pk).duplicate_of == first
    store(make_clean(source_url=address, **NEXT))
    copy.refresh_from_db()
    assert copy.duplicate_of == first
    saved(curator_client, copy, duplicate_of="")
    store(make_clean(source_url=address, body_text=first.body_text, **NEXT))
    copy.refresh_from_db()
    assert copy.duplicate_of is None


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
    curation.move([make_article().pk], event)
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


def test_the_former_address_of_one_tag_is_not_given_to_another(curator_client):
    tag = Tag.objects.create(name="AI")
    saved(curator_client, tag, name="Machines", slug="machines")
    response = add(curator_client, Tag, name="Something else", slug="ai")
    assert "This address leads to Machines." in errors(response)


def test_an_article_withdrawn_in_its_form_gives_its_place_to_a_copy(curator_client):
    text = " ".join(f"word{n}" for n in range(40))
    first = make_article(source_url="https://outlet1.example/x", body_text=text, title="First")
    copy = make_article(source_url="https://outlet2.example/x", body_text=text, title="Copy")
    assert copy.duplicate_of == first
    saved(curator_client, first, status="withdrawn", status_reason="Retracted.")
    assert list(Article.objects.listed()) == [copy]


def test_a_curator_may_call_another_text_a_copy(curator_client):
    first, second = make_article(), make_article()
    saved(curator_client, second, duplicate_of=first.pk)
    assert second.duplicate_of == first
    assert saved(curator_client, second, byline="A. Writer").duplicate_of == first


def test_a_copy_of_a_copy_stands_behind_the_article_that_carries_the_text(curator_client):
    first, second, third = make_article(), make_article(), make_article()
    saved(curator_client, second, duplicate_of=first.pk)
    assert saved(curator_client, third, duplicate_of=second.pk).duplicate_of == first


def test_articles_do_not_stand_behind_each_other(curator_client):
    first, second = make_article(), make_article()
    saved(curator_client, second, duplicate_of=first.pk)
    message = errors(save(curator_client, first, duplicate_of=second.pk))
    assert "stands behind this one as a copy" in message


def test_what_a_curator_calls_a_copy_stands_where_its_text_does_with_its_own_copies(curator_client):
    first, second = make_article(), make_article()
    third = make_article(duplicate_of=second.pk)
    event, other = make_event(first, make_article()), make_event(second, make_article())
    saved(curator_client, second, duplicate_of=first.pk)
    third.refresh_from_db()
    assert (second.event, third.event, third.duplicate_of) == (event, event, first)
    event.refresh_from_db()
    other.refresh_from_db()
    assert (event.source_count, other.source_count) == (4, 1)
    assert (event.article_count, other.article_count) == (2, 1)
