"""Curating events in a real browser: merge, split, move, add, and the undoing of each."""

import pytest
from django.contrib.auth.models import Permission, User
from playwright.sync_api import expect

from articles import curation
from articles.events.absorbing import absorb, leaving
from articles.events.grouping import group_all
from articles.events.membership import place
from articles.events.parts import part_around
from articles.models import Article, Event, EventAct, Likeness
from tests.acts import is_sound, standing, standing_of
from tests.factories import make_article, make_event

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.browser,
]

ARABIC = "اتفق الوزراء على قاعدة جديدة لنماذج الذكاء الاصطناعي"


@pytest.fixture
def summit(db):
    """An event of three reports."""
    articles = [make_article(title=title) for title in ("Summit opens", "Summit goes on", ARABIC)]
    return make_event(*articles, title="Lisbon summit", title_is_edited=True)


@pytest.fixture
def vote(db):
    """An event of two reports, with a day."""
    articles = [
        make_article(title=title) for title in ("Council votes", "The vote " + "long " * 40)
    ]
    event = make_event(*articles, title="Council vote", title_is_edited=True)
    Event.objects.filter(pk=event.pk).update(happened_start="2025-07-25")
    return event


@pytest.fixture
def desk(visit, live_server):
    """A function that opens a path as a curator; without one, the page of an event."""
    user = User.objects.create_user("curator", password="secret", is_staff=True)
    # Other tests with a live server empty the tables, the group of curators among them.
    ours = Permission.objects.filter(content_type__app_label="articles")
    user.user_permissions.set(ours.exclude(codename__startswith="delete_"))

    def open_desk(path, *, width=1280, scheme="light"):
        page = visit(f"/admin/login/?next={path}")
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.get_by_label("Username").fill("curator")
        page.get_by_label("Password").fill("secret")
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url(live_server.url + path)
        return page

    return open_desk


def change(event):
    return f"/admin/articles/event/{event.pk}/change/"


def look_up(page, section, words, option):
    """Choose from what the desk finds for some words."""
    page.locator(f"{section} .select2-selection").click()
    page.locator(".select2-search__field").last.fill(words)
    page.get_by_role("option", name=option).click()


def undo(page, kind, why="It was a mistake."):
    """Undo the latest act of a kind from the page of an event, and wait until that is done."""
    page.locator(f".acts .{kind} .way-back a").first.click()
    page.get_by_role("heading", name="What will be so once it is undone").wait_for()
    page.get_by_label("Why").fill(why)
    page.get_by_role("button", name="Undo it").click()
    page.get_by_text("Undone.").first.wait_for()


def fits(page):
    """Assert that nothing stands out of the window, once the page is there whole."""
    page.wait_for_load_state()
    wide, seen = page.locator("html").evaluate("e => [e.scrollWidth, e.clientWidth]")
    assert wide <= seen


def test_two_events_are_merged_after_a_preview_and_parted_again(desk, summit, vote, live_server):
    before = standing()
    page = desk(summit.get_absolute_url())
    page.get_by_role("link", name="Merge").click()
    look_up(page, "#merge", "Council", "Council vote")
    page.get_by_role("button", name="Preview the merge").click()
    page.get_by_text("2 events become one with 5 reports.").wait_for()
    assert ARABIC in page.locator(".merged").inner_text()
    assert standing() == before
    page.locator(f'input[name="heir"][value="{vote.pk}"]').check()
    page.get_by_label("Another:", exact=True).check()
    page.get_by_label("Another title").fill("Summit and vote")
    page.get_by_label("Why").fill("One happening.")
    page.get_by_role("button", name="Merge").click()
    page.get_by_text("Merged 2 events.").wait_for()
    vote.refresh_from_db()
    assert (vote.title, vote.article_count) == ("Summit and vote", 5)
    page.goto(live_server.url + summit.get_absolute_url())
    assert page.url.endswith(vote.get_absolute_url())
    page.get_by_role("link", name="History").click()
    told = page.locator(".acts").inner_text()
    assert "“Lisbon summit” was merged into “Council vote”." in told
    assert "3 reports moved from “Lisbon summit” to “Council vote”." in told
    assert "Why: One happening." in told
    undo(page, "merge")
    assert standing() == before
    page.goto(live_server.url + summit.get_absolute_url())
    assert page.url.endswith(summit.get_absolute_url())
    assert page.complaints == []


def test_reports_are_split_off_and_brought_back(desk, summit, live_server):
    before = standing()
    page = desk(summit.get_absolute_url())
    page.get_by_role("link", name="Split or move reports").click()
    for title in ("Summit goes on", ARABIC):
        page.locator("#reports label").filter(has_text=title).get_by_role("checkbox").check()
    page.get_by_label("Title of the new event").fill("The second day")
    page.get_by_role("button", name="Move the ticked reports").click()
    page.get_by_text("Split off as “The second day”.").wait_for()
    new = Event.objects.get(title="The second day")
    assert new.article_count == 2
    assert page.url.endswith(change(new))
    page.goto(live_server.url + change(summit))
    look_up(page, "#mentions", "goes on", "Summit goes on")
    page.get_by_role("button", name="Add the article").click()
    page.get_by_text("is now also about this event.").wait_for()
    undo(page, "mention")
    undo(page, "split")
    assert standing_of({summit.pk}) == before
    page.goto(live_server.url + new.get_absolute_url())
    assert page.url.endswith(summit.get_absolute_url())
    assert page.complaints == []


