"""Bytes as text: the encoding that a file declares, or else the one that it is most likely in."""

import codecs
import re
from collections.abc import Iterator

import webencodings
from charset_normalizer import from_bytes

from articles.ingest.readers import latin
from articles.ingest.records import Rejection

MAX_BYTES = 5_000_000
PROLOGUE = 2048  # bytes in which a file declares its encoding
MOST_WEIGHED = 1_000_000  # bytes in which letters of a language are counted
SAMPLE = 50_000  # bytes from which an encoding is guessed
LIKELY = 0.1  # chaos that a guess may have, as charset-normalizer measures it, 0 to 1

# UTF-32's mark begins with that of UTF-16, so it stands first.
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DECLARED = re.compile(
    rb"<meta\s[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})"
    rb"|^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)

# What text without a mark or a declaration may be in: Python's name, and the web's. Where two are
# equally likely, the first. Windows-1252 holds all of ISO-8859-1.
_GUESSES = {
    "cp1252": "windows-1252",
    "gb18030": "gb18030",
    "cp932": "shift_jis",
    "euc_jp": "euc-jp",
    "iso2022_jp": "iso-2022-jp",
    "big5": "big5",
    "cp949": "euc-kr",
    "cp1251": "windows-1251",
    "koi8_r": "koi8-r",
    "koi8_u": "koi8-u",
    "iso8859_5": "iso-8859-5",
    "iso8859_2": "iso-8859-2",
    "cp1250": "windows-1250",
    "cp1253": "windows-1253",
    "iso8859_7": "iso-8859-7",
    "cp1254": "windows-1254",
    "cp1255": "windows-1255",
    "iso8859_8": "iso-8859-8",
    "cp1256": "windows-1256",
    "iso8859_6": "iso-8859-6",
    "cp1257": "windows-1257",
    "cp874": "windows-874",
}
# And what only the letters of a language tell.
_NAMES = _GUESSES | {"cp850": "code page 850", "mac_roman": "macintosh"}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_ESCAPED_JAPANESE = re.compile(rb"\x1b\$[@B]")
_BINARY = "Not text: the file is binary. Save the article as UTF-8 text."

Decoded = tuple[str, str]


def decode(content: bytes, declared: str = "") -> Decoded:
    """The text of a file, its lines ended by newlines, and a note on it, mostly empty.

    `declared` is an encoding that is named outside of the file. What is sound UTF-8 is read as
    such, whatever is declared. The note names an encoding that was guessed. Raises Rejection where
    the file is empty, too large or binary.
    """
    if len(content) > MAX_BYTES:
        size, most = len(content) / 1e6, MAX_BYTES // 1_000_000
        raise Rejection(f"Too large: {size:.1f} MB, at most {most} MB. Split the file.")
    text, note = _marked(content) or _unmarked(content, declared)
    if not text.strip():
        raise Rejection("Empty: the file holds no text.")
    return text.replace("\r\n", "\n").replace("\r", "\n"), note


def _marked(content: bytes) -> Decoded | None:
    """The text of a file that begins with a byte order mark, or None where it does not."""
    codec = next((codec for mark, codec in _MARKS.items() if content.startswith(mark)), "")
    if not codec:
        return None
    try:
        return content.decode(codec), ""
    except UnicodeDecodeError as error:
        if codec == "utf-8-sig":
            return _unmarked(content[len(codecs.BOM_UTF8) :], "")
        name = codec.upper()
        message = f"Not {name} text, though it begins so: byte {error.start + 1:,} is wrong."
        raise Rejection(f"{message} Save the file as UTF-8.") from error


def _unmarked(content: bytes, declared: str) -> Decoded:
    if b"\0" in content:
        return _wide(content), ""
    if _ESCAPED_JAPANESE.search(content):
        return _guess(content)
    try:
        return content.decode("utf-8"), ""
    except UnicodeDecodeError as error:
        return _damaged_utf8(content, error) or _declared(content, declared) or _guess(content)


def _wide(content: bytes) -> str:
    """UTF-16 without a mark, known by the zeros that stand in every other place of most texts."""
    beginning = content[:PROLOGUE]
    even, odd = beginning[::2].count(0), beginning[1::2].count(0)
    if not min(even, odd) and max(even, odd) > len(beginning) / 5:
        try:
            return content.decode("utf-16-le" if odd else "utf-16-be")
        except UnicodeDecodeError:
            pass
    raise Rejection(_BINARY)


def _damaged_utf8(content: bytes, error: UnicodeDecodeError) -> Decoded | None:
    """UTF-8 that is cut within a character, or has few wrong bytes among many right ones."""
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for character in text[: 2 * SAMPLE] if character > "\x7f") - wrong
    cut = error.end == len(content) and error.reason == "unexpected end of data"
    if cut and right > 0:
        return text.removesuffix("\ufffd"), ""
    if right >= 10 * wrong:
        return text, f"Read as UTF-8: {wrong:,} wrong bytes became the sign \ufffd."
    return None


def _declared(content: bytes, declared: str) -> Decoded | None:
    """The text in the encoding that is declared for it or in it, if that can be."""
    found = _DECLARED.search(content[:PROLOGUE])
    inside = (found[1] or found[2]).decode("ascii", "replace") if found else ""
    for label in filter(None, (declared, inside)):
        known = webencodings.lookup(label.strip(" '\""))
        if known and known.name != "utf-8":
            codec = {"gbk": "gb18030"}.get(known.name, known.codec_info.name)
            try:
                return content.decode(codec), ""
            except UnicodeDecodeError:
                continue
    return None


def _guess(content: bytes) -> Decoded:
    """The text in the likeliest encoding, and a note that names it; raises Rejection."""
    if _CONTROL.search(content):
        raise Rejection(_BINARY)
    for codec in _candidates(content):
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        return text, f"The file is not UTF-8: read as {_NAMES[codec]}, the likeliest."
    raise Rejection("Not text in an encoding that is known here. Save the article as UTF-8 text.")


def _candidates(content: bytes) -> Iterator[str]:
    """The encodings to try, the likeliest first; the library, which takes longer, is asked last."""
    if told := latin.encoding(content[:MOST_WEIGHED]):
        yield told
    yield from _likely(content)


def _likely(content: bytes) -> list[str]:
    """The encodings that the text may be in, the likeliest first."""
    first = _BEYOND_ASCII.search(content)
    start = max(0, first.start() - 200) if first else 0
    matches = from_bytes(content[start : start + SAMPLE], cp_isolation=list(_GUESSES))
    least = min((match.chaos for match in matches), default=0)
    likely = [match for match in matches if match.chaos <= min(LIKELY, least + 0.01)]
    best = max((match.coherence for match in likely), default=0)
    near = {
        codec
        for match in likely
        if match.coherence >= best - 0.02
        for codec in match.could_be_from_charset
    }
    return sorted(near & _GUESSES.keys(), key=list(_GUESSES).index)
