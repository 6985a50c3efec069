"""Messages of email, one a file or many in a mailbox."""

import io
from contextlib import suppress
from datetime import UTC, date, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import archives, mailboxes, readers
from articles.ingest.clean import clean
from articles.ingest.places import Place
from articles.ingest.readers import mail
from articles.ingest.records import Item, Rejection

TEXT = "The council adopted its rule on Friday."


def message(text=TEXT, html="", **headers):
    made = EmailMessage()
    made["From"] = headers.pop("sender", "José Day <jose@outlet.example>")
    made["To"] = "list@outlet.example"
    made["Subject"] = headers.pop("subject", "Council adopts a rule – what follows")
    made["Date"] = headers.pop("day", "Sat, 26 Jul 2025 10:30:00 +0200")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    if text:
        made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    return made


def read(given):
    content = given if isinstance(given, bytes) else given.as_bytes()
    return clean(readers.read(Item("a.eml", "a.eml", content)))


def test_a_message_tells_title_author_and_moment():
    article = read(message())
    assert article.title == "Council adopts a rule – what follows"
    assert article.byline == "José Day"
    assert article.published_at == datetime(2025, 7, 26, 8, 30, tzinfo=UTC)
    assert article.body_html == f"<p>{TEXT}</p>"


def test_of_two_texts_that_with_its_links_is_taken():
    html = f"<html><head><title>x</title></head><body><p>{TEXT} <a href='https://a.example/b'>"
    article = read(message(html=f"{html}More</a></p></body></html>"))
    assert article.body_html.startswith(f"<p>{TEXT} <a href=")
    assert [link.url for link in article.links] == ["https://a.example/b"]


def test_what_is_attached_is_no_text():
    given = message()
    given.add_attachment("Not this.", filename="a.txt")
    assert read(given).body_text == TEXT


def test_a_forwarded_message_is_read_and_the_report_says_so():
    within = (
        "FYI\n\n---------- Forwarded message ---------\nFrom: Ann Lee <ann@outlet.example>\n"
        f"Date: Tue, Jul 1, 2025 at 9:00 AM\nSubject: Council adopts a rule\n\n{TEXT}"
    )
    raw = readers.read(Item("a", "a", message(text=within, subject="Fwd: A rule").as_bytes()))
    assert (raw.title, raw.byline, raw.body) == ("Council adopts a rule", "Ann Lee", TEXT)
    assert raw.published == date(2025, 7, 1)
    assert raw.notes[0].startswith("Read as the message that is forwarded in it")


def test_the_report_says_how_much_was_left_out():
    given = message()
    given.add_attachment("Not this.", filename="a.txt")
    given.add_attachment(message(text="Nor this."))
    raw = readers.read(Item("a.eml", "a.eml", given.as_bytes()))
    assert raw.notes == ("Left out what is attached to the message or forwarded in it: 2.",)


def test_texts_that_stand_one_after_the_other_are_one():
    given = message(text="The council met.")
    given.make_mixed()
    given.attach(message(text="", html="<p>It <i>adopted</i> its rule.</p>").get_payload()[0])
    assert read(given).body_html == "<p>The council met.</p>\n<p>It <i>adopted</i> its rule.</p>"


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_headers_in_raw_bytes_are_read(encoding):
    head = "From: Jörg Müller <a@a.example>\nTo: b@b.example\nSubject: Gesetz für Prüfungen\n"
    rest = b"Date: 26 Jul 2025 10:00 +0000\n\nThe council met.\n"
    article = read(head.encode(encoding) + rest)
    assert (article.title, article.byline) == ("Gesetz für Prüfungen", "Jörg Müller")


def test_a_message_of_nothing_but_attachments_is_refused():
    given = message(text="")
    given.add_attachment("Not this.", filename="a.txt")
    with pytest.raises(Rejection, match="No text: the message has none"):
        read(given)


def test_an_encoding_of_its_own_is_read():
    head = b"From: Day <a@a.example>\nTo: b@b.example\nSubject: A\nDate: 26 Jul 2025 10:00 +0000\n"
    kind = b"Content-Type: text/plain; charset=koi8-r\nContent-Transfer-Encoding: 8bit\n\n"
    russian = "Совет принял закон о надзоре."
    assert read(head + kind + russian.encode("koi8-r")).body_text == russian


@pytest.mark.parametrize(
    "told",
    [
        {"Archived_At": "<https://outlet.example/p/rule>"},
        {"text": f"View this post on the web at https://outlet.example/p/rule\n\n{TEXT}"},
        {"text": f"{TEXT}\n\nView it in your browser (https://outlet.example/p/rule)"},
    ],
)
def test_the_page_of_a_newsletter_is_its_address(told):
    assert read(message(**told)).source_url == "https://outlet.example/p/rule"


@pytest.mark.parametrize("sender", ["jose@outlet.example", "a@b.example <a@b.example>"])
def test_an_address_of_email_is_no_name(sender):
    assert read(message(sender=sender)).byline == ""


def test_without_a_date_the_day_on_which_it_was_received_counts():
    received = "from a by b; Sun, 27 Jul 2025 10:00:00 +0000"
    given = message(Received=received)
    del given["Date"]
    assert read(given).published == date(2025, 7, 27)
    del given["Received"]
    given["Message-ID"] = "<1@outlet.example>"
    with pytest.raises(Rejection, match="No date: the message has none in its header"):
        read(given)


