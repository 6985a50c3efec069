"""Plain text under a date, and titles made from first sentences."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.readers import headline, plain_text
from articles.ingest.records import Item, Rejection


def test_it_reads_a_date_and_keeps_the_whole_text():
    raw = plain_text.read(" date 2025-07-26 Ministers met in Oslo. They agreed.\n\nMore follows.\n")
    assert raw.published == date(2025, 7, 26)
    assert raw.title == "Ministers met in Oslo"
    assert raw.body == "Ministers met in Oslo. They agreed.\n\nMore follows."
    assert (raw.body_format, raw.source_url, raw.tags) == ("text", "", ())


@pytest.mark.parametrize(
    "beginning",
    [
        "date 2025-07-26 ",
        "Date: 2025-07-26\n",
        "\n\nDATE:2025-07-26\n\n",
        "Date: July 26, 2025\n",
        "Date: 26 July 2025\n",
        "date 26.7.2025 ",
        "date: 2025年7月26日\n",
    ],
)
def test_it_knows_the_date_in_other_dress(beginning):
    raw = plain_text.read(f"{beginning}Ministers met.")
    assert (raw.published, raw.body) == (date(2025, 7, 26), "Ministers met.")


def test_it_keeps_the_time_of_day():
    raw = plain_text.read("date 2025-07-26T10:30:00+02:00 Ministers met.")
    assert raw.published_at == datetime(2025, 7, 26, 8, 30, tzinfo=UTC)


def test_a_time_without_a_zone_is_left_out_with_a_note():
    raw = plain_text.read("date 2025-07-26T10:30:00 Ministers met.")
    assert (raw.published, raw.published_at) == (date(2025, 7, 26), None)
    assert raw.notes == ("The time has no zone: the day was kept without the time.",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Ministers met.", "No date: begin the text with a line such as 'date 2025-07-26'."),
        ("dated 2025-07-26 Ministers met.", "No date: "),
        ("date 2025-02-30 Ministers met.", "Impossible date: '2025-02-30'."),
        ("date 03/04/2025 Ministers met.", "Ambiguous date: '03/04/2025'."),
        ("date 2025-07-26", "No text: nothing follows the date."),
        ("date: soon\nMinisters met.", "Date not understood: 'soon'."),
    ],
)
def test_it_says_why_it_cannot_read(text, reason):
    with pytest.raises(Rejection) as rejection:
        plain_text.read(text)
    assert str(rejection.value).startswith(reason)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("One sentence. Another.", "One sentence"),
        ("Is it so? Yes.", "Is it so?"),
        ("“It is so.” He left.", "“It is so.”"),
        (
            "The U.S. Senate met Dr. J. Smith on Jan. 5. It rained.",
            "The U.S. Senate met Dr. J. Smith on Jan. 5",
        ),
        ("Growth was 3.5 percent. It fell.", "Growth was 3.5 percent"),
        ("Rules now apply in the U.S.", "Rules now apply in the U.S."),
        ("A heading without a stop\n\nThen a text.", "A heading without a stop"),
        ("A wrapped\nsentence goes on. Then.", "A wrapped sentence goes on"),
        ("部长们会面。他们同意了。", "部长们会面"),
    ],
)
def test_a_title_is_the_first_sentence(text, title):
    assert headline.from_text(text) == title


LONG = "The finance minister of a small northern country has announced a fund for the training of"
LATE = "Lawmakers in the coastal province voted late on Tuesday night to delay the rules"


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        (
            f"{LONG} teachers and nurses in the use of language models (LLMs).",
            f"{LONG} teachers and nurses",
        ),
        (f"{LATE}; companies that had already paid for a seal must wait until next year.", LATE),
        ("Word " * 40 + "end.", "Word " * 23 + "Word…"),
        ("x" * 300, "x" * 119 + "…"),
    ],
)
def test_a_long_first_sentence_is_shortened_at_a_clause(sentence, title):
    assert headline.from_text(sentence) == title


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_a_title_is_short_and_on_one_line(text):
    title = headline.from_text(text)
    assert len(title) <= headline.MAX_TITLE
    assert "\n" not in title


@pytest.mark.parametrize(
    "line", ["2025-07-26", "July 26, 2025", "26. Juli 2025", "*July 26, 2025*"]
)
def test_a_date_may_stand_alone_in_the_first_line(line):
    article = plain_text.read(f"{line}\n\nThe council met. It adopted a rule.")
    assert (article.published, article.title) == (date(2025, 7, 26), "The council met")
    assert article.body == "The council met. It adopted a rule."


def test_a_date_may_stand_under_the_heading():
    article = plain_text.read("# Council adopts a rule\n\nJuly 26, 2025\n\nThe council met.")
    assert (article.published, article.title) == (date(2025, 7, 26), "Council adopts a rule")
    assert article.body == "The council met."


def test_another_dated_text_in_the_same_file_is_told():
    raw = plain_text.read("date 2025-07-26 Ministers met.\n\ndate 2025-07-27 They met again.")
    assert raw.notes[0].startswith("Another line with a date stands within the text")


@pytest.mark.parametrize(
    "headline",
    ["OpenAI: a model withdrawn", "EU AI Act: what was adopted", "Analysis: rules, late"],
)
@pytest.mark.parametrize(
    "lines",
    ["Date: January 12, 2025\nAuthor: Q. R", "Date: 2025-01-12\nURL: https://outlet.example/a"],
)
def test_a_headline_with_a_colon_above_lines_of_metadata_is_the_title(headline, lines):
    raw = readers.read(Item("a.txt", "a.txt", f"{headline}\n{lines}\n\nThe text.".encode()))
    assert (raw.title, raw.body) == (headline, "The text.")
    assert "No title: the first line was taken." in raw.notes


def test_a_line_of_words_under_an_unknown_name_is_told():
    text = "Title: A rule\nAnalysis: rules came late\nSlug: rule\nDate: 2025-01-12\n\nThe text."
    raw = readers.read(Item("a.txt", "a.txt", text.encode()))
    assert raw.title == "A rule"
    assert [note for note in raw.notes if "Analysis: rules came late" in note]
    assert "Slug" not in " ".join(raw.notes)


def test_a_setting_above_other_lines_is_no_title():
    text = "Layout: post\nDate: 2025-01-12\nTags: rules\n\nThe council met."
    raw = readers.read(Item("a.txt", "a.txt", text.encode()))
    assert raw.title == "The council met"
