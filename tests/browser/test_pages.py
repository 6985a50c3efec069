"""Pages in a real browser: nothing breaks, nothing is fetched from elsewhere, nothing overflows."""

import itertools
from datetime import date

import pytest
from playwright.sync_api import expect

from articles.ingest.records import Link
from tests.factories import make_article, make_event

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.browser,
]

IMAGE = '<p>See <a href="https://elsewhere.example/photo.png">Image: a hall</a>.</p>'
LONG_TITLE = "Ministers " + "agree on a very long rule about models " * 7
UNBROKEN = "Supercalifragilistic" * 12
ARABIC = "اتفق الوزراء على قاعدة جديدة لنماذج الذكاء الاصطناعي"


@pytest.fixture
def event(db):
    """An event of two articles with tags, categories and awkward titles, and a lone article."""
    one = make_article(
        title=LONG_TITLE[:300],
        body_html=f"<p>Ministers met. {UNBROKEN}</p>{IMAGE}<table><tr><td>1</td></tr></table>",
        body_text=f"Ministers met. {UNBROKEN}",
        tags=("Audits", "EU AI Act"),
        category="Policy",
        excerpt="Ministers met in Lisbon.",
    )
    two = make_article(title=ARABIC, body_text=ARABIC, language="ar", tags=("Audits",))
    make_article(title=UNBROKEN, body_text="A lone article about ministers.")
    return make_event(one, two)


PATHS = [
    "/",
    "/events/",
    "/articles/",
    "/tags/",
    "/tags/audits/",
    "/categories/policy/",
    "/sources/",
    "/2025/",
    "/2025/07/",
    "/search/",
    "/search/?q=ministers&tag=audits&tag=-other",
    "/search/?q=date:2025-13+nothing+(like",
    "/articles/?page=x&sort=y",
    "/feeds/",
    "/about/",
    "/nowhere/",
]


WIDTHS = (360, 1280)
EXTENT = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


