"""What curators put together or take apart stays so, however alike the machine finds it."""

import pytest

from articles import curation
from articles.events.grouping import group_all
from articles.models import Article, EventAct, Likeness
from tests.factories import make_article, make_event, make_prose

pytestmark = pytest.mark.django_db

OPENINGS = (
    "Ministers from thirty countries met in Lisbon on Tuesday to sign the Lisbon Declaration.",
    "The Lisbon Declaration was signed on Tuesday by thirty governments, after long talks.",
    "In Lisbon, thirty countries put their names to the Lisbon Declaration this Tuesday.",
    "Thirty governments have a Lisbon Declaration since Tuesday: their ministers signed it.",
)
MIDDLES = (
    "It asks developers of frontier models to publish safety reports every quarter.",
    "Companies behind frontier models are to bring out quarterly safety reports.",
    "Safety reports on frontier models should come from their developers each quarter.",
    "Each quarter, whoever develops frontier models is asked for a report on safety.",
)
ENDINGS = (
    "Portugal's digital minister Ana Costa called it a turning point for oversight.",
    "Ana Costa, digital minister of Portugal, sees a turning point in it.",
    "A turning point for oversight, said the digital minister of Portugal, Ana Costa.",
    "Oversight is at a turning point, in the words of Portugal's minister Ana Costa.",
)


def alike(number):
    """One of several reports that the machine puts together."""
    title = "Thirty countries sign the Lisbon Declaration on frontier models"
    return make_article(
        title=title, body_text=f"{OPENINGS[number]} {MIDDLES[number]} {ENDINGS[number]}"
    )


def lone(number):
    """A report that is like no other."""
    return make_article(title=make_prose(number, 1), body_text=make_prose(number + 100, 8))


def together(*articles):
    """The sets of these articles (numbers) that stand in one event."""
    rows = Article.objects.filter(pk__in=[article.pk for article in articles])
    events = rows.exclude(event=None).values_list("event", "pk")
    found = {}
    for event, pk in events:
        found.setdefault(event, set()).add(pk)
    return sorted(found.values(), key=min)


def test_reports_of_merged_events_stay_together_though_nothing_is_alike():
    event, heir = make_event(lone(1), lone(2)), make_event(lone(3), lone(4))
    reports = [*event.articles.all(), *heir.articles.all()]
    curation.merge([event], heir)
    group_all()
    assert together(*reports) == [{report.pk for report in reports}]


def test_a_report_that_was_moved_to_others_stays_with_them():
    event, report = make_event(lone(1), lone(2)), lone(3)
    others = list(event.articles.all())
    curation.move([report.pk], event)
    group_all()
    assert together(report, *others) == [{report.pk, *(other.pk for other in others)}]


def test_a_pair_that_was_put_together_stays_so_with_its_event():
    event, report = make_event(lone(1), lone(2)), lone(3)
    others = list(event.articles.all())
    curation.put_together(Likeness(first=others[0], second=report, score=0.3))
    group_all()
    assert together(report, *others) == [{report.pk, *(other.pk for other in others)}]


def test_what_was_split_stays_apart_from_what_was_left_and_is_not_suggested():
    reports = [alike(number) for number in range(4)]
    group_all()
    assert together(*reports) == [{report.pk for report in reports}]
    parted = {report.pk for report in reports[:2]}
    curation.split(parted)
    group_all()
    assert together(*reports) == [parted, {report.pk for report in reports[2:]}]
    assert not Likeness.objects.suggested().exists()


def test_what_a_report_was_taken_from_stays_as_it_is():
    reports, other = [alike(number) for number in range(3)], make_event()
    group_all()
    curation.move([reports[0].pk], other)
    group_all()
    assert together(*reports)[-1] == {report.pk for report in reports[1:]}


def test_a_new_report_still_joins_what_curators_put_together():
    event, heir = make_event(alike(1), alike(2)), make_event(alike(0), lone(4))
    curation.merge([event], heir)
    new = alike(3)
    group_all()
    new.refresh_from_db()
    assert new.event == heir


