"""Files without an address: one that was changed is a new version of its article."""

import pytest
from django.core.management import call_command

from articles.ingest.containers import items
from articles.ingest.pipeline import Options, Progress, run_import
from articles.models import Article, Import
from articles.undoing import undo

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "The council adopted its rule on Friday, and those who sell models must have them audited."
MORE = f"{TEXT} Its speaker said on Monday that the first audits are due in autumn."
NEW_VERSION = "A new version of a file in the archive."


@pytest.fixture
def bring(tmp_path):
    """Write a file and import its folder; return the outcome and the reason."""

    def bring(text=TEXT, title="Council adopts a rule", day="2025-07-26", name="rule.md", **fields):
        lines = "".join(f"{name}: {value}\n" for name, value in fields.items())
        file = tmp_path / "clippings" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"---\ntitle: {title}\ndate: {day}\n{lines}---\n{text}\n")
        lines = []
        run_import(items([str(file.parent)]), "a test", Options(), Progress(), lines.append)
        [line] = [line for line in lines if line.path.endswith(name)]
        return line.outcome, line.reason

    return bring


def only_article():
    return Article.objects.get()


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        ({"text": MORE}, "body_text", MORE),
        ({"title": "Council adopts its rule"}, "title", "Council adopts its rule"),
        ({"author": "Ann Lee"}, "byline", "Ann Lee"),
        ({"day": "2025-07-27"}, "published", "2025-07-27"),
    ],
)
def test_what_changed_in_a_file_is_taken(bring, change, name, value):
    assert bring()[0] == "created"
    assert bring(**change) == ("updated", NEW_VERSION)
    assert str(getattr(only_article(), name)) == value
    assert only_article().status == "published"


def test_a_curators_correction_stays(bring):
    bring()
    article = only_article()
    article.title, article.curated_fields = "A rule on audits", ["title"]
    article.save()
    assert bring(author="Ann Lee") == ("updated", NEW_VERSION)
    assert (only_article().title, only_article().byline) == ("A rule on audits", "Ann Lee")


def test_another_article_under_the_same_name_is_its_own(bring):
    bring(name="index.md")
    outcome, _ = bring(MORE, "Court stays the rule", "2025-08-02", name="index.md")
    assert outcome == "created"
    assert Article.objects.count() == 2


def test_the_next_number_of_a_series_under_the_same_name_is_its_own(bring):
    bring(title="The week", name="index.md")
    bring(MORE, "The week", "2025-08-02", name="index.md")
    assert Article.objects.count() == 2


def test_making_everything_anew_comes_to_the_same(bring):
    bring()
    bring(text=MORE)
    call_command("rebuild", verbosity=0)
    assert only_article().body_text == MORE


def test_undoing_the_import_gives_back_what_the_file_said_before(bring):
    bring()
    bring(text=MORE)
    undo(Import.objects.latest("pk"))
    assert only_article().body_text == TEXT
