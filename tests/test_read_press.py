"""Downloads of press databases: each document is an article, and never several one."""

import io
from collections import Counter
from contextlib import suppress
from datetime import date
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import archives, readers
from articles.ingest.places import Place
from articles.ingest.readers import press
from articles.ingest.records import Item, Rejection
from tests.endings import ending

FIRST = "The council adopted its rule on Friday, after a long night of talks in the old hall."
LAST = "Section: so one chapter is called, which the members left as it was."
TEXT = f"{FIRST}\n\n{LAST}"
RULE = "_" * 60 + "\n"


def proquest(number):
    return f"""{RULE}Document {number} of 3

Council adopts rule {number}

Author: Lee, Ann; Day, Bo

Publication info: The Outlet; London (UK) [London (UK)]. 2{number} July 2025: A.1.

ProQuest document link

Abstract: None available.

Full text: {TEXT}

Subject: Audits; Models

Location: London

Title: Council adopts rule {number}

Publication title: The Outlet; London (UK)

Publication date: Jul 2{number}, 2025

ProQuest document ID: 32245{number}

Document URL: https://database.example/docview/32245{number}

Database: Newsstream

"""


def factiva(number):
    return f"""Council adopts rule {number}
A night of talks ends
By Ann Lee and Bo Day
1,412 words
2{number} July 2025
10:30 PM GMT
The Outlet
OUTLET
A1
English
(c) 2025 The Outlet

{TEXT}

Document OUTLET002025072{number}el7900{number}bc

"""


def factiva_by_codes(number):
    return f"""HD
Council adopts rule {number}
BY
By Ann Lee and Bo Day
WC
1,412 words
PD
2{number} July 2025
SN
The Outlet
LA
English

LP
{FIRST}

TD
{LAST}

NS
gpol : Politics
AN
Document OUTLET002025072{number}el7900{number}bc

"""


def nexis(number):
    return f"""Council adopts rule {number}

The Outlet

July 2{number}, 2025 {("Monday", "Tuesday", "Wednesday")[number - 1]}, First Edition

Copyright 2025 The Outlet All Rights Reserved

Section: POLICY; Pg. 1

Length: 80 words

Byline: Ann Lee and Bo Day

Body

{TEXT}

Classification

Language: ENGLISH

Load-Date: July 2{number}, 2025

End of Document

"""


def old_nexis(number):
    return f"""                    {number} of 3 DOCUMENTS

                    The Outlet

                    July 2{number}, 2025 {("Monday", "Tuesday", "Wednesday")[number - 1]}

Council adopts rule {number}

BYLINE: Ann Lee and Bo Day

SECTION: POLICY; Pg. 1

LENGTH: 80 words

{TEXT}

LOAD-DATE: July 2{number}, 2025

LANGUAGE: ENGLISH

          Copyright 2025 The Outlet
             All Rights Reserved

"""


def ebsco(number):
    return f"""Record: {number}
Title: Council adopts rule {number}
Authors: Lee, Ann; Day, Bo
Source: The Outlet. 07/2{number}/2025, pA1.
Full Text: {TEXT}
Copyright of The Outlet is the property of The Outlet Ltd and may not be copied.
Accession Number: 18{number}
Database: Newspapers

"""


FORMS = {
    "ProQuest": proquest,
    "Factiva": factiva,
    "Factiva by codes": factiva_by_codes,
    "Nexis": nexis,
    "old Nexis": old_nexis,
    "EBSCO": ebsco,
}


def found_in(content, place=None):
    return list(archives.items(io.BytesIO(content), place or Place("a.txt", "a.txt")))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("name", FORMS)
def test_each_document_of_a_file_is_an_article(name, end):
    text = "".join(map(FORMS[name], (1, 2, 3))).replace("\n", end)
    items = found_in(text.encode())
    assert [item.path for item in items] == ["a.txt:1", "a.txt:2", "a.txt:3"]
    for number, item in enumerate(items, 1):
        raw = readers.read(item)
        assert (raw.title, raw.source_name) == (f"Council adopts rule {number}", "The Outlet")
        assert raw.published == date(2025, 7, 20 + number)
        assert raw.byline in ("Ann Lee; Bo Day", "Ann Lee, Bo Day", "Ann Lee and Bo Day")
        assert raw.body.removeprefix("A night of talks ends").strip() == TEXT
        assert raw.source_url == ""
        assert raw.notes[0].startswith(
            f"Read as a document of {name.split()[-1 if 'old' in name else 0]}"
        )


@pytest.mark.parametrize("name", FORMS)
def test_a_document_by_itself_is_read_from_its_file(name):
    [item] = found_in(FORMS[name](1).encode())
    assert item.path == "a.txt"
    assert readers.read(item).title == "Council adopts rule 1"


