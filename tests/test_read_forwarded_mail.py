"""Messages that are forwarded in others, or that Outlook saved as text."""

from datetime import date
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.readers import mail_headers
from articles.ingest.records import Item, Rejection

TEXT = "The council adopted its rule on Friday, after a long night of talks in the old hall."
DAY = date(2025, 7, 1)
GMAIL = (
    "---------- Forwarded message ---------\nFrom: Ann Lee <ann@outlet.example>\n"
    "Date: Tue, Jul 1, 2025 at 9:00\u202fAM\nSubject: Council adopts a rule\n"
    "To: Bo <bo@a.example>\n\n{}"
)
OUTLOOK = (
    "-----Original Message-----\nFrom: Ann Lee\nSent: Tuesday, July 1, 2025 9:00 AM\n"
    "To: Bo\nCc: Cy\nSubject: FW: Council adopts a rule\n\n{}"
)
RULED = "________________________________\n" + OUTLOOK.partition("\n")[2]
GERMAN = (
    "-----Ursprüngliche Nachricht-----\nVon: Ann Lee\nGesendet: Dienstag, 1. Juli 2025 09:00\n"
    "An: Bo\nBetreff: WG: Council adopts a rule\n\n{}"
)
FRENCH = (
    "---------- Message transféré ---------\nDe : Ann Lee <ann@outlet.example>\n"
    "Date : mar. 1 juil. 2025 à 09:00\nObjet : TR: Council adopts a rule\nÀ : Bo\n\n{}"
)
THUNDERBIRD = (
    "-------- Forwarded Message --------\nSubject: \tCouncil adopts a rule\n"
    "Date: \tTue, 1 Jul 2025 09:00:00 +0000\nFrom: \tAnn Lee <ann@outlet.example>\n\n{}"
)


def quoted(text):
    lines = text.format(TEXT).partition("\n")[2].split("\n")
    return "Begin forwarded message:\n\n" + "\n".join(f"> {line}" for line in lines)


FORMS = {
    "Gmail": GMAIL.format(TEXT),
    "Outlook": OUTLOOK.format(TEXT),
    "a rule": RULED.format(TEXT),
    "German": GERMAN.format(TEXT),
    "French": FRENCH.format(TEXT),
    "Thunderbird": THUNDERBIRD.format(TEXT),
    "quoted": quoted(GMAIL),
    "a chain": GMAIL.format("FYI\n\n" + OUTLOOK.format(TEXT)),
}


def read(text, html="", day="Wed, 9 Jul 2025 10:30:00 +0200"):
    made = EmailMessage()
    made["From"], made["To"] = "Bo Day <bo@a.example>", "cy@a.example"
    made["Subject"], made["Date"] = "Fwd: A rule", day
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return readers.read(Item("a.eml", "a.eml", made.as_bytes()))


@pytest.mark.parametrize("name", FORMS)
def test_a_forwarded_message_is_the_article(name):
    raw = read(f"See below.\n\n{FORMS[name]}")
    assert (raw.title, raw.byline, raw.published) == ("Council adopts a rule", "Ann Lee", DAY)
    assert raw.body == TEXT
    assert raw.notes[0].startswith("Read as the message that is forwarded in it")


def test_a_reply_that_quotes_another_message_is_a_message_of_its_own():
    raw = read(f"{TEXT} {TEXT}\n\n{OUTLOOK.format(TEXT)}")
    assert (raw.title, raw.byline) == ("A rule", "Bo Day")


def test_the_html_of_a_forwarded_message_keeps_its_links():
    html = f"<p>FYI</p><div>{GMAIL.format('')}</div><p>{TEXT} <a href='https://a.example'>b</a></p>"
    raw = read(f"FYI\n\n{GMAIL.format(TEXT)}", html)
    assert (raw.title, raw.byline, raw.published) == ("Council adopts a rule", "Ann Lee", DAY)
    assert "https://a.example" in raw.body
    assert raw.notes[0] == (
        "Title, author and day are those of the message that is forwarded in it."
    )


def test_an_unclear_day_of_a_forwarded_message_is_told_by_the_outer_one():
    told = OUTLOOK.format(TEXT).replace("Tuesday, July 1, 2025 9:00 AM", "03/04/2025 09:00")
    assert read(told, day="Thu, 20 Mar 2025 10:00:00 +0000").published == date(2025, 3, 4)
    assert read(told, day="Fri, 20 Jun 2025 10:00:00 +0000").published == date(2025, 6, 20)


SAVED = OUTLOOK.partition("\n")[2]


@pytest.mark.parametrize("form", [SAVED, SAVED.replace(": ", ":\t"), GERMAN.partition("\n")[2]])
def test_a_message_that_outlook_saved_as_text_is_an_article(form):
    raw = readers.read(Item("a.txt", "a.txt", form.format(TEXT).encode()))
    assert (raw.title, raw.byline, raw.published) == ("Council adopts a rule", "Ann Lee", DAY)
    assert raw.body == TEXT


@pytest.mark.parametrize(
    ("day", "reason"),
    [("03/04/2025 09:00", "Ambiguous date: '03/04/2025 09:00'"), ("soon", "No date: the message")],
)
def test_a_saved_message_without_a_clear_day_is_refused(day, reason):
    text = SAVED.format(TEXT).replace("Tuesday, July 1, 2025 9:00 AM", day)
    with pytest.raises(Rejection, match=reason):
        readers.read(Item("a.txt", "a.txt", text.encode()))


def test_an_address_of_email_is_no_name():
    fields, _ = mail_headers.at_top(SAVED.replace("Ann Lee", "ann@outlet.example").format(TEXT))
    assert "author" not in fields


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_0037".encode("utf-16-le"), r"\.msg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "A document of an older office program"),
        (b"!BDN\0\0", "A mailbox of Outlook"),
    ],
)
def test_files_of_outlook_are_refused_by_name(content, reason):
    with pytest.raises(Rejection, match=reason):
        readers.read(Item("a", "a", content))


@given(st.lists(st.sampled_from([*FORMS.values(), "> ", "\n", "words\n", "From: a\n"]), max_size=9))
def test_what_is_read_of_any_text_stands_in_it(parts):
    text = "\n".join(parts)
    if found := mail_headers.forwarded(text):
        words = text.replace(">", " ").split()
        assert set(found[1].replace(">", " ").split()) <= set(words)