def test_readers_find_the_part_that_was_split_off_and_no_tools(desk, summit, visit):
    place({make_article().pk: summit.pk}, by_curator=False)
    page = desk(change(summit))
    for title in ("Summit goes on", ARABIC):
        page.locator("#reports label").filter(has_text=title).get_by_role("checkbox").check()
    page.get_by_role("button", name="Move the ticked reports").click()
    page.get_by_text("Split off as “Summit goes on”.").wait_for()
    reader = visit(summit.get_absolute_url(), scripts=False)
    expect(reader.get_by_role("navigation", name="Curate this event")).to_have_count(0)
    reader.get_by_text("Part of this coverage now stands at").get_by_role("link").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Summit goes on")


def test_a_report_is_moved_to_an_event_that_is_looked_up_on_a_phone(desk, summit, vote):
    before = standing()
    page = desk(change(summit), width=360, scheme="dark")
    fits(page)
    page.get_by_role("button", name="Move the ticked reports").click()
    page.get_by_text("Tick the reports that you mean.").wait_for()
    page.locator("#reports label").filter(has_text="Summit opens").get_by_role("checkbox").check()
    page.get_by_label("To another event").check()
    look_up(page, "#reports", "Council", "Council vote")
    page.get_by_role("button", name="Move the ticked reports").click()
    page.get_by_text("Moved to “Council vote”: 1.").wait_for()
    is_sound()
    vote.refresh_from_db()
    assert vote.article_count == 3
    fits(page)
    page.get_by_role("link", name="The whole history").click()
    fits(page)
    undo(page, "move")
    assert standing() == before
    assert page.complaints == []


def test_what_is_said_of_an_event_is_changed_and_undone(desk, vote):
    before = standing()
    page = desk(change(vote))
    page.get_by_label("Title", exact=False).first.fill("The vote in council")
    page.get_by_label("Until").fill("2025-07-26")
    page.get_by_label("Locked").first.check()
    page.locator("#id_why").fill("Checked against the minutes.")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("Why: Checked against the minutes.").wait_for()
    vote.refresh_from_db()
    assert (vote.title, vote.locked, str(vote.happened_end)) == (
        "The vote in council",
        True,
        "2025-07-26",
    )
    undo(page, "change")
    assert standing() == before
    # To undo that is an act as well.
    undo(page, "undo", why="It was right.")
    vote.refresh_from_db()
    assert vote.title == "The vote in council"
    assert EventAct.objects.count() == 3
    assert page.complaints == []


LONG = "W" * 300  # the widest letter, and nowhere to break


@pytest.mark.parametrize("window", [(360, "light"), (360, "dark"), (1280, "light")])
def test_no_page_of_curating_stands_out_of_a_window(desk, summit, vote, live_server, window):
    width, scheme = window
    curation.change(summit, {"title": LONG})
    moved = summit.articles.first()
    curation.move([moved.pk], vote)
    one, other = sorted([moved.pk, make_article(title=LONG).pk])
    pair = Likeness.objects.create(first_id=one, second_id=other, score=0.3)
    page = desk(change(summit), width=width, scheme=scheme)
    fits(page)
    for path in (
        change(vote),
        "/admin/articles/event/",
        "/admin/articles/eventact/",
        f"/admin/articles/eventact/{EventAct.objects.first().pk}/undo/",
        "/admin/articles/likeness/",
        f"/admin/articles/likeness/{pair.pk}/change/",
        summit.get_absolute_url(),
        f"/admin/articles/event/merge/?event={vote.pk}",
        f"/admin/articles/event/merge/?event={vote.pk}&event={summit.pk}",
        f"/admin/articles/event/{vote.pk}/history/",
        vote.get_absolute_url(),
    ):
        page.goto(live_server.url + path)
        fits(page)
    assert page.complaints == []


def test_an_article_is_added_as_also_about_an_event_and_taken_away_again(desk, summit, vote):
    before = standing()
    page = desk(change(summit))
    look_up(page, "#mentions", "Council votes", "Council votes")
    page.get_by_role("button", name="Add the article").click()
    page.locator(".acts").get_by_text("Council votes").first.wait_for()
    assert list(summit.mentioned_by.values_list("title", flat=True)) == ["Council votes"]
    page.goto(page.url.partition("/admin/")[0] + summit.get_absolute_url())
    page.get_by_role("link", name="Council votes").wait_for()
    page.goto(page.url.partition("/events/")[0] + change(summit))
    undo(page, "mention")
    assert standing() == before
    assert page.complaints == []