def test_metadata_of_a_site_generator_is_no_message():
    assert not mail.sniff(b"Title: A\nDate: 2025-07-26\nAuthor: Ann <ann@a.example>\n\nText.")


def mailbox(*messages):
    postmark = b"From jose@outlet.example Sat Jul 26 10:30:00 2025\n"
    return b"".join(postmark + one.as_bytes() + b"\n" for one in messages)


def found_in(content):
    return list(archives.items(io.BytesIO(content), Place("a.mbox", "a.mbox")))


def test_each_message_of_a_mailbox_is_an_item():
    given = [message(subject=f"Rule {n}", text=f"{TEXT}\n\nFrom here on, {n}.") for n in (1, 2)]
    items = found_in(mailbox(*given))
    assert [item.path for item in items] == ["a.mbox:1", "a.mbox:2"]
    articles = [clean(readers.read(item)) for item in items]
    assert [article.title for article in articles] == ["Rule 1", "Rule 2"]
    assert "From here on, 2." in articles[1].body_text


def test_a_line_that_is_quoted_in_a_mailbox_is_as_it_was():
    content = mailbox(message()).replace(b"The council", b">From 2025 the council")
    assert clean(readers.read(found_in(content)[0])).body_text.startswith("From 2025 the council")


def test_a_message_that_is_too_large_is_told_and_the_rest_goes_in():
    large = message(subject="Large", text="word " * 20 + "\n" + "x\n" * 3_000_000)
    first, second = found_in(mailbox(large, message()))
    assert first.problem == "The message is larger than 5 MB. Save its text as HTML or text."
    assert clean(readers.read(second)).body_text == TEXT


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_lines_may_end_in_any_way(end):
    given = message(text=f"{TEXT}\n\nMore.").as_bytes().replace(b"\n", end)
    assert read(given).body_text == f"{TEXT}\n\nMore."
    box = mailbox(message(), message(subject="B")).replace(b"\n", end)
    assert [read(item.content).title for item in found_in(box)][1] == "B"


@given(
    st.binary(max_size=300), st.sampled_from(["text/plain", "text/html", "multipart/mixed", "x"])
)
def test_any_message_is_read_or_refused(rest, kind):
    head = f"From: a@a.example\nTo: b@b.example\nDate: 26 Jul 2025\nContent-Type: {kind}".encode()
    with suppress(Rejection):
        raw, _ = mail.read(head + rest)
        assert raw.body


@given(st.binary(max_size=500), st.sampled_from([b"\n", b"\r"]))
def test_a_mailbox_loses_no_line(rest, end):
    head = b"From a@a.example Sat Jul 26 10:30:00 2025\nSubject: A\n".replace(b"\n", end)
    content = head + rest
    held = b"".join(item.content for item in mailboxes.items(io.BytesIO(content), Place("a", "a")))
    kept = [line for line in content.splitlines() if not line.startswith((b"From ", b">"))]
    assert all(line in held for line in kept)


@pytest.mark.parametrize(
    "other",
    [
        *("In-Reply-To: <1@outlet.example>", "References: <1@outlet.example>\n <2@outlet.example>"),
        *("Cc: b@outlet.example", "User-Agent: Mail 1", "Thread-Topic: A rule", "Autocrypt: a=1"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_message_may_begin_with_any_header(other, place):
    headers = ["From: Ann Lee <ann@outlet.example>", "Subject: A rule"]
    headers.insert(place, other)
    text = "\n".join([*headers, "Date: Sat, 26 Jul 2025 10:30:00 +0200", "", TEXT])
    article = read(text.encode())
    assert (article.title, article.byline) == ("A rule", "Ann Lee")
    assert article.body_text == TEXT


def test_metadata_that_names_who_it_is_from_is_no_message():
    lines = "Title: A rule\nFrom: ann@outlet.example\nDate: 2025-07-26"
    assert not mail.sniff(f"{lines}\n\n{TEXT}".encode())


@pytest.mark.parametrize(
    "line",
    [
        *("From the start it was clear that 2025 is a year.", "From Oslo on Mon in July 2025"),
        *("From ann@outlet.example in 2025", "From Ann Sat Jul 26 of 2025"),
    ],
)
def test_a_sentence_that_begins_with_from_parts_no_message(line):
    [item] = found_in(mailbox(message(text=f"{TEXT}\n\n{line}\n")))
    assert line in read(item.content).body_text


@pytest.mark.parametrize(
    "postmark",
    [
        "From - Sat Jul 26 10:30:00 2025",
        "From 18@xxx Sat Jul 26 10:30:00 +0000 2025",
        "From MAILER-DAEMON Sat Jul  5 10:30:00 2025",
        "From ann at outlet.example  Sat Jul 26 10:30:00 2025",
        "From ann@outlet.example Sat Jul 26 10:30 CEST 2025 remote from host",
        "From ann@outlet.example Sat, 26 Jul 2025 10:30:00 +0200",
    ],
)
def test_what_programs_write_before_a_message_parts_messages(postmark):
    one = f"{postmark}\n".encode() + message().as_bytes()
    assert [read(item.content).body_text for item in found_in(one + b"\n" + one)] == [TEXT, TEXT]