def test_no_page_breaks_or_overflows(visit, event):
    article = event.articles.first()
    for path in [*PATHS, event.get_absolute_url(), article.get_absolute_url()]:
        page = visit(path)
        for width, scheme in itertools.product(WIDTHS, ("light", "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            wide, seen = page.evaluate(EXTENT)
            assert wide <= seen, f"{path} is {wide} pixels wide in a {scheme} window of {seen}"
        wanted = ["404 (Not Found)"] if path == "/nowhere/" else []
        complaints = [c for c in page.complaints if not any(w in c for w in wanted)]
        assert complaints == [], path
        expect(page.locator("h1"), path).to_have_count(1)


def test_text_of_twice_the_size_fits_a_phone(visit, event):
    for path in ("/", "/tags/", "/search/?q=ministers&tag=audits", event.get_absolute_url()):
        page = visit(path)
        page.set_viewport_size({"width": 360, "height": 900})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide, seen = page.evaluate(EXTENT)
        assert wide <= seen, f"{path} is {wide} pixels wide in a window of {seen}"
        assert page.locator("#q").bounding_box()["width"] > seen / 2, path


def test_what_begins_with_no_letter_has_its_heading_on_one_line(visit, db):
    make_article(tags=tuple(f"{number} rules" for number in range(2000, 2025)))
    heading = visit("/tags/").get_by_role("heading", name="Other")
    lines = (
        "e => { const r = new Range(); r.selectNodeContents(e); return r.getClientRects().length }"
    )
    assert heading.evaluate(lines) == 1


def test_an_empty_archive_says_how_to_fill_it(visit):
    page = visit("/")
    assert "import_articles" in page.content()
    assert page.complaints == []


def test_a_reader_finds_an_event_with_the_keyboard_and_no_script(visit, event):
    page = visit("/", scripts=False)
    box = page.get_by_role("searchbox").first
    box.fill("ministers")
    box.press("Enter")
    page.wait_for_url("**/search/?q=ministers")
    page.get_by_role("link", name=event.title[:60]).first.click()
    page.wait_for_url(f"**{event.get_absolute_url()}")
    assert ARABIC in page.content()


def test_an_image_from_elsewhere_is_a_link_and_is_not_fetched(visit, event):
    page = visit(event.articles.get(language="en").get_absolute_url())
    expect(page.locator("main img")).to_have_count(0)
    link = page.get_by_role("link", name="Image: a hall")
    assert link.get_attribute("href") == "https://elsewhere.example/photo.png"
    assert page.complaints == []


def test_right_to_left_text_runs_from_the_right(visit, event):
    page = visit(event.articles.get(language="ar").get_absolute_url())
    direction = "e => getComputedStyle(e).direction"
    assert page.locator("h1 [dir], h1[dir]").first.evaluate(direction) == "rtl"


def test_right_to_left_text_stands_under_its_headline(visit, event):
    page = visit(event.articles.get(language="ar").get_absolute_url())
    right = "e => Math.round(e.getBoundingClientRect().right)"
    assert page.locator(".prose").evaluate(right) == page.locator("h1").evaluate(right)


def test_pages_name_their_feeds(visit, event):
    page = visit("/tags/audits/?q=ministers")
    named = page.locator('link[rel="alternate"]').evaluate_all("all => all.map(e => e.href)")
    for suffix in ("rss", "atom", "json"):
        assert any(f"/tags/audits.{suffix}?q=ministers" in address for address in named)


@pytest.fixture
def summit(db):
    """An event of six outlets with all that its page can show."""
    reports = [
        make_article(
            title=title,
            source_url=f"https://outlet{number}.example/a-story",
            published=date(2025, 7, 26 + number // 4),
            tags=("Audits",),
            category="Policy",
            links=(Link("https://law.gov.uk/acts/12", "law.gov.uk", "the act"),),
        )
        for number, title in enumerate((LONG_TITLE[:300], ARABIC, UNBROKEN, "One", "Two", "Three"))
    ]
    make_article(source_url="https://copy.example/a-story", duplicate_of=reports[0].pk)
    event = make_event(
        *reports,
        title="Ministers sign the Lisbon accord",
        title_is_edited=True,
        summary="It binds all that signed it.",
        happened_start=date(2025, 7, 25),
    )
    event.mentioned_by.add(make_article(title="A look back"))
    return event


EDGES = "all => all.map(e => [e.getBoundingClientRect().left, e.getBoundingClientRect().top])"
BOXES = "all => all.map(e => e.innerText.split('\\n').slice(1).join('').trim())"
CUT = """() => [...document.querySelectorAll('main *, aside *')].filter(
    e => !e.closest('.unseen, svg, details:not([open])')
        && (e.getBoundingClientRect().right > innerWidth || e.scrollWidth > e.clientWidth + 1)
        && getComputedStyle(e).display !== 'inline'
).map(e => e.outerHTML.slice(0, 120))"""


def test_an_event_is_read_at_a_glance(visit, summit):
    page = visit(summit.get_absolute_url())
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        happened = page.locator(".dates dd").first
        assert happened.inner_text() == "25 July 2025"
        assert happened.bounding_box()["y"] < 450
        outlets = page.locator("section[aria-labelledby=coverage] .outlet").evaluate_all(EDGES)
        headlines = page.locator("section[aria-labelledby=coverage] h4").evaluate_all(EDGES)
        assert len(outlets) == len(headlines) == 6
        assert len({left for left, _ in outlets}) == len({left for left, _ in headlines}) == 1
        if width > 1000:
            pairs = zip(outlets, headlines, strict=True)
            assert all(abs(outlet[1] - headline[1]) < 6 for outlet, headline in pairs)
        assert page.evaluate(CUT) == []
        sections = page.locator("main section, aside section").evaluate_all(BOXES)
        assert len(sections) >= 7
        assert "" not in sections


def test_a_finger_tells_a_headline_from_the_fold_below_it(visit, summit):
    page = visit(summit.get_absolute_url())
    headline = page.locator(".report:has(.copies) h4 a")
    headline.evaluate("e => { e.textContent = 'Of one line' }")
    box = headline.bounding_box()
    middle = box["y"] + box["height"] / 2
    assert page.locator(".copies summary").bounding_box()["y"] - middle >= 12


def test_a_long_range_of_days_stays_in_its_column(visit):
    articles = [make_article(published=day) for day in (date(2024, 11, 28), date(2025, 12, 3))]
    event = make_event(*articles)
    for path in ("/", "/events/"):
        column = visit(path).locator(".entry .when").first
        wide, seen = column.evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert wide <= seen, path
    page = visit(event.get_absolute_url())
    page.set_viewport_size({"width": 360, "height": 780})
    wide, seen = page.evaluate(EXTENT)
    assert wide <= seen
