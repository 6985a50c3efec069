"""In which encoding a text in Latin letters is: the one that gives words of one language.

The encodings of western, central European, Turkish and Baltic languages give every byte some
letter, so that all of them fit. But no language has all the letters that the wrong one gives.
"""

import re
from collections import Counter

# Letters beyond ASCII, by encoding, the likeliest first, and by language.
_LETTERS = {
    "cp1252": (
        *("àâæçéèêëîïôœùûüÿ", "äöüßé", "áéíóúüñºª", "ãõáéíóúâêôàç", "àèéìíòóùú"),  # fr de es pt it
        *("åäöé", "æøåé", "áéíóúýþðæö", "ëïéèöüóá", "àçèéíïòóúü"),  # sv da nb, is, nl, ca
    ),
    "cp1250": (
        *("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž"),  # pl cs sk
        *("áéíóöőúüű", "ăâîşţ", "čćđšž", "ëç"),  # hu ro hr sl sq
    ),
    "iso8859_2": (
        *("ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž"),
        *("áéíóöőúüű", "ăâîşţ", "čćđšž", "ëç"),
    ),
    "cp1254": ("çğıiöşüâî",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),  # lt lv et
    "cp850": ("àâæçéèêëîïôùûü", "äöüßé", "áéíóúüñºª", "àèéìíòóùú", "åäöé", "æøåé"),
    "mac_roman": ("àâæçéèêëîïôœùûüÿ", "äöüßé", "áéíóúüñºª", "ãõáéíóúâêôàç", "àèéìíòóùú"),
}
# So much of what is beyond ASCII must be letters of one language.
_ENOUGH = 0.9

# A byte beyond ASCII alone between others: so they stand in Latin script, and in no other.
_HIGH = re.compile(rb"[\x80-\xff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_MOSTLY = 0.6

# A sign within a word, where a letter of another encoding was meant; apostrophes may stand there.
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])(?:[^\w\s\x00-\x7f’‘´·\u00ad–—]|[¹²³¼½¾])(?=[^\W\d_])")


def encoding(content: bytes) -> str:
    """Return Python's name of the encoding of a text in Latin script, "" where none fits."""
    high = len(_HIGH.findall(content))
    if not high or len(_ALONE.findall(content)) < _MOSTLY * high:
        return ""
    scores = {codec: _score(content, codec) for codec in _LETTERS}
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] >= _ENOUGH else ""


def _score(content: bytes, codec: str) -> float:
    """Return what part of the letters beyond ASCII are of one language; 1 where there is none."""
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return 0.0
    found = Counter(sign for sign in _BEYOND_ASCII.findall(text.lower()) if sign.isalpha())
    odd = len(_SIGN_IN_WORD.findall(text))
    total = found.total() + odd
    if not total:
        return 1.0
    known = (sum(found[letter] for letter in set(letters)) for letters in _LETTERS[codec])
    return max(known) / total