def test_what_grouping_merged_is_parted_from_the_history(desk, summit, vote, live_server):
    before = {report.pk: report.event_id for report in Article.objects.all()}
    moved = dict.fromkeys(vote.articles.values_list("pk", flat=True), summit.pk)
    part = part_around(list(before))
    left = leaving(part, dict(before) | moved)
    place(moved, by_curator=False)
    absorb(left)
    page = desk(change(summit))
    page.goto(live_server.url + vote.get_absolute_url())
    assert page.url.endswith(summit.get_absolute_url())
    page.get_by_role("link", name="History").click()
    page.get_by_text("by grouping").first.wait_for()
    undo(page, "join", why="Two happenings.")
    is_sound()
    assert {report.pk: report.event_id for report in Article.objects.all()} == before
    page.goto(live_server.url + vote.get_absolute_url())
    assert page.url.endswith(vote.get_absolute_url())
    assert page.complaints == []


def test_without_scripts_a_curator_names_things_by_number_and_address(
    visit, desk, summit, vote, live_server
):
    desk(change(summit))
    page = visit(f"/admin/login/?next={change(summit)}", scripts=False)
    page.get_by_label("Username").fill("curator")
    page.get_by_label("Password").fill("secret")
    page.get_by_role("button", name="Log in").click()
    page.locator("#reports label").filter(has_text="Summit opens").get_by_role("checkbox").check()
    page.get_by_label("To another event").check()
    page.locator("#place_written").fill(live_server.url + vote.get_absolute_url())
    page.get_by_role("button", name="Move the ticked reports").click()
    page.get_by_text("Moved to “Council vote”: 1.").wait_for()
    article = vote.articles.first()
    page.locator("#mention_written").fill(str(article.pk))
    page.get_by_role("button", name="Add the article").click()
    page.get_by_text("is now also about this event.").wait_for()
    page.locator("#merge_written").fill(str(vote.pk))
    page.get_by_role("button", name="Preview the merge").click()
    page.get_by_text("2 events become one").wait_for()


def test_a_reader_finds_the_single_report_that_was_moved_off_and_what_else_it_is_about(
    desk, summit, vote, visit
):
    page = desk(change(summit))
    page.locator("#reports label").filter(has_text="Summit opens").get_by_role("checkbox").check()
    page.get_by_role("button", name="Move the ticked reports").click()
    page.get_by_text("Split off as “Summit opens”.").wait_for()
    page.goto(page.url.partition("/admin/")[0] + change(vote))
    look_up(page, "#mentions", "opens", "Summit opens — ")
    page.get_by_role("button", name="Add the article").click()
    page.get_by_text("is now also about this event.").wait_for()
    reader = visit(summit.get_absolute_url(), scripts=False)
    reader.set_viewport_size({"width": 360, "height": 780})
    reader.get_by_text("now stands alone").get_by_role("link", name="Summit opens").click()
    reader.get_by_text("Also about the event").get_by_role("link", name="Council vote").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Council vote")
    fits(reader)
    assert reader.complaints == []


def test_suggestions_are_decided_one_after_the_other_and_taken_back(desk, live_server):
    articles = [make_article(title=f"Report of day {number}") for number in range(4)]
    for at, score in ((0, 0.4), (2, 0.3)):
        first, second = sorted(article.pk for article in articles[at : at + 2])
        Likeness.objects.create(first_id=first, second_id=second, score=score)
    page = desk("/admin/articles/likeness/")
    page.get_by_role("link", name="40%").click()
    page.get_by_role("button", name="Keep apart").click()
    page.get_by_text("30% likely").wait_for()
    page.get_by_role("link", name="Undo").click()
    page.get_by_text("may be suggested again").wait_for()
    page.get_by_role("button", name="Undo it").click()
    page.get_by_text("Undone.").wait_for()
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    page.get_by_role("link", name="30%").click()
    page.get_by_role("button", name="Put together").click()
    page.get_by_text("40% likely").wait_for()
    assert Event.objects.get().article_count == 2
    assert page.complaints == []


def test_a_suggestion_that_was_rejected_never_comes_back(desk, live_server):
    one, other = make_article(title="Summit opens"), make_article(title="Summit is opened")
    first, second = sorted((one.pk, other.pk))
    Likeness.objects.create(first_id=first, second_id=second, score=0.3)
    page = desk("/admin/articles/likeness/")
    page.locator("#result_list tbody input[type=checkbox]").check()
    acts = page.locator("select[name=action]")
    acts.select_option(label="Keep apart: they report different happenings")
    page.get_by_role("button", name="Go").click()
    page.get_by_text("0 suggestions").first.wait_for()
    group_all()
    page.goto(live_server.url + "/admin/articles/likeness/")
    expect(page.locator("#result_list tbody tr")).to_have_count(0)
    assert page.complaints == []
