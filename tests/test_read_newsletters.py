"""Newsletters in mail: what they have around their text is left out, and told."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.clean import clean
from articles.ingest.readers import newsletters
from articles.ingest.records import Item

TEXT = "The council adopted its rule on Friday, after a long night of talks in the old hall."
MORE = "Its members want the first reports before the end of the year, they said."
ABOVE = [
    "View this email in your browser",
    "View in browser",
    "Read online",
    "View this post on the web at https://outlet.example/p/rule",
    "Having trouble viewing this email? View it in your browser",
    "Newsletter im Browser ansehen",
    "Voir ce message dans votre navigateur",
    "Ver este correo en el navegador",
]
UNDER = [
    "Unsubscribe",
    "Unsubscribe | Manage preferences",
    "Unsubscribe https://outlet.example/u?x=1",
    "You are receiving this email because you signed up at outlet.example.",
    "You're receiving this because you signed up.",
    "This email was sent to bo@a.example by The Outlet.",
    "If you no longer want these letters, you can unsubscribe here.",
    "Manage your email preferences",
    "Newsletter abbestellen",
    "Se désabonner",
    "Sie erhalten diese E-Mail, weil Sie sich angemeldet haben.",
]
SENTENCES = [
    "Readers can unsubscribe from the collection of their data under the rule, ministers said.",
    "You are what you read online, the chair of the council told its members.",
    "View of the hall",
    "Read the whole rule online before it is too late.",
    "The firms must let people manage preferences for what is done with their words and pictures.",
]


def read(text="", html=""):
    made = EmailMessage()
    made["From"], made["To"] = "The Outlet <news@outlet.example>", "bo@a.example"
    made["Subject"], made["Date"] = "Council adopts a rule", "Wed, 9 Jul 2025 10:30:00 +0200"
    if text:
        made.set_content(text)
    if html:
        made.set_content(html, subtype="html")
    return clean(readers.read(Item("a.eml", "a.eml", made.as_bytes())))


@pytest.mark.parametrize("line", ABOVE)
def test_a_line_on_how_to_see_it_elsewhere_is_no_text(line):
    article = read(f"{line}\n\n{TEXT}\n\n{MORE}")
    assert article.body_text == f"{TEXT}\n\n{MORE}"
    assert article.notes[0].startswith(
        f"Left out what newsletters have around their text: '{line[:20]}"
    )
    table = f"<table><tr><td><a href='https://t.example/1'>{line}</a></td></tr></table>"
    assert read(html=f"{table}<p>{TEXT}</p><p>{MORE}</p>").body_text == f"{TEXT}\n\n{MORE}"


@pytest.mark.parametrize("line", UNDER)
def test_a_line_on_how_to_be_rid_of_it_is_no_text(line):
    assert read(f"{TEXT}\n\n{MORE}\n\n{line}").body_text == f"{TEXT}\n\n{MORE}"
    assert read(html=f"<p>{TEXT}</p><p>{MORE}</p><p>{line}</p>").body_text == f"{TEXT}\n\n{MORE}"


@pytest.mark.parametrize("line", SENTENCES)
def test_a_sentence_with_such_words_is_text(line):
    assert line in read(f"{line}\n\n{TEXT}\n\n{line}").body_text
    assert line in read(html=f"<p>{line}</p><p>{TEXT}</p>").body_text


def test_such_a_line_in_the_middle_of_a_long_text_is_text():
    long = "\n\n".join([TEXT] * 15 + ["Unsubscribe"] + [MORE] * 25)
    assert "Unsubscribe" in read(long).body_text


def test_a_line_is_taken_out_of_its_cell_and_nothing_else_is():
    foot = "<p>The Outlet, 1 High Street<br><a href='https://t.example/u'>Unsubscribe</a></p>"
    article = read(html=f"<p>{TEXT}</p>{foot}")
    assert "1 High Street" in article.body_text
    assert "Unsubscribe" not in article.body_text


def test_a_message_of_nothing_else_stays():
    assert read("Unsubscribe").body_text == "Unsubscribe"


def test_html_without_such_lines_is_as_it_was():
    html = f"<P>{TEXT}<br><b>{MORE}"
    assert newsletters.of_html(html) == (html, [])


@given(st.lists(st.sampled_from([*ABOVE, *UNDER, *SENTENCES, TEXT, ""]), max_size=60))
def test_no_line_is_lost_without_being_told(lines):
    text, told = newsletters.of_text("\n".join(lines))
    assert sorted([*text.split("\n"), *told]) == sorted(lines or [""])
    assert set(told) <= {*ABOVE, *UNDER}
