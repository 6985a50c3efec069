"""The language of a text that does not say it, by its letters and its commonest words."""

import re
import unicodedata
from collections import Counter

MOST_WORDS = 150  # that are looked at
MOST_LOOKED_AT = 1000  # characters
LEAST_WORDS = 8  # fewer tell nothing
LEAST_SHARE = 0.15  # of common words among all
LEAST_ALONE = 3  # of common words, where the next language has half as many or fewer
LEAD = 1.15  # by how much one language must have more of them than the next

# What scripts are called in the names of their letters (Unicode), and what is written in them.
_SCRIPTS = {
    **dict.fromkeys(("HIRAGANA", "KATAKANA"), "ja"),
    "HANGUL": "ko",
    "CJK": "zh",
    "GREEK": "el",
    "HEBREW": "he",
    "DEVANAGARI": "hi",
    "THAI": "th",
    "ARABIC": "ar",
}
_PERSIAN = re.compile("[پچژگ]")
# Kana stand between the characters of Japanese, and are fewer.
_KANA_OF_JAPANESE = 0.05

_COMMON = {
    "en": "the of and to in is that for on with as was it by be are from at this have has not said",
    "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch",
    "fr": "le la les de des et en un une du dans pour que qui sur par est pas au avec ce sont",
    "es": "el la los las de y en que un una por con para del se no es al su lo como más",
    "pt": "o a os as de e em que um uma do da para com não no na por mais dos das ao é",
    "it": "il la di e che in un una per con del della non è le i dei sono alla da gli nel",
    "nl": "de het een en van in is dat op te voor met niet zijn aan die er ook wordt door naar",
    "sv": "och att det som en på är av för med den till inte har de ett om var från ska efter",
    "da": "og at det som en på er af for med den til ikke har de et om var fra skal efter blev",
    "nb": "og at det som en på er av for med den til ikke har de et om var fra skal etter ble å",
    "fi": "ja on ei se että oli mutta myös kuin tai joka ovat hän sen mukaan jotka ole voi",
    "pl": "i w na z do nie się jest to że od po przez dla oraz jak są który które o",
    "cs": "a v na se že je do z s pro jako by ale za i podle která který jsou o",
    "sk": "a v na sa že je do z s pre ako by ale za aj podľa ktorá ktorý sú o",
    "hu": "a az és hogy nem is egy van volt meg azt de ez szerint lesz amely csak",
    "ro": "și de în la a cu pe că din pentru nu este sau care o al un fi mai sunt",
    "hr": "i u na je se da za su od s o koji koja kao ne će što bi",
    "tr": "ve bir bu için ile de da olarak olan çok daha gibi göre ancak kadar sonra",
    "id": "yang dan di dari untuk dengan pada ini itu tidak dalam akan oleh ke adalah juga",
    "vi": "và của là có trong được cho các một với không những người này đã về",
    "ca": "el la els les de i a que en un una per amb no és del al ha dels",
    "ru": "и в не на что с по как это из для он к о от за также",
    "uk": "і в на не що з до та як за це від у про які для й",
    "bg": "и на в да се за не от са по че е с ще към",
}
_LANGUAGES: dict[str, list[str]] = {}
for _language, _words in _COMMON.items():
    for _word in _words.split():
        _LANGUAGES.setdefault(_word, []).append(_language)

# Letters that, of the languages of their script, one alone has, where words tell nothing.
_LETTERS = [
    ("sv", re.compile("å.*[äö]|[äö].*å")),
    ("lv", re.compile("[ķļņģ]")),
    ("lt", re.compile("[ėų]")),
    ("is", re.compile("[ðþ]")),
    ("uk", re.compile("[іїєґІЇЄҐ]")),
    ("ru", re.compile("[ыэёЫЭЁ]")),
    ("bg", re.compile("[а-я]*ъ[а-я]+")),
    ("vi", re.compile("[ơưạảấầậắằặẹếềệịọốồộớờợụứừự].*[ơưạảấầậắằặẹếềệịọốồộớờợụứừự]")),
    ("tr", re.compile("ı.*[ğş]|[ğş].*ı")),
]

# Endings of longer words, in languages that say by them what others say by words of their own.
_ENDINGS = {
    "fi": "ssa ssä sta stä lla llä lta ltä lle iin ksi nen iden ien ään ää aan een nä",
    "et": "vad jad mine mise test sest tud dud sse ile ele aks eks iks tega dega",
}
_ENDING = {code: re.compile(rf"\w{{3,}}(?:{'|'.join(e.split())})") for code, e in _ENDINGS.items()}
_LEAST_ENDING = 0.25  # of the words
_TWICE = re.compile("aa|ee|ii|uu|ää|öö|yy|õõ|üü")  # as both write what is long

_WORD = re.compile(r"[^\W\d_]+")


def of_text(text: str) -> str:
    """The code of a language (ISO 639-1) by the opening of a text; nothing where it is unclear."""
    words = [found[0] for found, _ in zip(_WORD.finditer(text), range(MOST_WORDS), strict=False)]
    letters = "".join(words)[:MOST_WORDS]
    words = [word.casefold() for word in words]
    found = _by_script(letters) or _by_words(words) or _by_endings(words)
    return found or next((code for code, form in _LETTERS if form.search(letters)), "")


def is_open(text: str) -> bool:
    """Whether a text has letters that English lacks, and nothing tells whose they are."""
    letters = "".join(_WORD.findall(text[:MOST_LOOKED_AT]))
    return not letters.isascii() and not of_text(text)


def _by_script(letters: str) -> str:
    """The language of a script that, near enough, one language alone is written in."""
    if letters.isascii():
        return ""
    names = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in letters)
    found = Counter(dict.fromkeys(_SCRIPTS.values(), 0))
    for name, number in names.items():
        if name in _SCRIPTS:
            found[_SCRIPTS[name]] += number
    if sum(found.values()) < len(letters) / 2:
        return ""
    if found["ja"] > _KANA_OF_JAPANESE * len(letters):
        return "ja"
    code = found.most_common(1)[0][0]
    return "fa" if code == "ar" and _PERSIAN.search(letters) else code


def _by_words(words: list[str]) -> str:
    found = Counter(code for word in words for code in _LANGUAGES.get(word, ()))
    if len(words) < LEAST_WORDS or not found:
        return ""
    (code, most), (_, next_most) = (*found.most_common(2), ("", 0))[:2]
    is_common = most >= LEAST_SHARE * len(words) and most >= LEAD * next_most
    # Words of some languages are long, and have in them what others say in words of their own.
    is_alone = most >= LEAST_ALONE and most >= 2 * next_most
    return code if is_common or is_alone else ""


def _by_endings(words: list[str]) -> str:
    """The language of a text that is too short for common words, by how its words end."""
    if len(words) < LEAST_WORDS or not any(map(_TWICE.search, words)):
        return ""
    ended = {
        code: sum(bool(form.fullmatch(word)) for word in words) for code, form in _ENDING.items()
    }
    (code, most), (_, next_most) = Counter(ended).most_common(2)
    return code if most >= _LEAST_ENDING * len(words) and most > next_most else ""
