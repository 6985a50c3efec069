"""Files of kinds that are known and not read: the reason says what they are."""

import io
import zipfile

import pytest

from articles.ingest import archives, readers
from articles.ingest.places import Place
from articles.ingest.records import Item, Rejection

KINDS = [
    ("%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "A PDF file."),
    (r"{\rtf1\ansi The council adopted a rule.}", "A file in Rich Text Format."),
    ('<?xml version="1.0"?>\n<opml version="2.0"><body/></opml>', "A list of feeds."),
    ('<?xml version="1.0"?>\n<!-- a -->\n<nitf><body/></nitf>', "XML of a kind that is not read."),
    ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF='a'>Rule</A></DL>", "A list of book"),
    ("TY  - NEWS\nTI  - Council adopts a rule\n", "A list of references (RIS)"),
    ("@article{lee2025,\n  title = {Council adopts a rule}\n}", "A list of references (BibTeX)"),
    ('<?xml version="1.0"?>\n<urlset xmlns="a"><url/></urlset>', "A sitemap"),
    ("---js\n{ title: 'A rule' }\n---\nThe council adopted it.", "Front matter in JavaScript."),
]


@pytest.mark.parametrize(("text", "reason"), KINDS)
def test_the_reason_names_the_kind_of_a_file_that_is_not_read(text, reason):
    with pytest.raises(Rejection) as refused:
        readers.read(Item("2025-07-26-rule", "a", text.encode()))
    assert str(refused.value).startswith(reason)


@pytest.mark.parametrize("mark", ["[Content_Types].xml", "mimetype"])
def test_a_document_that_is_packed_as_an_archive_is_one_item_with_a_reason(mark):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(mark, "x")
        archive.writestr("word/document.xml", "<p>The council adopted a rule.</p>")
    [item] = archives.items(io.BytesIO(held.getvalue()), Place("rule.docx", "rule.docx"))
    assert item.problem == "A document of an office program or an e-book. Save it as HTML or text."