@pytest.mark.parametrize("name", FORMS)
def test_several_documents_in_one_text_are_refused(name):
    text = FORMS[name](1) + FORMS[name](2)
    with pytest.raises(Rejection, match=r"^Several documents of \w+ in one text: "):
        readers.read(Item("a", "a", text.encode("utf-16")))


def test_what_is_written_around_documents_is_counted():
    text = proquest(1) + proquest(2) + RULE + "Contact us at: https://database.example/go"
    place = Place("a.txt", "a.txt", Counter())
    assert len(found_in(text.encode(), place)) == 2
    assert place.passed_over == {"written around documents by a database": 1}


def test_that_ebsco_has_the_month_first_is_told():
    raw = press.read(ebsco(1).replace("07/21/2025", "03/04/2025"))
    assert raw.published == date(2025, 3, 4)
    assert "whose dates have the month first" in raw.notes[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (proquest(1).replace("Full text:", "Text:"), "No text: the document of ProQuest has none"),
        (
            nexis(1).replace("July 21, 2025 Monday", "Summer"),
            "The document of Nexis has no date that is understood",
        ),
    ],
)
def test_what_a_document_lacks_is_told(text, reason):
    with pytest.raises(Rejection, match=reason):
        press.read(text)


def test_a_document_that_is_too_large_is_told_and_the_rest_goes_in():
    large = factiva(1).replace(LAST, "word\n" * 1_100_000)
    items = found_in((factiva(2) + large + factiva(3)).encode())
    assert [bool(item.problem) for item in items] == [False, True, False]


def test_a_text_that_speaks_of_such_a_document_is_none():
    assert not press.sniff("The study has a body.\n\nBody\n\nProQuest document numbers are long.")
    assert not press.sniff(f"Council adopts a rule\n412 words\n\n{TEXT}")


@given(st.sampled_from(sorted(FORMS)), st.data())
def test_any_part_of_a_document_is_read_or_refused(name, data):
    lines = FORMS[name](1).split("\n")
    kept = data.draw(st.lists(st.sampled_from(lines), max_size=30))
    text = "\n".join(kept)
    if press.sniff(text):
        with suppress(Rejection):
            assert press.read(text).body


@given(st.binary(max_size=400))
def test_documents_lose_no_text(rest):
    content = factiva(1).encode() + rest + b"\n" + factiva(2).encode()
    held = b"".join(item.content for item in found_in(content))
    assert rest in held


HOSTILE = [
    "\n" * 1_000_000,
    " " * 1_000_000,
    "Body\n" * 200_000 + "Load-Date: a",
    "End of Document\n" * 100_000 + "Body\n",
    "Copyright " + " " * 500_000 + "\nCopyright " * 50_000,
    "ProQuest document ID: 1\n" + "_" * 30 + "\n" + "Full text: a\n" * 200_000,
    "HD\n" * 200_000 + "Document OUTLET0020250721el79001bc",
    "-----\nFrom: a\n" * 100_000,
    ("--- Forwarded ---\nFrom: a\nDate: b\nSubject: c\n\n" + "a " * 10) * 10_000,
    "View online" + "-" * 1_000_000,
    "1 of 2 DOCUMENTS\n" * 100_000 + "LENGTH: a",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_is_read_or_refused_in_time(text):
    mail = b"From: a@a.example\nTo: b\nSubject: c\nDate: 26 Jul 2025\n\n"
    for content in (text.encode(), mail + text.encode()):
        with ending():
            for item in islice(found_in(content), 100):
                with suppress(Rejection):
                    readers.read(item)


@pytest.mark.parametrize(
    "edition",
    [
        *("Late Edition - Final", "Final Edition", "First Edition", "National Edition"),
        *("Late Edition (East Coast)", "Edition 2", "Correction Appended"),
        *("Correction to This Article", "First Edition; Scotland", "LATE EDITION"),
    ],
)
def test_the_edition_of_a_paper_is_no_title(edition):
    for document in (nexis(1), old_nexis(1)):
        raw = press.read(document.replace("Council adopts", f"{edition}\n\nCouncil adopts"))
        assert (raw.title, raw.source_name) == ("Council adopts rule 1", "The Outlet")
        raw = press.read(document.replace("Council adopts rule 1", edition))
        assert raw.title == edition


def test_a_headline_that_speaks_of_an_edition_is_the_title():
    for title in ("The Last Edition", "Its last edition", "Final Edition of a paper sells out"):
        raw = press.read(old_nexis(1).replace("Council adopts rule 1", f"{title}\nMore below"))
        assert raw.title == title
