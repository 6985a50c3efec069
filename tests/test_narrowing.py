"""How a page lets a list be narrowed, says what it was narrowed to, and points at mistakes."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from articles import listings
from articles.models import Source
from articles.search import Shape, answer
from tests.factories import make_article, make_event
from tests.searches import ask, facet

pytestmark = pytest.mark.django_db


def page(client, path):
    return unescape(client.get(path).content.decode())


def part(html, start, end):
    """What stands in a page from one mark to the next, its text on one line."""
    assert start in html
    return " ".join(
        strip_tags(html.partition(start)[2].partition(end)[0].partition(">")[2]).split()
    )


def chips(html):
    return part(html, '<ul class="chosen"', "</ul>") if 'class="chosen"' in html else ""


def links(html):
    return re.findall(r'href="([^"]*)"', html)


def dates(html):
    """What is offered of years and months, with its number, and where it leads."""
    listed = html.partition('id="facet-date"')[2].partition("</section>")[0]
    return [
        (" ".join(strip_tags(item.partition('<span class="unseen">')[0]).split()), links(item)[0])
        for item in re.findall(r"<li>.*?</li>", listed, re.DOTALL)
    ]


@pytest.fixture
def reports(db):
    """Five articles over two years, one in French."""
    make_article(title="One", tags=("Audits",), published=date(2024, 3, 1))
    make_article(title="Two", tags=("Audits", "Courts"), published=date(2025, 1, 5))
    make_article(title="Three", tags=("Courts",), published=date(2025, 2, 5), language="fr")
    first = make_article(title="Four", source_url="https://known.example/4", category="Policy")
    Source.objects.filter(pk=first.source_id).update(name="The Known")
    return make_event(first, make_article(title="Five"), title="Accord", title_is_edited=True)


def test_each_choice_is_named_and_can_be_taken_back(client, reports):
    asked = f"source=-known.example&tag=-audits&event=-{reports.pk}&lang=fr&date=2025-02"
    html = page(client, f"/search/?q=ministers&{asked}")
    assert chips(html) == (
        "Tag: not Audits (remove) Source: not The Known (remove) Event: not Accord (remove) "
        "Language: French (remove) Published: February 2025 (remove) Remove all"
    )
    for gone in asked.split("&"):
        kept = [pair for pair in asked.split("&") if pair != gone]
        assert any(all(pair in link for pair in kept) and gone not in link for link in links(html))


def test_the_name_of_an_event_that_readers_may_not_see_is_not_told(client):
    hidden = make_event(make_article(), title="Secret pact", title_is_edited=True)
    html = page(client, f"/articles/?event={hidden.pk}")
    assert "Secret" not in html
    assert chips(html) == f"Event: {hidden.pk} (remove)"


def test_the_names_of_tags_and_sources_that_readers_may_not_see_are_not_told(client):
    make_article(tags=("Secret pact",), category="Secret talks", status="review")
    Source.objects.update(name="Secret outlet", domain="hidden.example")
    asked = "tag=secret-pact&source=hidden.example&category=secret-talks"
    html = page(client, f"/articles/?{asked}")
    assert chips(html) == (
        "Tag: secret-pact (remove) Source: hidden.example (remove) "
        "Category: secret-talks (remove) Remove all"
    )
    assert "Secret" not in html


def test_what_is_left_out_is_marked_and_not_as_chosen(client, reports):
    html = page(client, "/articles/?tag=-audits&tag=courts")
    tags = html.partition('id="facet-tag"')[2].partition("</section>")[0]
    assert "Left out: </span><bdi>Audits" in tags
    assert re.search(r'aria-current="true"><bdi>Courts', tags)
    assert tags.count("aria-current") == 1


def test_what_is_left_out_stays_so_in_numbers_and_can_be_taken_back(reports):
    found = ask(tag="-audits", facets=True)
    assert facet(found, "tag") == {"courts": 1, "audits": None}
    assert ask(tag=["-audits", "courts"]).total == 1


def test_periods_keep_within_the_days_that_were_asked_for(client, reports):
    html = page(client, "/articles/?after=2024-02-10&before=2025-02-04")
    years = html.partition('id="facet-date"')[2].partition("</section>")[0]
    chart = html.partition("<svg")[2].partition("</svg>")[0]
    assert links(years) == [
        "/articles/?date=2025&after=2024-02-10&before=2025-02-04",
        "/articles/?date=-2025&after=2024-02-10&before=2025-02-04",
        "/articles/?date=2024&after=2024-02-10&before=2025-02-04",
        "/articles/?date=-2024&after=2024-02-10&before=2025-02-04",
    ]
    assert links(chart) == ["/articles/?date=2024-03", "/articles/?date=2025-01"]
    html = page(client, "/articles/?after=2024-03-01&before=2025-01-05")
    assert "/articles/?after=2025-01-01&before=2025-01-05" in links(html)


def test_years_lead_to_their_months(client, reports):
    years = page(client, "/articles/").partition('id="facet-date"')[2].partition("</section>")[0]
    assert links(years)[::2] == ["/articles/?date=2025", "/articles/?date=2024"]
    assert dates(page(client, "/articles/?date=2025")) == [
        ("2025 4", "/articles/"),
        ("July 2025 2", "/articles/?date=2025-07"),
        ("February 2025 1", "/articles/?date=2025-02"),
        ("January 2025 1", "/articles/?date=2025-01"),
        ("2024 1", "/articles/?date=2025&date=2024"),
    ]
    html = page(client, "/2025/")
    assert '<h2 id="facet-date">Months of 2025</h2>' in html
    assert dates(html)[-1] == ("January 1", "/2025/?date=2025-01")
    assert "facet-date" not in page(client, "/2025/01/")


def test_several_months_can_be_chosen_and_others_left_out(client, reports):
    html = page(client, "/articles/?date=2025-01")
    assert ("July 2025 2", "/articles/?date=2025-01&date=2025-07") in dates(html)
    html = page(client, "/articles/?date=2025-01&date=2025-07")
    assert chips(html) == (
        "Published: January 2025 (remove) Published: July 2025 (remove) Remove all"
    )
    assert dates(html)[:2] == [
        ("2025 4", "/articles/?date=2025"),
        ("July 2025 2", "/articles/?date=2025-01"),
    ]
    assert ask(date=["2025-01", "2025-07"]).total == 3
    html = page(client, "/articles/?date=-2025-07&date=2025")
    assert "Left out: July 2025" in part(html, 'id="facet-date"', "</section>")
    assert ask(date=["-2025-07", "2025"]).total == 2


def test_dates_that_are_chosen_go_along_when_other_days_are_asked_for(client, reports):
    form = page(client, "/articles/?date=2025-01&date=2025-07&date=-2024&after=2024-05")
    form = form.partition('<form class="narrow"')[2].partition("</form>")[0]
    kept = re.findall(r'name="date" value="([^"]+)"', form)
    assert kept == ["2025-01", "2025-07", "-2024"]
    assert 'name="after" value="2024-05-01"' in form
    assert 'name="date"' not in page(client, "/articles/?date=2025-01")


def test_a_bar_leads_to_its_month_alone(client, reports):
    html = page(client, "/articles/?date=2025-01&date=2025-07")
    chart = html.partition("<svg")[2].partition("</svg>")[0]
    assert links(chart) == ["/articles/?date=2025-01", "/articles/?date=2025-07"]


def test_the_ends_of_a_chart_are_told_below_its_bars(client):
    """Below its sides where the bars reach there, else one after the other."""
    make_article(published=date(2025, 1, 5))
    make_article(published=date(2025, 11, 5))
    html = page(client, "/articles/")
    assert '<p class="note"><span>January 2025</span> <span>to</span> ' in html
    make_article(published=date(2025, 12, 5))
    html = page(client, "/articles/")
    assert '<p class="note ends"><span>January 2025</span> <span class="unseen">to</span> ' in html


def test_many_values_are_folded_but_none_that_is_chosen(client):
    for number in range(9):
        make_article(tags=(f"Tag {number}",))
    html = page(client, "/articles/?tag=tag-8")
    tags = html.partition('id="facet-tag"')[2].partition("</section>")[0]
    assert tags.partition("<details>")[0].count("<li>") == 7
    assert "Tag 8" in tags.partition("<details>")[0]
    assert part(tags, "<summary", "</summary>") == "2 more in Tags"


def test_a_bar_says_what_it_stands_for(client, reports):
    html = page(client, "/articles/")
    chart = html.partition("<svg")[2].partition("</svg>")[0]
    assert (
        'href="/articles/?date=2024-03" rel="nofollow" aria-label="March 2024: 1 article"' in chart
    )
    assert (
        'href="/articles/?date=2025-07" rel="nofollow" aria-label="July 2025: 2 articles"' in chart
    )
    table = html.partition("<table")[2].partition("</table>")[0]
    assert re.search(r">July 2025</a></th><td>2</td>", table)


def rendered(name, asked="", **changes):
    """A part of the page of all articles, for an answer that is changed so."""
    listing = listings.articles()
    query = listing.query(QueryDict(asked))
    found = answer(query, Shape(grouped=True, per_page=20, facets=True))
    context = {"listing": listing, "answer": replace(found, **changes)}
    return " ".join(unescape(render_to_string(f"articles/{name}.html", context)).split())


@pytest.mark.parametrize(
    ("total", "events", "rows", "is_exact", "words"),
    [
        (1, 0, 1, True, "1 article"),
        (1234, 56, 56, True, "1,234 articles in 56 events"),
        (1234, 56, 900, True, "1,234 articles, some of them in 56 events"),
        (
            268_431,
            20_912,
            90_000,
            False,
            "About 268,000 articles, some of them in about 20,900 events",
        ),
    ],
)
def test_totals_are_told_in_words(total, events, rows, is_exact, words):
    figures = {"total": total, "events_total": events, "rows_total": rows}
    assert rendered("_total", total_is_exact=is_exact, **figures) == words


def estimated(sampled):
    """The facets of all articles, as if they were told from a sample."""
    listing = listings.articles()
    found = answer(listing.query(QueryDict("")), Shape(grouped=True, per_page=20, facets=True))
    return tuple(replace(facet, sampled=sampled) for facet in found.facets)


def test_what_is_estimated_is_called_so(reports):
    assert "about" not in rendered("_filters")
    told = rendered("_filters", sampled=10_000, facets=estimated(10_000))
    assert "Numbers with “about” are estimated from up to 10,000 articles." in told
    assert '<span class="count">about 2<' in told
    assert 'aria-label="July 2025: about 2 articles"' in told


def test_a_suggestion_keeps_what_was_chosen(reports):
    html = rendered("_notices", "q=minsters&tag=audits&page=3", suggestion="ministers")
    assert 'Did you mean <a href="/articles/?q=ministers&tag=audits"' in html


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("act date:2025-13 safety", "act [date:2025-13] safety"),
        ('act "open', 'act ["]open'),
        ("x" * 100 + " date:x " + "y" * 100, "…" + "x" * 59 + " [date:x] " + "y" * 59 + "…"),
    ],
)
def test_a_mistake_is_marked_where_it_stands(client, text, typed):
    html = page(client, f"/search/?q={text}")
    assert part(html, '<p class="typed"', "</p>") == typed
    assert 'aria-invalid="true" aria-describedby="problems"' in html
    assert html.count('id="problems"') == 1


def test_a_search_without_mistakes_points_at_none(client):
    html = page(client, "/search/?q=act")
    assert "aria-invalid" not in html
    assert "problems" not in html


def test_nothing_found_says_what_to_try(client, reports):
    html = page(client, '/tags/audits/?q="unicorn+parade"&source=known.example')
    told = part(html, '<div class="empty"', "</div>")
    assert "Use fewer or other words" in told
    assert "Leave out the quotation marks" in told
    assert "Search without “Source: The Known”" in told
    assert "Search the whole archive" in told


def test_nothing_found_speaks_of_other_choices_only_where_there_are_some(client, reports):
    for asked, said in [("", "“unicorn”."), ("&after=2025", "“unicorn” with what else you chose.")]:
        html = page(client, f"/articles/?q=unicorn{asked}")
        assert f"No article here matches {said}" in part(html, '<div class="empty"', "</div>")


def test_nothing_found_of_alternatives_offers_to_take_all_of_them_back(client, reports):
    asked = "date=2025-03&date=2025-04&date=-2025-01&tag=audits&tag=courts"
    html = page(client, f"/events/?{asked}")
    told = part(html, '<div class="empty"', "</div>")
    assert "No event here matches what you chose" in told
    assert "Search without “Tag: Audits or Courts”" in told
    assert "Search without “Published: March 2025 or April 2025”" in told
    assert "Search without “Published: not January 2025”" in told
    ways = links(html.partition('<div class="empty"')[2].partition("</div>")[0])
    assert "/events/?tag=audits&tag=courts&date=-2025-01" in ways


def test_the_rest_of_an_event_is_what_the_query_finds_of_it(client):
    made = make_event(*(make_article(tags=("Audits",)) for _ in range(5)))
    for path, asked in [
        ("/search/?q=ministers&sort=newest", "q=ministers&sort=newest&group=none"),
        ("/tags/audits/", "tag=audits&group=none"),
        (f"/articles/?event={made.pk}&date=2025", "date=2025&group=none"),
    ]:
        html = page(client, path)
        address = f"{made.get_absolute_url()}?{asked}"
        assert f'<a href="{address}">and 2 more from this event</a>' in html
        assert page(client, address).count("<article") == 5
    assert f'<a href="{made.get_absolute_url()}">and 2 more from' in page(client, "/articles/")


@pytest.mark.parametrize(
    ("name", "most"), [("js/suggestions.js", 6_000), ("css/components.css", 16_000)]
)
def test_what_a_page_loads_is_small(name, most):
    """Bytes, before compression; the whole of what search needs of a browser."""
    assert (settings.BASE_DIR / "static" / name).stat().st_size <= most
