"""What is published on arrival, and what waits for a curator."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.ingest.gates import judge, open_gate
from articles.models import Article, Import, Original
from tests.factories import make_clean, store

pytestmark = pytest.mark.django_db

LONG = " ".join(f"word{n}" for n in range(40))


def run(*clean, **options):
    """Store and judge as one run, and return {title: why it is held}, nothing where published."""
    batch = Import.objects.create(what="a test")
    store(*clean, run=batch, **options)
    judge(batch)
    batch.status = Import.Status.FINISHED
    batch.save()
    return {article.title: article.held_for for article in Article.objects.all()}


def sourced(number, **fields):
    return make_clean(source_url=f"https://outlet{number}.example/x", **fields)


def test_an_article_with_a_source_is_published_at_once():
    store(sourced(1))
    assert Article.objects.get().is_published


def test_no_source_alone_publishes_once_the_run_is_judged():
    clipping = make_clean(title="A clipping", title_key="a clipping")
    store(clipping, run=Import.objects.create(what="a test", status="stopped"))
    assert not Article.objects.get().is_published
    assert run() == {"A clipping": ""}
    assert Article.objects.get().first_public_at is not None


def test_a_body_under_several_titles_without_a_source_waits():
    held = run(
        make_clean(title="One", title_key="one", body_text=LONG),
        make_clean(title="Two", title_key="two", body_text=LONG),
        make_clean(title="Three", title_key="three"),
    )
    assert held == {"One": "template", "Two": "template", "Three": ""}


def test_titles_that_differ_in_numbers_alone_wait_without_a_source():
    held = run(
        make_clean(title="Tools 1", title_key="tools"),
        make_clean(title="Tools 2", title_key="tools"),
    )
    assert held == {"Tools 1": "template", "Tools 2": "template"}


def test_titles_in_other_scripts_are_not_taken_for_numbers():
    held = run(make_clean(title="2025", title_key=""), make_clean(title="2026", title_key=""))
    assert held == {"2025": "", "2026": ""}


def test_an_article_with_a_source_is_never_template_text():
    held = run(
        sourced(1, title="Tools 1", title_key="tools", body_text="Short."),
        sourced(2, title="Tools 2", title_key="tools", body_text="Short."),
    )
    assert set(held.values()) == {""}


def test_a_text_and_its_copy_under_one_title_are_no_template():
    held = run(
        make_clean(title="One", title_key="one", body_text=LONG),
        make_clean(title="One", title_key="one", body_text=LONG),
    )
    assert held == {"One": ""}


def test_judgement_reaches_what_a_stopped_run_left():
    stopped = Import.objects.create(what="a test", status="stopped")
    store(make_clean(title="One", title_key="one", body_text=LONG), run=stopped)
    store(make_clean(title="Two", title_key="two", body_text=LONG), run=stopped)
    assert run() == {"One": "template", "Two": "template"}


@pytest.mark.parametrize("domain", ["example.com", "www.example.com", "news.example.org"])
def test_a_placeholder_domain_waits(domain):
    address = f"https://{domain}/story"
    assert run(make_clean(title="One", source_url=address)) == {"One": "placeholder"}


def test_a_domain_that_merely_ends_alike_is_no_placeholder():
    held = run(make_clean(title="One", source_url="https://notexample.com/story"))
    assert held == {"One": ""}


@pytest.mark.parametrize(
    "title", ["{{ page.title }}", "News | {{title}}", "{% if x %}News{% endif %}", "{{< title >}}"]
)
def test_a_title_with_marks_of_a_template_waits_whatever_its_source(title):
    assert run(sourced(1, title=title)) == {title: "template"}


def test_marks_of_a_template_do_not_replace_a_title_that_has_none():
    run(sourced(1, title="News"))
    assert run(sourced(1, title="{{ page.title }}")) == {"News": ""}
    assert Original.objects.filter(stands_aside=True).count() == 1
    assert run(sourced(1, title="Newer")) == {"Newer": ""}


@pytest.mark.parametrize("title", ["Sets {a, b} and 5 % {c}", "What {{ means", "{}", "100%}"])
def test_a_title_with_other_braces_does_not_wait(title):
    assert run(sourced(1, title=title)) == {title: ""}


def test_a_date_in_the_future_waits():
    tomorrow = timezone.now().date() + timedelta(days=2)
    assert run(sourced(1, title="One", published=tomorrow)) == {"One": "future"}


def test_today_does_not_wait():
    assert run(sourced(1, title="One", published=timezone.now().date())) == {"One": ""}


def test_publish_passes_over_every_gate():
    held = run(
        make_clean(title="One", body_text=LONG, published=date(2999, 1, 1)),
        make_clean(title="Two", body_text=LONG),
        gate=open_gate,
    )
    assert held == {"One": "", "Two": ""}
    assert Article.objects.published().count() == 2


def test_a_byline_of_three_sources_is_the_aggregators():
    run(*(sourced(n, byline="Gatherer") for n in range(2)), sourced(5, byline="A writer"))
    assert not Article.objects.filter(byline_is_aggregator=True).exists()
    run(sourced(9, byline="Gatherer"))
    shown = {article.byline: article.shown_byline for article in Article.objects.all()}
    assert shown == {"Gatherer": "", "A writer": "A writer"}


def test_who_has_no_byline_any_more_has_no_aggregators():
    run(*(sourced(n, byline="Gatherer") for n in range(3)))
    Article.objects.filter(pk=Article.objects.first().pk).update(byline="")
    run()
    assert Article.objects.filter(byline_is_aggregator=True).count() == 2


def test_what_another_run_has_brought_so_far_is_left_to_that_run():
    store(make_clean(title="One", title_key="one", body_text=LONG))
    run()
    assert not Article.objects.get().is_published
    Import.objects.update(status="stopped")
    assert run() == {"One": ""}
