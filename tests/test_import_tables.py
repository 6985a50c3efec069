"""Tables and WARC files through the import command: a line of the report for each line of them."""

import io
import json

import pytest
from django.core.management import call_command
from warcio.warcwriter import WARCWriter

from articles.export import write_csv, write_jsonl
from articles.models import Article, Original
from tests.factories import make_article

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = "The council adopted a rule on Friday that asks for audits of every large model."
LINES = (
    {"title": "One", "date": "2025-07-26", "source_url": "https://a.example/1", "body": TEXT},
    {"title": "No date", "source_url": "https://a.example/2", "body": TEXT},
    {"title": "Three", "date": "2025-07-28", "source_url": "https://a.example/3", "body": "Short."},
)


def run(path, tmp_path):
    """The status of an import of one file, and its report."""
    report, status = tmp_path / "report.jsonl", 0
    held = io.StringIO()
    try:
        call_command(
            "import_articles", str(path), "--report", str(report), stdout=held, stderr=held
        )
    except SystemExit as stop:
        status = stop.code
    return status, [json.loads(line) for line in report.read_text().splitlines()]


def test_each_line_has_its_outcome_and_its_original(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES) + "{broken\n")
    status, lines = run(path, tmp_path)
    assert status == 1
    assert [(line["path"], line["outcome"]) for line in lines] == [
        (f"{path}:1", "created"),
        (f"{path}:2", "rejected"),
        (f"{path}:3", "created"),
        (f"{path}:4", "rejected"),
    ]
    assert lines[1]["reason"] == (
        "No date: the line has none in a field such as 'date'. "
        "It holds 'title', 'source_url', 'body'."
    )
    assert lines[3]["reason"].startswith("Broken JSON: ")
    assert (
        Original.objects.get(article=lines[0]["article"]).content == json.dumps(LINES[0]).encode()
    )
    status, lines = run(path, tmp_path)
    assert [line["outcome"] for line in lines] == ["unchanged"] * 4


@pytest.mark.parametrize("write", [write_jsonl, write_csv])
def test_an_export_comes_in_again_as_what_went_out(write, tmp_path):
    for number in range(3):
        make_article(title=f"Rule {number}", tags=["Audits", "Models"], category="Policy")
    held = io.StringIO()
    write(held)
    kept = ("title", "published", "canonical_url", "byline", "body_html", "category__name")
    before = list(Article.objects.order_by("title").values_list(*kept))
    Article.objects.all().delete()
    (tmp_path / "out").write_text(held.getvalue(), encoding="utf-8", newline="")
    status, lines = run(tmp_path / "out", tmp_path)
    assert (status, len(lines)) == (0, 3)
    assert list(Article.objects.order_by("title").values_list(*kept)) == before
    assert [len(article.tags.all()) for article in Article.objects.all()] == [2, 2, 2]


def test_the_pages_of_a_warc_come_in_under_their_addresses(tmp_path):
    head = '<title>A rule</title><meta name="date" content="2025-07-26">'
    page = f"<!doctype html><html><head>{head}</head><body><p>{TEXT}</p></body></html>"
    with (tmp_path / "a.warc.gz").open("wb") as file:
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
        writer = WARCWriter(file)
        address = "https://outlet.example/rule"
        writer.write_record(writer.create_warc_record(address, "response", io.BytesIO(answer)))
    status, (line,) = run(tmp_path / "a.warc.gz", tmp_path)
    assert (status, line["outcome"], line["path"]) == (0, "created", f"{tmp_path}/a.warc.gz:1")
    article = Article.objects.get(pk=line["article"])
    assert (article.title, article.canonical_url) == ("A rule", address)
    assert article.source.domain == "outlet.example"
    assert article.body_text == TEXT
