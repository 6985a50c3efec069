"""Text that was decoded wrongly before it came here, and good text, which stays as it is."""

import string

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.readers import mending
from articles.ingest.records import Item


def misread(text, times=1):
    """UTF-8 that was taken for windows-1252, its unassigned bytes for controls."""
    for _ in range(times):
        text = "".join(
            bytes([byte]).decode("cp1252") if byte not in UNASSIGNED else chr(byte)
            for byte in text.encode()
        )
    return text


UNASSIGNED = {0x81, 0x8D, 0x8F, 0x90, 0x9D}

SENTENCES = [
    "It’s Paul’s café",
    "“Not yet”, she said – and left",
    "Zoë Müller asked for €100 and £30",
    "Совет принял правило",
    "理事会は規則を採択した",
    "L’été à Paris",
    "Ştiinţă și învăţământ",
]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("times", [1, 2])
def test_what_was_decoded_wrongly_is_put_right(sentence, times):
    assert mending.text(misread(sentence, times)) == sentence


def test_each_line_is_put_right_by_itself():
    given = "Zürich\n" + misread("It’s Paul’s café") + "\nNÃO"
    assert mending.text(given) == "Zürich\nIt’s Paul’s café\nNÃO"


def test_an_article_is_put_right_in_all_its_words_and_says_so():
    front = "title: It’s here\nexcerpt: Zoë’s\nauthor: Zoë Müller\ntags: [Café’s]\n"
    text = f"---\ndate: 2025-07-26\n{front}---\n<p>“Not yet”, she said.</p>"
    raw = readers.read(Item("a", "a", misread(text).encode()))
    assert (raw.title, raw.excerpt, raw.byline) == ("It’s here", "Zoë’s", "Zoë Müller")
    assert raw.tags == ("Café’s",)
    assert raw.body == "<p>“Not yet”, she said.</p>"
    assert raw.notes == (mending.NOTE,)


# Good text that a rule of thumb would damage: capitals and signs that wrong decoding makes too.
GOOD = [
    *("café…»", "déjà\u00a0»", "«\u00a0voilà\u00a0»", "NÃO É ASSIM", "TRÂN TRỌNG", "IL Y MARQUÉ…"),
    *("±5 µm ×2 °C", "Ã, Â and Î are letters", "¿Qué? ¡Sí!", "Đà Nẵng", "5 º ©2025 ®", "“â”"),
    *("&acirc;€™", "ÂGE", "prêt‑à‑porter", "«c’est ça»…", "à ®", "Œuvre – œuvre", "½ à ¾", "È‘’"),
    *("“Â”", "« Â »", "Â l’aube", "œ “ÿ”", "ïœœ", "Œê", "œûmf là"),
]
ACCENTED = [
    *("àâæçéèêëîïôœùûüÿ", "äöüß", "áéíóúñ", "ãõáéíóúâêôç", "ąćęłńóśźż", "áčďéěíňóřšťúůýž"),
    *(
        "åäöæø",
        "ğışçöü",
        "ăâîșț",
        "ảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
    ),
]
ALPHABETS = [
    *(string.ascii_lowercase + letters for letters in ACCENTED),
    *("абвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ", "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώ"),
    *("אבגדהוזחטיכלמנסעפצקרשת", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "あいうえおカキクケコ理事会規則"),
    *(
        "理事会周五通过了一项规则",
        "이사회는규칙을채택했다",
        "कखगघचछजझटठडढणतथदधन",
        "กขคงจฉชซญดตถทธนบปผฝพ",
    ),
]
MARKS = [
    "“{}”",
    "« {} »",
    "„{}“",
    "{},",
    "{}…",
    "{}.",
    "({})",
    "{}:",
    "{}’s",
    "– {}",
    "{}?",
    "¿{}?",
]


def words(alphabet):
    """Sentences of words of one script, with marks around some."""
    word = st.text(st.sampled_from(alphabet), min_size=2, max_size=9)
    word = st.one_of(word, word.map(str.capitalize))
    marked = st.builds(str.format, st.sampled_from(MARKS), word)
    return st.lists(st.one_of(word, marked), min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize("text", [*GOOD, *SENTENCES])
def test_good_text_that_looks_odd_stays(text):
    assert mending.text(text) == text


@given(st.sampled_from(ALPHABETS).flatmap(words))
@example("à la carte")
def test_good_text_of_any_script_stays(text):
    assert mending.text(text) == text


@given(st.text())
def test_any_text_is_mended_to_one_that_stays(text):
    mended = mending.text(text)
    assert mending.text(mended) == mended


@settings(max_examples=1000)
@given(st.text(st.sampled_from("a \xa0·‘’“”–—…£Ãé"), max_size=4))
def test_no_bad_text_is_passed_over(text):
    """Most texts are not looked at closely, and a later ftfy may find fault with other signs."""
    assert mending._may_be_bad(text) or not mending.is_bad(text)
