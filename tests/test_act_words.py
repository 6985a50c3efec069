"""Acts in words: with the names of their time, what a summary was, and an undo in the future."""

from datetime import date
from html import unescape

import pytest
from django.utils.html import strip_tags

from articles import curation
from articles.admin.act_words import foretold, told
from articles.curation import plan
from articles.models import Article, Event, EventAct
from tests.factories import make_article, make_event

# History tells moments by transactions, so each act has one of its own.
pytestmark = pytest.mark.django_db(transaction=True)


def words(sentences):
    return [unescape(strip_tags(sentence.text)) for sentence in sentences]


def said(act):
    [one] = told([act])
    return words(one.sentences)


def named(title):
    return make_event(make_article(), make_article(), title=title, title_is_edited=True)


def test_events_and_reports_are_called_what_they_were_called_then():
    event, other = named("Lisbon summit"), named("Council vote")
    report = event.articles.first()
    Article.objects.filter(pk=report.pk).update(title="Summit opens")
    act = curation.move([report.pk], other)
    Article.objects.filter(pk=report.pk).update(title="Summit opens late")
    curation.change(event, {"title": "The summit"})
    curation.change(event, {"title": "The summit in Lisbon"})
    [moved, *_] = told([act])[0].sentences
    assert words([moved]) == ["1 report moved from “Lisbon summit” to “Council vote”."]
    assert [article.title for article in moved.articles] == ["Summit opens"]


def test_what_was_deleted_since_keeps_its_name():
    event = named("Lisbon summit")
    act = curation.change(event, {"locked": True})
    Event.objects.filter(pk=event.pk).delete()
    assert said(act) == ["“Lisbon summit”, deleted since, was locked."]


def test_a_merge_is_told_with_the_names_that_the_events_had():
    event, heir = named("Lisbon summit"), named("Council vote")
    act = curation.merge([event], heir, {"title": "Lisbon summit"})
    assert said(act)[:2] == [
        "“Lisbon summit” was merged into “Council vote”.",
        "2 reports moved from “Lisbon summit” to “Council vote”.",
    ]
    assert said(act)[-1] == "“Council vote” was renamed “Lisbon summit”."


def test_events_of_one_name_are_told_apart_by_number():
    event, heir = named("The vote"), named("The vote")
    act = curation.merge([event], heir)
    first = f"“The vote” (event {event.pk}) was merged into “The vote” (event {heir.pk})."
    assert said(act)[0] == first


def test_a_summary_is_told_before_and_after():
    event = named("Lisbon summit")
    curation.change(event, {"summary": "Thirty countries signed."})
    act = curation.change(event, {"summary": "Forty countries signed."})
    [sentence] = told([act])[0].sentences
    assert words([sentence]) == ["The summary of “Lisbon summit” was changed."]
    assert [(one.kind, one.text) for one in sentence.segments] == [
        ("removed", "Thirty"),
        ("added", "Forty"),
        ("kept", "countries signed."),
    ]


def test_a_day_is_told_before_and_after():
    event = named("Lisbon summit")
    first = curation.change(event, {"happened_start": date(2025, 7, 1)})
    days = {"happened_start": date(2025, 7, 2), "happened_end": date(2025, 7, 3)}
    second = curation.change(event, days)
    third = curation.change(event, {"happened_start": None, "happened_end": None})
    assert said(first) == ["“Lisbon summit” was dated: it happened on 1 July 2025."]
    later = "it happened 2 July 2025 to 3 July 2025, before that on 1 July 2025."
    assert said(second) == [f"“Lisbon summit” was dated: {later}"]
    assert "any more; it was 2 July 2025 to 3 July 2025" in said(third)[0]


def test_what_an_undo_will_do_is_told_as_what_is_to_come():
    event, heir = named("Lisbon summit"), named("Council vote")
    facts = {"title": "Summit", "summary": "They met.", "happened_start": date(2025, 7, 1)}
    curation.merge([event], heir, facts | {"locked": True})
    sentences = words(foretold(plan(EventAct.objects.first())))
    assert sentences == [
        "“Lisbon summit” will stand by itself again.",
        "2 reports will move from “Summit” to “Lisbon summit”.",
        "2 reports in “Summit”: the machine may move them again.",
        "“Summit” will be renamed “Council vote”.",
        "“Summit” will have no day of happening any more, not on 1 July 2025.",
        "The summary of “Summit” will be taken away.",
        "“Summit” will be unlocked.",
    ]


def test_undoing_of_the_others_is_to_come_too():
    event, other = named("Lisbon summit"), named("Council vote")
    make_event(*event.articles.all(), make_article())
    article = make_article(title="Analysis")
    act = curation.mention([article.pk], other)
    [sentence] = words(foretold(plan(act)))
    assert sentence == "“Analysis” will no longer also be about “Council vote”."
    act = curation.move([article.pk], other)
    assert words(foretold(plan(act)))[0] == "1 report will be taken out of “Council vote”."


def test_the_list_of_acts_names_the_events(client, admin_user):
    client.force_login(admin_user)
    event, other = named("Lisbon summit"), named("Council vote")
    curation.merge([event], other)
    page = client.get("/admin/articles/eventact/").content.decode()
    assert "Lisbon summit" in page
    assert "Council vote" in page
