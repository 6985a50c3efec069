"""Bytes as text: which encodings are read, and what is said of the others."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.readers.encodings import decode
from articles.ingest.records import Item, RawArticle, Rejection
from tests.endings import ending

TEXT = "date 2025-07-26 Café owners met.\n\nThey spoke of rules."


def read(content):
    return readers.read(Item("a", "a", content))


def outcome(content):
    """The article, or the reason why there is none."""
    try:
        return read(content)
    except Rejection as rejection:
        return str(rejection)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_it_reads_unicode_with_any_line_ends(encoding, line_end):
    raw = read(TEXT.replace("\n", line_end).encode(encoding))
    assert raw.body == "Café owners met.\n\nThey spoke of rules."
    assert raw.notes == ()


# Texts in the encodings of their regions, none of which says what it is in.
LEGACY = [
    ("Café owners met and spoke of rules.", ["cp1252", "latin-1"], "windows-1252"),
    ("The council said “no” – it’s too early for a rule.", ["cp1252"], "windows-1252"),
    ("El consejo aprobó la norma mañana según la comisión.", ["latin-1"], "windows-1252"),
    (
        "Rada przyjęła w piątek przepisy, które wymagają przeglądów dużych modeli. Później święta.",
        ["cp1250"],
        "windows-1250",
    ),
    ("Rada v pátek přijala nařízení, které vyžaduje kontroly.", ["iso8859_2"], "iso-8859-2"),
    ("Совет принял правило, которое требует проверок.", ["koi8_r"], "koi8-r"),
    ("Совет принял правило, которое требует проверок.", ["cp1251"], "windows-1251"),
    ("Το συμβούλιο ενέκρινε έναν κανόνα για τα μοντέλα.", ["cp1253"], "windows-1253"),
    (
        "理事会は金曜日、大規模モデルの監査を求める規則を採択した。詳細は来月発表される見通しだ。",
        ["cp932", "shift_jis"],
        "shift_jis",
    ),
    (
        "理事会は金曜日、大規模モデルの監査を求める規則を採択した。詳細は来月発表される見通しだ。",
        ["iso2022_jp"],
        "iso-2022-jp",
    ),
    (
        "理事会は金曜日、大規模モデルの監査を求める規則を採択した。詳細は来月発表される見通しだ。",
        ["euc_jp"],
        "euc-jp",
    ),
    ("理事会周五通过了一项规则，要求进行审计。", ["gb2312", "gb18030"], "gb18030"),
    ("理事會週五通過了一項規則，要求進行審計。", ["big5"], "big5"),
    ("이사회는 금요일 감사를 요구하는 규칙을 채택했다.", ["euc_kr", "cp949"], "euc-kr"),
]


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [(text, encoding, name) for text, encodings, name in LEGACY for encoding in encodings],
)
def test_it_finds_out_a_legacy_encoding_and_says_which(text, encoding, name):
    raw = read(f"date 2025-07-26 {text}\n\n{text}".encode(encoding))
    assert raw.body.startswith(text)
    assert raw.notes == (f"The file is not UTF-8: read as {name}, the likeliest.",)


# Short texts, in whose encoding most bytes are letters of some other language too.
SHORT = [
    ("cp1252", "Le contrôle des modèles sera naïf, déjà dépassé, écrit l’expert."),
    ("cp1252", "La città ha già deciso: più controlli, perché è necessario."),
    ("cp1252", "Regeringen föreslår nya regler på området."),
    ("cp1252", "The “rule” – says the council’s speaker – costs €5 million."),
    ("iso8859_2", "Vláda schválila návrh zákona o umělé inteligenci, který má platit příští rok."),
    ("cp1250", "Rząd przyjął projekt ustawy, która wejdzie w życie w przyszłym roku."),
    ("cp1250", "A kormány elfogadta a törvényt, amely erősebb felügyeletet ír elő."),
    ("cp1250", "Guvernul va înfiinţa o autoritate şi va adopta legea privind inteligenţa."),
    ("cp1254", "Hükümet yapay zekâ yasasını kabul etti ve yeni bir kurum kuracağını açıkladı."),
    ("cp1257", "Valdība pieņēma likumu par mākslīgo intelektu, kas stāsies spēkā gadā."),
    ("cp850", "Die Behörde prüft künftig große Modelle, sagte der Minister in München."),
    ("mac_roman", "Le député a demandé des règles plus sévères à l’été."),
]


@pytest.mark.parametrize(("encoding", "text"), SHORT)
def test_a_short_text_in_latin_letters_is_that_of_one_language(encoding, text):
    assert decode(text.encode(encoding))[0] == text


DECLARATIONS = ['<meta charset="{0}">', "<meta content='text/html; charset={0}' http-equiv=X>"]
DECLARATIONS += ['<?xml version="1.0" encoding="{0}"?>']


@pytest.mark.parametrize("declaration", DECLARATIONS)
@pytest.mark.parametrize(
    ("label", "text"),
    [("iso-8859-1", "café “x”"), ("Shift_JIS", "規則"), ("gb2312", "规则"), ("koi8-u", "її")],
)
def test_a_declared_encoding_is_believed(declaration, label, text):
    codec = {"iso-8859-1": "cp1252"}.get(label, label)
    whole = f"{declaration.format(label)} {text}"
    assert decode(whole.encode(codec)) == (whole, "")


def test_an_encoding_that_is_named_outside_of_the_file_is_believed():
    assert decode("її".encode("koi8-u"), "KOI8-U") == ("її", "")


@pytest.mark.parametrize("label", ["nonsense", "shift_jis", "utf-8"])
def test_a_wrong_declaration_is_not_believed(label):
    assert decode("café über".encode(), label) == ("café über", "")
    text, note = decode(("Café owners met. " * 3).encode("cp1252"), label)
    assert text == "Café owners met. " * 3
    assert "read as windows-1252" in note


def test_utf_8_that_is_cut_within_a_character_loses_that_alone():
    assert decode("Přijala pravidlo é".encode()[:-1]) == ("Přijala pravidlo ", "")


def test_few_wrong_bytes_in_much_utf_8_are_replaced_and_noted():
    text, note = decode("é".encode() * 30 + b"\xff!")
    assert text == "é" * 30 + "\ufffd!"
    assert note == "Read as UTF-8: 1 wrong bytes became the sign \ufffd."


@given(
    st.text(min_size=1).filter(lambda text: text.strip() and "\0" not in text),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
)
def test_any_unicode_text_is_read_as_it_is(text, encoding):
    content = text.encode(encoding)
    if encoding == "utf-8" and content.startswith((codecs.BOM_UTF8, b"\x1b$")):
        return
    assert decode(content)[0] == text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize("content", [b"\xff" * 4_900_000, b"a" * 4_900_000 + b"\xe9 "])
def test_guessing_takes_no_longer_for_a_large_file(content):
    with ending():
        assert outcome(content)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Empty: the file holds no text."),
        (b" \n\t ", "Empty: the file holds no text."),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "Not text: the file is binary."),
        (b"\x89PNG\r\n\x1a\n\x01\xff", "Not text: the file is binary."),
        (b"\xff\xfea\0\x00\xd8", "Not UTF-16 text"),
        (b"\xff\xfe\0\0a\0", "Not UTF-32 text"),
        (bytes(range(128, 256)) * 9, "Not text in an encoding that is known here."),
        (b"date 2025-07-26 a\0b", "Not text: the file is binary."),
        (b"x" * 5_000_001, "Too large: 5.0 MB, at most 5 MB. Split the file."),
    ],
)
def test_it_says_why_it_cannot_read(content, reason):
    with pytest.raises(Rejection) as rejection:
        read(content)
    assert reason in str(rejection.value)


def test_a_problem_of_the_item_is_the_reason():
    with pytest.raises(Rejection, match="Cannot be read"):
        readers.read(Item("a", "a", TEXT.encode(), "Cannot be read."))


PIECES = [
    "---\n",
    "title: ",
    "date: 2025-07-26\n",
    "date 2025-07-26 ",
    "tags: [a, {b: c}]\n",
    "&a ",
    "*a ",
]
PIECES += [
    "- x\n",
    "? ",
    "!!python/object:os.system ",
    "|\n",
    "\t",
    "# H\n",
    "<p>",
    "{",
    "\x85",
    "%YAML 9",
]
PIECES += ["+++\n", ";;;\n", "---json\n", "...\n", '{"date": "2025-07-26", "a": [', "]}\n", '"']
PIECES += ["date = 2025-07-26\n", "a.b = {", "[params]\n", "Title: A\n", ":date: 2025-07-26\n"]
PIECES += ["%PDF-1", "{\\rtf1 ", "<opml>", "---js\n", "<!-- saved from url=(1)https://a.test/ -->"]
PIECES += ["A: a\nContent-Type: multipart/related; boundary=a\n\n", "--a\n", "<body>", ":::a\n"]
PIECES += ["title: a: b\n", "`a <b>`_", ".. _a: b\n", "July 26, 2025\n", "<time>2025-07-26</time>"]
PIECES += ["Body\n", "Load-Date: a\n", "ProQuest document ID: 1\n", "Full text: a\n", "1 words\n"]
PIECES += ["% A\n", "===\n", "{% a %}", "{{< ", "[[", "import 'a'\n", "<Aa>", "{: .a}\n", "\n\n"]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=20).map("".join))
def test_any_text_is_an_article_or_a_reason(text):
    found = outcome(text.encode("utf-8", "replace"))
    assert found.body.strip() if isinstance(found, RawArticle) else found.endswith(".")


@given(st.binary(max_size=60))
def test_any_bytes_are_an_article_or_a_reason(content):
    found = outcome(content)
    assert found.body.strip() if isinstance(found, RawArticle) else found.endswith(".")
