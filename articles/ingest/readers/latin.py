"""In which encoding a text in Latin letters is: the one that gives words of one language.

The encodings of western, central European, Turkish and Baltic languages give every byte some
letter, so that all of them fit. But no language has all the letters that the wrong one gives.
"""

import re
from collections import Counter

# Letters beyond ASCII by language, in the order of their codes.
_WESTERN = (
    "àçèéíïòóúü",  # ca
    "æøåé",  # da, nb
    "äöüßé",  # de
    "áéíóúüñºª",  # es
    "àâæçéèêëîïôœùûüÿ",  # fr
    "áéíóúýþðæö",  # is
    "àèéìíòóùú",  # it
    "ëïéèöüóá",  # nl
    "ãõáéíóúâêôàç",  # pt
    "åäöé",  # sv
)
_CENTRAL = (
    "áčďéěíňóřšťúůýž",  # cs
    "čćđšž",  # hr, sl
    "áéíóöőúüű",  # hu
    "ąćęłńóśźż",  # pl
    "ăâîşţ",  # ro
    "áäčďéíĺľňóôŕšťúýž",  # sk
    "ëç",  # sq
)
_TURKISH = ("çğıiöşüâî",)
_BALTIC = (
    "äõöüšž",  # et
    "ąčęėįšųūž",  # lt
    "āčēģīķļņšūž",  # lv
)
# The likeliest encoding first.
_LANGUAGES = {
    "cp1252": _WESTERN,
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp1254": _TURKISH,
    "cp1257": _BALTIC,
    "cp850": _WESTERN,
    "mac_roman": _WESTERN,
}
# So much of what is beyond ASCII must be letters of one language.
_ENOUGH = 0.9

# Bytes beyond ASCII mostly stand alone in Latin script, and in no other.
_HIGH = re.compile(rb"[\x80-\xff]")
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_MOSTLY = 0.6

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# A sign within a word, where a letter of another encoding was meant; apostrophes may stand there.
_SIGN_IN_WORD = re.compile(r"(?<=[^\W\d_])(?:[^\w\s\x00-\x7f’‘´·\u00ad–—]|[¹²³¼½¾])(?=[^\W\d_])")


def encoding(content: bytes) -> str:
    """Return Python's name of the encoding of a text in Latin script, "" where none fits."""
    high = len(_HIGH.findall(content))
    if not high or len(_ALONE.findall(content)) < _MOSTLY * high:
        return ""
    scores = {codec: _score(content, codec) for codec in _LANGUAGES}
    best = max(scores, key=lambda codec: scores[codec])
    return best if scores[best] >= _ENOUGH else ""


def _score(content: bytes, codec: str) -> float:
    """Return what part of the letters beyond ASCII are of one language; 1 where there is none."""
    try:
        text = content.decode(codec)
    except UnicodeDecodeError:
        return 0.0
    found = Counter(sign for sign in _BEYOND_ASCII.findall(text.lower()) if sign.isalpha())
    total = found.total() + len(_SIGN_IN_WORD.findall(text))
    if not total:
        return 1.0
    known = (sum(found[letter] for letter in letters) for letters in _LANGUAGES[codec])
    return max(known) / total
