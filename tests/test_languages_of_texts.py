"""The language of a text that does not say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest import languages
from articles.ingest.clean import clean
from articles.ingest.readers import front_matter

TEXTS = {
    "en": "The council has adopted a rule on audits, and it is the first of its kind in Europe.",
    "de": "Der Rat hat eine Regel beschlossen, die nicht nur für die Hersteller von Modellen gilt.",
    "fr": (
        "Le conseil a adopté une règle sur les audits, qui est la première en Europe pour ce but."
    ),
    "es": (
        "El consejo ha aprobado una norma que no es la primera de su clase en los países del sur."
    ),
    "pt": (
        "O conselho aprovou uma regra que não é a primeira do seu tipo na Europa, mas é dos mais."
    ),
    "it": (
        "Il consiglio ha approvato una regola che non è "
        "la prima in Europa per i modelli della rete."
    ),
    "nl": (
        "De raad heeft een regel aangenomen die niet alleen voor makers van modellen is, maar ook."
    ),
    "sv": (
        "Rådet har antagit en regel som inte är den "
        "första för modeller, och det ska gälla från maj."
    ),
    "da": (
        "Rådet har vedtaget en regel, som ikke er den "
        "første af sin slags, og den skal gælde efter maj."
    ),
    "nb": (
        "Rådet har vedtatt en regel som ikke er den "
        "første av sitt slag, og den skal gjelde etter mai."
    ),
    "fi": (
        "Neuvosto on hyväksynyt säännön, joka ei ole "
        "ensimmäinen, mutta se on myös tärkeä kuin laki."
    ),
    "pl": (
        "Rada przyjęła zasadę, która nie jest pierwsza w Europie, "
        "ale jest to dla nas ważne i się liczy."
    ),
    "cs": (
        "Rada přijala pravidlo, které není první v Evropě, ale je pro nás důležité, že se o něm ví."
    ),
    "sk": (
        "Rada prijala pravidlo, ktoré nie je prvé v Európe, "
        "ale je pre nás dôležité, že sa o ňom vie."
    ),
    "hu": (
        "A tanács elfogadta a szabályt, amely nem az első, "
        "de azt mondta, hogy ez csak egy lépés volt."
    ),
    "ro": (
        "Consiliul a adoptat o regulă care nu este prima "
        "din Europa, și sunt mai multe pentru un an."
    ),
    "hr": (
        "Vijeće je usvojilo pravilo koje nije prvo u Europi, "
        "ali se kao takvo ne može zanemariti, što je."
    ),
    "tr": (
        "Konsey bu kuralı kabul etti ve bir ilk "
        "olarak görülen adım için daha çok zaman gibi sözler."
    ),
    "id": (
        "Dewan menyetujui aturan yang tidak hanya untuk "
        "pembuat model dan akan berlaku pada tahun ini."
    ),
    "vi": (
        "Hội đồng đã thông qua một quy định không chỉ cho các hãng và được áp dụng với người này."
    ),
    "ca": (
        "El consell ha aprovat una norma que no és la "
        "primera, amb els models de la xarxa per al país."
    ),
    "ru": "Совет принял правило, и оно не первое в Европе, но это важно для всех, как он сказал.",
    "uk": "Рада ухвалила правило, що не є першим у Європі, та це важливо для всіх, які за це.",
    "bg": (
        "Съветът прие правило, което не е първото в Европа, и то ще се прилага от май за всички на."
    ),
    "el": "Το συμβούλιο ενέκρινε έναν κανόνα για τους ελέγχους.",
    "he": "המועצה אימצה כלל על ביקורת של מודלים.",
    "ar": "اعتمد المجلس قاعدة بشأن تدقيق النماذج الكبيرة.",
    "fa": "شورا قانونی درباره بررسی مدل‌های بزرگ پذیرفت که گسترده است.",
    "hi": "परिषद ने मॉडलों की जाँच पर एक नियम अपनाया।",
    "th": "สภาได้ผ่านกฎเกี่ยวกับการตรวจสอบแบบจำลอง",
    "ja": "評議会は、モデルの監査に関する規則を採択した。",
    "ko": "의회는 모델 감사에 관한 규칙을 채택했다.",
    "zh": "理事会通过了一项关于模型审计的规则。",
}


@pytest.mark.parametrize(("code", "text"), TEXTS.items(), ids=TEXTS)
def test_it_is_told_by_letters_and_common_words(code, text):
    assert languages.of_text(text) == code


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("ru", "Парламент принял новый закон"),
        ("uk", "Новий закон підтримали депутати"),
        ("bg", "Нов закон прие българският парламент"),
        ("tr", "Meclis yasayı dün akşam onayladığını açıkladı"),
        ("vi", "Quốc hội thông qua luật trí tuệ nhân tạo"),
        ("sv", "Rådet antar lag: böter väntar"),
        ("lv", "Padome pieņēma modeļu likumu"),
        ("lt", "Taryba priėmė modelių įstatymą"),
        ("is", "Þingið samþykkti lög"),
    ],
)
def test_where_words_tell_nothing_letters_may(code, text):
    assert languages.of_text(text) == code


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (
            "fi",
            (
                "Neuvosto hyväksyi perjantaina säännöt suurten mallien tarkastuksesta. Valmistajien"
                " pitää raportoida viranomaisille vuoden loppuun mennessä."
            ),
        ),
        (
            "et",
            (
                "Nõukogu kiitis reedel heaks suurte mudelite auditeerimise reeglid. Tootjad peavad"
                " testimisest ametile aru andma aasta lõpuks."
            ),
        ),
    ],
)
def test_where_words_are_long_their_endings_tell(code, text):
    assert languages.of_text(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025 GPT-5",
        "Claude Gemini Llama Mistral Qwen DeepSeek Grok Nova Phi Falcon",
        "Le la les",
    ],
)
def test_what_is_not_clear_is_not_told(text):
    assert languages.of_text(text) == ""


def read(text, language=""):
    return clean(front_matter.read(f"---\ntitle: A\ndate: 2025-07-26\n{language}\n---\n{text}"))


def test_an_article_without_a_language_has_that_of_its_text_and_says_so():
    article = read(TEXTS["de"])
    assert article.language == "de"
    assert article.notes == ("No language given: taken as 'de', by its words.",)


def test_a_language_that_is_given_stands():
    article = read(TEXTS["de"], "lang: fr")
    assert (article.language, article.notes) == ("fr", ())


def test_where_nothing_tells_the_language_is_english():
    assert (read("Claude Gemini").language, read("Claude Gemini").notes) == ("en", ())


def test_where_letters_are_not_english_and_nothing_tells_whose_they_are_a_note_says_so():
    article = read("Vijeće prihvaća čvršća načela")
    assert article.language == "en"
    assert article.notes == ("No language given, and its words tell none: 'en' was put down.",)


@given(st.text(max_size=300))
def test_any_text_has_a_language_or_none(text):
    assert languages.of_text(text) in {"", *TEXTS, "et", "lv", "lt", "is"}
