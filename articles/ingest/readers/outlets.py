"""Lines that name a newspaper, a broadcaster or an agency."""

import re
from dataclasses import replace

from articles.ingest.characters import one_line
from articles.ingest.records import RawArticle

MOST_WORDS = 5

# What they are called, or have in their names, in the languages that clippings are most often in.
_WORDS = set(
    """
    times post herald guardian chronicle tribune gazette journal news telegraph observer examiner
    independent mirror standard express dispatch inquirer sentinel courier globe bulletin
    press newswire agency weekly daily magazine monitor mercury advertiser argus
    reuters bloomberg afp ap dpa tass xinhua kyodo yonhap ansa efe bbc cnn npr cnbc abc cbs nbc
    france-presse politico axios economist
    zeitung allgemeine rundschau anzeiger nachrichten tagblatt tageblatt presse kurier spiegel
    handelsblatt morgenpost abendblatt tagesspiegel tagesschau
    monde figaro libération échos parisien
    país mundo diario vanguardia periódico corriere repubblica stampa messaggero folha globo estado
    jornal público volkskrant handelsblad dagblad telegraaf
    tidende nyheter dagbladet aftenposten politiken sanomat gazeta wyborcza rzeczpospolita
    """.split()
)
_NO_ADDRESS = (
    "The outlet '{}' is named without an address, by which sources are known: none is kept."
)
_SMALL = set("the a of and for de la le el les der die das und et y di il do da & - –".split())
_PARTS = re.compile(r"[^\s,/()]+")
_OWNER = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)[ \t]*+(?:©|\(c\))?[ \t]*+(?:(?:19|20)\d\d,?[ \t]*+)?"
    r"(?:by[ \t]++)?([^\n©|.,]{2,60}?)[ \t]*+(?:[.,|\n]|all rights|\Z)",
    re.IGNORECASE,
)
_YEAR_BEHIND = re.compile(r"[ \t]+(?:19|20)\d\d$")
_EDITION = re.compile(
    r"(?!(?:The|An?) )(?:[A-Z\d][\w.]* ){1,3}(?:Edition|EDITION)"
    r"(?: \d| ?[-–—;,/(] ?[\w. ]{1,30}\)?)?"
    r"|(?i:Edition \d|Corrections? (?:Appended|to This Article))"
)


def kept_in_note(raw: RawArticle) -> RawArticle:
    """The article with a note on the outlet that was read out of its text, if nothing else has it.

    Sources are known by their addresses.
    """
    if not raw.source_name or raw.source_url:
        return raw
    note = _NO_ADDRESS.format(one_line(raw.source_name, 100))
    return replace(raw, notes=(*raw.notes, note))


def owners(text: str) -> set[str]:
    """Who a text says that its copyright is held by, in lower case."""
    found = (_YEAR_BEHIND.sub("", match[1]).strip() for match in _OWNER.finditer(text))
    return {name.casefold() for name in found if name}


def is_outlet(line: str, owned_by: set[str] = frozenset()) -> bool:
    """Whether a line is nothing but the name of an outlet.

    It is short, written in capitals as names are, and begins or ends with a word of such names, or
    is the name of one of those by whom the text is owned.
    """
    words = _PARTS.findall(line)
    if not words or len(words) > MOST_WORDS or line[-1] in ".!?:…" or any(map(str.isdigit, line)):
        return False
    if line.casefold() in owned_by:
        return True
    is_name = all(word.casefold() in _SMALL or word[:1].isupper() for word in words)
    telling = [word.casefold() for word in words if word.casefold() not in _SMALL]
    return is_name and bool(telling) and bool({telling[0], telling[-1]} & _WORDS)


def is_edition(line: str) -> bool:
    """Whether a line names the edition of a paper, or says that a correction stands under it."""
    return bool(_EDITION.fullmatch(line))