def test_an_event_whose_reports_curators_placed_is_not_said_to_be_grouped_automatically(client):
    event = make_event()
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Grouped automatically, so an article may be missing" in page
    event.articles.update(event_is_curated=True)
    page = client.get(event.get_absolute_url()).content.decode()
    assert "A curator has settled which articles belong here." in page


def first_act():
    return EventAct.objects.last()


def pinned(*articles):
    """Which of these articles (numbers) the machine leaves where they are."""
    rows = Article.objects.filter(pk__in=[article.pk for article in articles])
    return set(rows.filter(event_is_curated=True).values_list("pk", flat=True))


@pytest.fixture
def split_after_a_merge(db):
    """Reports, all alike, of which two events became one and the first was split off then."""
    reports = [alike(number) for number in range(4)]
    first, second = make_event(*reports[:2]), make_event(*reports[2:])
    curation.merge([first], second)
    curation.split([reports[0].pk], seen_in=second)
    return reports


def test_what_was_split_stays_so_though_a_merge_before_it_is_undone(split_after_a_merge):
    reports = split_after_a_merge
    curation.undo(first_act())
    parted = [{reports[0].pk}, {reports[1].pk}, {report.pk for report in reports[2:]}]
    assert together(*reports) == parted
    group_all()
    assert together(*reports) == parted
    assert not Likeness.objects.suggested().exists()


def test_what_was_split_stays_so_though_what_was_put_together_before_it_is_undone():
    late, *reports = [alike(number) for number in range(4)]
    make_event(*reports)
    reports[0].refresh_from_db()
    curation.put_together(Likeness(first=late, second=reports[0], score=0.3))
    curation.split([reports[0].pk])
    curation.undo(first_act())
    late.refresh_from_db()
    assert (late.event, late.event_is_curated) == (None, False)
    group_all()
    assert together(*reports) == [{reports[0].pk}, {report.pk for report in reports[1:]}]


def test_what_two_acts_kept_from_the_machine_is_its_own_again_once_both_are_undone(
    split_after_a_merge,
):
    reports = split_after_a_merge
    merge, split = EventAct.objects.order_by("pk")
    curation.undo(merge)
    assert pinned(*reports) == {report.pk for report in reports}
    curation.undo(split)
    assert pinned(*reports) == set()


def test_an_act_that_is_done_again_keeps_from_the_machine_what_it_kept(split_after_a_merge):
    reports = split_after_a_merge
    merge, split = EventAct.objects.order_by("pk")
    curation.undo(merge)
    curation.undo(split)
    curation.undo(merge.undone_by)
    assert pinned(*reports) >= {report.pk for report in reports[1:]}


def test_what_is_kept_apart_from_an_event_stays_so_whichever_of_both_a_new_report_joins():
    rejected, *reports = [alike(number) for number in range(3)]
    make_event(*reports)
    for report in reports:
        Likeness.objects.create(first=rejected, second=report, score=0.3)
    curation.keep_apart(Likeness.objects.all())
    alike(3)
    group_all()
    assert {report.pk for report in reports} in together(rejected, *reports)
    assert not Likeness.objects.suggested().exists()


FACTS = [{"title": "A title of ours"}, {"summary": "What it is"}, {"happened_start": "2025-07-01"}]


@pytest.mark.parametrize("first", FACTS)
@pytest.mark.parametrize("second", FACTS)
def test_two_events_that_curators_described_never_become_one(first, second):
    events = make_event(alike(0), alike(1)), make_event(alike(2), alike(3))
    reports = [set(event.articles.values_list("pk", flat=True)) for event in events]
    for event, facts in zip(events, (first, second), strict=True):
        curation.change(event, facts)
    group_all()
    assert together(*Article.objects.all()) == reports
    assert Likeness.objects.suggested().exists()


def test_an_event_that_a_curator_described_takes_in_an_ordinary_one():
    ordinary, described = make_event(alike(0), alike(1), alike(2)), make_event(alike(3), lone(1))
    curation.change(described, FACTS[0])
    group_all()
    ordinary.refresh_from_db()
    assert ordinary.merged_into == described


def test_a_report_may_leave_an_event_that_a_curator_described():
    described = make_event(lone(1), alike(1), alike(2))
    curation.change(described, FACTS[0])
    group_all()
    assert described.articles.count() == 2
