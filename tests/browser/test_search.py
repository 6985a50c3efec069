"""The search box and the lists in a real browser: by keyboard, by mouse, and without scripts."""

from datetime import date

import pytest
from playwright.sync_api import expect

from articles.query import CHOICES
from tests.factories import make_article, make_event

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.browser,
]

LONG = "Ministers sign the Lisbon accord " + "on a very long rule about models " * 8
ARABIC = "اتفق الوزراء في لشبونة على قاعدة جديدة"
CHINESE = "各国部长在里斯本签署协议"
ADDRESS = "/search/suggestions?q="


@pytest.fixture
def archive(db):
    """Events with awkward titles, and articles with much to choose from."""
    for title in (LONG[:300], ARABIC, CHINESE, "Lisbon reviews the accord"):
        make_event(make_article(), make_article(), title=title, title_is_edited=True)
    for number in range(30):
        make_article(
            title=f"Audit of models {number}",
            tags=(f"Tag {number % 9}", "Audits"),
            category=f"Category {number % 4}",
            published=date(2020 + number % 6, 1 + number % 12, 3),
        )


def box(page):
    return page.locator("#q")


def options(page):
    return page.get_by_role("option")


def test_a_suggestion_is_chosen_with_the_keyboard_alone(visit, archive):
    page = visit("/")
    page.keyboard.press("Tab")
    while not box(page).evaluate("e => e === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("lisbon re")
    options(page).first.wait_for()
    expect(page.get_by_role("combobox", expanded=True)).to_have_count(1)
    expect(page.get_by_role("status")).to_have_text("1 suggestion")
    page.keyboard.press("ArrowDown")
    chosen = box(page).get_attribute("aria-activedescendant")
    assert page.get_by_role("option", selected=True).get_attribute("id") == chosen
    assert box(page).input_value() == "lisbon re"
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/*lisbon-reviews-the-accord/")
    assert page.complaints == []


def test_enter_sends_what_is_typed_unless_a_suggestion_is_chosen(visit, archive):
    page = visit("/")
    box(page).press_sequentially("lisbon")
    options(page).first.wait_for()
    box(page).press("Enter")
    page.wait_for_url("**/search/?q=lisbon")


def test_arrows_go_round_by_way_of_the_box(visit, archive):
    page = visit("/search/")
    box(page).press_sequentially("lisbon")
    options(page).first.wait_for()
    last = options(page).count() - 1
    box(page).press("ArrowUp")
    assert options(page).nth(last).get_attribute("aria-selected") == "true"
    box(page).press("ArrowDown")
    assert box(page).get_attribute("aria-activedescendant") is None
    box(page).press("ArrowDown")
    assert options(page).first.get_attribute("aria-selected") == "true"
    box(page).press("Home")
    assert box(page).get_attribute("aria-activedescendant") is None
    assert box(page).evaluate("e => e.selectionStart") == 0


@pytest.mark.parametrize("key", ["Escape", "Tab"])
def test_a_key_closes_the_list_and_keeps_the_text(visit, archive, key):
    page = visit("/")
    box(page).press_sequentially("lisbon")
    options(page).first.wait_for()
    box(page).press(key)
    expect(options(page)).to_have_count(0)
    assert box(page).get_attribute("aria-expanded") == "false"
    assert box(page).input_value() == "lisbon"
    box(page).press("ArrowDown")
    options(page).first.wait_for()


def test_a_suggestion_is_chosen_with_the_mouse(visit, archive):
    page = visit("/")
    box(page).press_sequentially("لشب")
    options(page).first.click()
    page.wait_for_url("**/events/**")
    assert ARABIC in page.locator("h1").inner_text()


def test_letters_that_are_being_composed_are_not_asked_for(visit, archive):
    page = visit("/")
    asked = []
    page.on("request", lambda sent: ADDRESS in sent.url and asked.append(sent.url))
    keys = page.context.new_cdp_session(page)
    box(page).focus()
    keys.send("Input.imeSetComposition", {"text": "gege", "selectionStart": 4, "selectionEnd": 4})
    keys.send("Input.insertText", {"text": "各国"})
    options(page).first.wait_for()
    assert CHINESE in options(page).first.inner_text()
    assert [address.partition(ADDRESS)[2] for address in asked] == ["%E5%90%84%E5%9B%BD"]


def test_the_list_of_suggestions_fits_a_small_window_and_moves_nothing(visit, archive):
    page = visit("/")
    page.set_viewport_size({"width": 360, "height": 640})
    before = page.locator("h1").bounding_box()
    box(page).press_sequentially("lisbon")
    options(page).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator("h1").bounding_box() == before
    listed = page.get_by_role("listbox").bounding_box()
    assert listed["x"] >= 0
    assert listed["x"] + listed["width"] <= 360
    assert page.complaints == []


def test_a_search_too_long_for_an_address_is_told_before_it_is_sent(visit):
    page = visit("/search/")
    box(page).evaluate("(e, text) => { e.value = text }", "各" * 2000)
    box(page).press("Space")
    box(page).press("Enter")
    assert "too long to send" in box(page).evaluate("e => e.validationMessage")
    assert page.url.endswith("/search/")


def test_a_mistake_is_told_to_who_is_in_the_box(visit, archive):
    page = visit("/search/?q=audit+date:2025-13")
    told = page.evaluate(
        "() => document.getElementById(document.querySelector('#q')"
        ".getAttribute('aria-describedby')).innerText"
    )
    assert "“date:2025-13” is not a month" in told
    line = page.locator("mark.fault").evaluate("e => getComputedStyle(e).textDecorationLine")
    assert line == "underline"


@pytest.mark.parametrize("scripts", [True, False])
def test_a_list_is_narrowed_and_widened_by_links(visit, archive, scripts):
    page = visit("/search/?q=audit", scripts=scripts)
    page.get_by_role("link", name="Audits", exact=True).click()
    page.get_by_role("link", name="Leave out Tag 1", exact=True).click()
    page.get_by_role("link", name="2024", exact=True).click()
    page.wait_for_url("**/search/?q=audit&tag=audits&tag=-tag-1&date=2024")
    expect(page.get_by_role("list", name="Chosen").get_by_role("link")).to_have_count(4)
    page.get_by_role("link", name="Tag: not Tag 1 (remove)").click()
    page.get_by_role("link", name="Remove all").click()
    page.wait_for_url("**/search/?q=audit")
    page.get_by_label("From").fill("2025-01-01")
    page.get_by_role("button", name="Apply").click()
    page.get_by_role("link", name="Published: from 1 January 2025 (remove)").wait_for()
    assert page.complaints == []


def test_filters_are_folded_on_a_phone_and_open_without_scripts(visit, archive):
    page = visit("/search/?q=audit&tag=audits", scripts=False)
    page.set_viewport_size({"width": 360, "height": 740})
    facet = page.get_by_role("heading", name="Categories")
    expect(facet).not_to_be_visible()
    page.get_by_text("Narrow this list (1 chosen)").click()
    expect(facet).to_be_visible()
    wide = page.locator("html").evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert wide[0] <= wide[1]


def test_the_bars_of_the_chart_are_links_with_names(visit, archive):
    page = visit("/search/?q=audit")
    bars = page.get_by_role("group", name="Articles by").get_by_role("link")
    expect(bars).to_have_count(6)
    bars.first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**date=2020")


def test_every_choice_that_is_made_can_be_seen(visit, archive):
    asked = "&".join(f"{name}=-{'nothing' if name != 'date' else 2019}" for name in CHOICES)
    page = visit(f"/search/?q=audit&{asked}")
    chosen = page.get_by_role("list", name="Chosen").get_by_role("link")
    expect(chosen).to_have_count(len(CHOICES) + 1)
