"""Addresses last: what moved redirects, what was withdrawn is gone, what never was is 404."""

from urllib.parse import quote

import pytest

from articles import curation
from articles.listings import FORMATS
from articles.models import Article, Category, Event, Source, Tag, TagAlias
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db


def moved(client, path):
    """Where an address leads for good."""
    response = client.get(path)
    assert response.status_code == 301
    return response["Location"]


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/tags/nothing/",
        "/categories/nothing/",
        "/sources/nothing.example/",
        "/events/999999/",
        "/events/999999-x/",
        "/articles/999999-x/",
        "/articles/" + "9" * 30 + "/",
        "/events/" + "9" * 30 + "-x/",
        "/articles/0/",
        "/2025/13/",
        "/2025/00/",
        "/0000/",
        "/0000/01/",
        "/25/",
        "/2025/7/",
        "/2025/13.rss",
        "/tags/nothing.rss",
        "/sources/nothing.example.json",
        "/events/999999.atom",
    ],
)
def test_what_never_was_is_not_found(client, archive, path):
    assert client.get(path).status_code == 404


def test_addresses_outlive_a_missing_slash(client, archive):
    assert moved(client, "/sources/outlet.example") == "/sources/outlet.example/"
    assert moved(client, "/search?q=a+b") == "/search/?q=a+b"


def test_a_former_name_of_a_tag_leads_to_it_with_suffix_and_query(client, archive):
    tag = Tag.objects.get(slug="ai-act")
    tag.aliases.create(name="AI law")
    assert moved(client, "/tags/ai-law/?q=a+b&page=2") == "/tags/ai-act/?q=a+b&page=2"
    assert moved(client, "/tags/ai-law.rss?q=a%20b") == "/tags/ai-act.rss?q=a%20b"


def test_a_renamed_tag_redirects_however_often_it_is_renamed(client, archive):
    tag = Tag.objects.get(slug="ai-act")
    for name, slug in [("AI law", "ai-law"), ("AI law", "the-ai-law"), ("AI rules", "ai-rules")]:
        tag.name, tag.slug = name, slug
        tag.save()
    for slug in ("ai-act", "ai-law", "the-ai-law"):
        assert moved(client, f"/tags/{slug}/") == "/tags/ai-rules/"


def test_a_tag_may_take_back_its_former_name(client, archive):
    tag = Tag.objects.get(slug="ai-act")
    for name, slug in [("AI law", "ai-law"), ("AI Act", "ai-act")]:
        tag.name, tag.slug = name, slug
        tag.save()
    assert client.get("/tags/ai-act/").status_code == 200
    assert moved(client, "/tags/ai-law/") == "/tags/ai-act/"


def test_another_domain_of_a_source_leads_to_it_with_suffix_and_query(client, archive):
    Source.objects.get(domain="outlet.example").domains.create(domain="outlet.test")
    assert moved(client, "/sources/outlet.test/?q=x") == "/sources/outlet.example/?q=x"
    assert moved(client, "/sources/outlet.test.atom?q=x") == "/sources/outlet.example.atom?q=x"


def test_a_wrong_slug_leads_to_the_right_one(client, archive):
    article, event = f"/articles/{archive['article']}", f"/events/{archive['event']}"
    right = f"{article}-first-report/"
    assert moved(client, f"{article}-wrong/?q=a+b") == f"{right}?q=a+b"
    assert moved(client, f"{article}/") == right
    assert moved(client, f"{event}-wrong/?q=a+b") == f"{event}-lisbon-summit/?q=a+b"
    assert moved(client, f"{event}/") == f"{event}-lisbon-summit/"
    assert moved(client, f"{event}-wrong.json?q=x") == f"{event}-lisbon-summit.json?q=x"
    assert moved(client, f"{event}.json?q=x") == f"{event}-lisbon-summit.json?q=x"


def test_a_merged_event_leads_to_its_heir_with_suffix_and_query(client, archive):
    heir = Event.objects.get(pk=archive["event"])
    merged = make_event()
    curation.merge([merged], heir)
    address = heir.get_absolute_url()
    assert moved(client, f"/events/{merged.pk}-x/?q=a+b") == f"{address}?q=a+b"
    assert moved(client, f"/events/{merged.pk}-x.rss?q=x") == f"{address.rstrip('/')}.rss?q=x"
    assert client.get(f"{address.rstrip('/')}.json").json()["_archive"]["total"] == 4


def test_a_withdrawn_article_is_gone_and_says_why(client, archive):
    article = Article.objects.get(pk=archive["article"])
    curation.withdraw(Article.objects.filter(pk=article.pk), "The <outlet> retracted it.")
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    # Browsers would keep it for good, and it may be published again.
    assert response["Cache-Control"] == "no-cache"
    page = response.content.decode()
    assert "The &lt;outlet&gt; retracted it." in page
    assert "First report" not in page
    assert client.get(f"/articles/{article.pk}-wrong/").status_code == 410


