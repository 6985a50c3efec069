"""Whatever curators did, undone from the last, leaves all as it was; undone in any order, sound."""

from contextlib import suppress
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles import curation
from articles.curation import CurationError
from articles.events.membership import place
from articles.models import Article, Event, EventAct
from tests.acts import is_sound, standing, standing_of
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db

FEW = settings(
    max_examples=50,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SOME = st.lists(st.integers(0, 11), min_size=1, max_size=4, unique=True)
ONE = st.integers(0, 4)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from(["", "The summit", "Other"]),
        "summary": st.sampled_from(["", "They met."]),
        "locked": st.booleans(),
        "happened_start": st.just(date(2025, 7, 1)),
    },
)
ACTS = st.one_of(
    st.tuples(st.just("merge"), st.lists(ONE, min_size=1, max_size=2), ONE, FACTS),
    st.tuples(st.just("split"), SOME, st.sampled_from(["", "The summit", "A part"])),
    st.tuples(st.just("move"), SOME, st.none() | ONE),
    st.tuples(st.just("mention"), SOME, ONE),
    st.tuples(st.just("unmention"), SOME, ONE),
    st.tuples(st.just("change"), ONE, FACTS),
)


@pytest.fixture
def archive(db):
    """Events that are open, locked, named and hidden, an empty one, lone articles and copies."""
    articles = [make_article(title=f"Report {n}", published=date(2025, 7, n + 1)) for n in range(9)]
    for front in (0, 2, 8):
        copy = make_article(title=f"Copy of {front}")
        Article.objects.filter(pk=copy.pk).update(duplicate_of=articles[front])
        articles.append(copy)
    events = [
        make_event(*articles[:2]),
        make_event(*articles[2:4], title="Named", title_is_edited=True, locked=True),
        make_event(*articles[4:6], summary="It was long.", happened_start=date(2025, 7, 2)),
        make_event(articles[6]),
        Event.objects.create(title="Empty"),
    ]
    place({articles[0].pk: events[0].pk, articles[7].pk: None}, by_curator=True)
    articles[4].also_about.add(events[0], events[1])
    return articles, events


def do(act, articles, events):
    """Do an act as it was drawn, and return whether it could be done."""
    kind, first, *more = act
    chosen = {articles[n].pk for n in first} if isinstance(first, list) and kind != "merge" else ()
    try:
        if kind == "merge":
            curation.merge([events[n] for n in first], events[more[0]], more[1])
        elif kind == "split":
            curation.split(chosen, more[0])
        elif kind == "move":
            curation.move(chosen, None if more[0] is None else events[more[0]])
        elif kind == "change":
            curation.change(events[first], more[0])
        else:
            getattr(curation, kind)(chosen, events[more[0]])
    except CurationError:
        return False
    return True


@FEW
@given(acts=st.lists(ACTS, min_size=1, max_size=6))
def test_acts_undone_from_the_last_leave_all_as_it_was(archive, acts):
    with transaction.atomic():
        known = {event.pk for event in archive[1]}
        before = standing()
        for act in acts:
            do(act, *archive)
            is_sound()
        for done in EventAct.objects.order_by("-pk"):
            assert curation.undo(done).left == ()
            is_sound()
        assert standing_of(known) == before
        transaction.set_rollback(True)


@FEW
@given(acts=st.lists(ACTS, min_size=1, max_size=5))
def test_undoing_every_undo_does_all_again(archive, acts):
    with transaction.atomic():
        for act in acts:
            do(act, *archive)
        after = standing()
        done = list(EventAct.objects.order_by("-pk"))
        for act in done:
            curation.undo(act)
        for act in reversed(done):
            assert curation.undo(act.undone_by).left == ()
        assert standing() == after
        transaction.set_rollback(True)


@FEW
@given(acts=st.lists(ACTS, min_size=2, max_size=6), chance=st.randoms(use_true_random=False))
def test_acts_undone_in_any_order_leave_a_sound_archive(archive, acts, chance):
    with transaction.atomic():
        for act in acts:
            do(act, *archive)
        for _ in range(2 * len(acts)):
            standing_acts = list(EventAct.objects.filter(undone_by=None))
            if not standing_acts:
                break
            with suppress(CurationError):
                curation.undo(chance.choice(standing_acts))
            is_sound()
        transaction.set_rollback(True)


@FEW
@given(acts=st.lists(ACTS, min_size=2, max_size=6), chance=st.randoms(use_true_random=False))
def test_once_every_act_is_undone_the_machine_has_back_what_was_its_own(archive, acts, chance):
    with transaction.atomic():
        before = standing()["articles"]
        for act in acts:
            do(act, *archive)
        done = list(EventAct.objects.all())
        chance.shuffle(done)
        for act in done:
            with suppress(CurationError):
                curation.undo(act)
        if not EventAct.objects.exclude(kind="undo").filter(undone_by=None).exists():
            for article, (event, is_curated, _) in standing()["articles"].items():
                if event == before[article][0]:
                    assert is_curated == before[article][1]
        transaction.set_rollback(True)