@pytest.mark.parametrize("status", ["draft", "review", "withdrawn", "rejected"])
def test_what_was_never_public_is_not_found(client, status):
    article = make_article(status=status, status_reason="Spam.", first_public_at=None)
    response = client.get(article.get_absolute_url())
    assert response.status_code == 404
    assert "Spam." not in response.content.decode()


@pytest.mark.parametrize("status", ["draft", "review", "rejected"])
def test_what_was_public_once_is_gone_but_keeps_notes_of_curators_to_them(client, status):
    article = make_article(status=status, status_reason="Talk to the editor.")
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "Talk to the editor." not in response.content.decode()


@pytest.mark.parametrize("suffix", ["/", *(f".{name}" for name in FORMATS)])
def test_what_only_hidden_articles_have_is_not_found_under_any_name(client, suffix):
    filed = {"tags": ("Secret plan",), "category": "Secrets", "source_url": "https://o.example/a"}
    article = make_article(status="review", first_public_at=None, **filed)
    TagAlias.objects.create(tag=Tag.objects.get(), name="Hush")
    article.source.domains.create(domain="o.test")
    lists = ("tags/secret-plan", "tags/hush", "categories/secrets", "sources/o.example")
    paths = [f"/{path}{suffix}" for path in (*lists, "sources/o.test")]
    assert [client.get(path).status_code for path in paths] == [404] * 5
    curation.publish(Article.objects.all())
    assert [client.get(path).status_code for path in paths] == [200, 301, 200, 200, 301]


def test_what_only_a_copy_has_is_found_as_its_page_links_to_it(client):
    text = "The same words at two outlets. " * 20
    make_article(title="One", body_text=text)
    copy = make_article(title="Two", body_text=text, tags=("Wire",), category="Agencies")
    assert copy.duplicate_of
    for thing in (Tag.objects.get(), copy.category, copy.source):
        assert client.get(thing.get_absolute_url()).status_code == 200


def test_an_event_that_is_left_with_one_report_leads_to_it(client, archive):
    event = Event.objects.get(pk=archive["event"])
    curation.withdraw(Article.objects.filter(pk=archive["article"]), "Wrong.")
    left = Article.objects.listed().get(event=event)
    response = client.get(event.get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, left.get_absolute_url())
    assert client.get(f"{event.get_absolute_url().rstrip('/')}.rss").status_code == 410


def test_an_event_that_lost_its_articles_is_gone(client, archive):
    event = Event.objects.get(pk=archive["event"])
    curation.withdraw(Article.objects.filter(event=event), "Wrong.")
    assert client.get(event.get_absolute_url()).status_code == 410
    assert client.get(f"{event.get_absolute_url().rstrip('/')}.rss").status_code == 410


def test_a_name_that_is_taken_back_leads_browsers_in_no_circle(client, archive):
    event = Event.objects.get(pk=archive["event"])
    former = event.get_absolute_url()
    curation.change(event, {"title": "Another name"})
    event.refresh_from_db()
    for path in (former, f"/articles/{archive['article']}-former/"):
        response = client.get(path)
        assert response.status_code == 301
        assert "no-cache" in response["Cache-Control"]


def test_an_event_that_was_never_shown_is_not_found(client):
    event = make_event(make_article(), make_article(status="review"))
    assert client.get(event.get_absolute_url()).status_code == 404


def test_titles_tags_and_categories_in_other_scripts_have_addresses(client):
    article = make_article(title="欧盟通过法案", tags=("人工智能",), category="Политика")
    make_event(article, make_article(title="议会表决"))
    Event.objects.update(title="峰会", title_is_edited=True)
    article.refresh_from_db()
    event, tag, category = article.event, Tag.objects.get(), Category.objects.get()
    assert article.get_absolute_url() == f"/articles/{article.pk}/"
    assert event.get_absolute_url() == f"/events/{event.pk}/"
    assert tag.get_absolute_url() == quote("/tags/人工智能/")
    for thing in (article, event, tag, category):
        response = client.get(thing.get_absolute_url())
        assert response.status_code == 200
        assert "欧盟通过法案" in response.content.decode()
    for thing in (event, tag, category):
        for suffix in FORMATS:
            path = f"{thing.get_absolute_url().rstrip('/')}.{suffix}"
            assert "欧盟通过法案" in client.get(path).content.decode()


def test_names_that_differ_in_signs_alone_have_addresses_of_their_own(client):
    make_article(title="Plus", tags=("C++",))
    make_article(title="Sharp", tags=("C#",))
    make_article(title="Signs", tags=("!?",))
    for tag in Tag.objects.all():
        assert client.get(tag.get_absolute_url()).status_code == 200
    assert Tag.objects.values("slug").distinct().count() == 3


@pytest.mark.parametrize(
    "domain", ["outlet_one.example", "xn--80ak6aa92e.example", "a.b.c.example", "1.example"]
)
def test_every_domain_that_comes_in_has_a_page(client, domain):
    article = make_article(title="Report", source_url=f"https://{domain}/a")
    for path in (article.get_absolute_url(), f"/sources/{domain}/", f"/sources/{domain}.rss"):
        assert "Report" in client.get(path).content.decode()
    assert client.get("/sources/").status_code == 200
