"""Who wrote an article, as pages sign it: names without what stands around them."""

import re
from collections.abc import Iterable
from itertools import islice

from lxml.etree import _Element

from articles.ingest.readers import dates
from articles.ingest.readers.page_elements import MOST_SHOWN, is_outside_asides, text_of
from articles.ingest.readers.page_lines import Line

_MARKED = (
    "//*[@itemprop='author']//*[@itemprop='name']",
    "//*[@itemprop='author']",
    "//a[@rel='author']",
    "//*[contains(concat(' ', @class, ' '), ' p-author ')]",
    "//*[contains(concat(' ', @class, ' '), ' byline ')]",
    "//*[contains(concat(' ', @class, ' '), ' author ')]",
    "//*[contains(concat(' ', @class, ' '), ' author-name ')]",
    "//*[contains(concat(' ', @class, ' '), ' reader-credits ')]",
    "//*[contains(concat(' ', @class, ' '), ' fn ')]",  # of hCard
)
# Classes that begin or end so are often those of who wrote it; that of a box tells more of them.
_OF_AUTHORS = re.compile(
    r"(?:^|[\s_-])(?:author|byline|writer|reporter|autor|auteur)s?(?:$|[\s_-])"
)
_NOT_OF_AUTHORS = re.compile(
    r"about|bio|avatar|box|card|image|photo|social|link|follow|desc|role|more"
)
_LONGEST_BYLINE = 120  # characters; longer is a biography
_VERBS = r"(?:(?:written|posted|published|reported|submitted|created|story|text|words|article) )?"
_BY = (
    rf"{_VERBS}by\b:?|(?:text |ein beitrag |ein gastbeitrag |geschrieben )?von\b:?"
    r"|(?:propos recueillis |publié |écrit )?par\b:?|(?:escrito |publicado |texto )?por\b:?|di\b:?"
    r"|a cura di\b:?|door\b:?|av\b:?|af\b:?"
    r"|(?:authors?|auth?or(?:a|in|en|es|zy|ka)?|auteurs?|autore|text|texte?|tekst|автор(?:ы)?"
    r"|текст|журналист|作者|文|記者|执笔|撰文|기자|글|بقلم|كتب|كتبت|الكاتب)\s?[:：/／]"
    r"|بقلم|作者|撰文"
)
_LABEL = r"(?:автор|作者|記者|记者|撰文|기자|بقلم)"
_SIGNED = re.compile(rf"\s*(?:{_BY})\s*", re.IGNORECASE)
_SIGNED_WITHIN = re.compile(
    rf"(?:^|[|·•‧∙,\])–—-]\s*|\d{{4}}\s+(?:\S+\s+)?"
    rf"|\s(?={_LABEL}\s?[:：]))(?:{_BY})\s*(?=[^\W\d_])",
    re.IGNORECASE,
)
# Other hands than the author's.
_OTHERWISE = re.compile(
    r"(?:updat|edit|review|translat|photograph|photo|illustrat|produc|fact.?check|sponsor|present"
    r"|powered|design|curat|filed|aktualisiert|bearbeitet|übersetzt|foto|traduit|traducido)\w*"
    r"(?: by| von| par| por|s?:)",
    re.IGNORECASE,
)
# Whoever was at the keyboard.
_NOBODY = re.compile(
    r"(?:the )?(?:staff(?: (?:writers?|reporters?|report))?|site staff|admin\w*|webmaster|unknown"
    r"|anonymous|guest(?: author)?|user|root|none|null|undefined|author|editor)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d{3}")  # of a day or an account
_ROLE = re.compile(
    r".*\b(?:reporters?|correspondents?|editors?|writers?|journalists?|contributors?|columnists?"
    r"|producers?|analysts?|staff|redakteur\w*|korrespondent\w*|journaliste|redactor\w*)",
    re.IGNORECASE,
)
_PART = re.compile(r"\s*[|·•‧∙/]\s*|\s+[–—-]+\s+")
_BETWEEN = re.compile(r"\s*(?:,|，|、|;|&)\s*|\s+(?:and|und|et|y|e|i|en|och|og|и|та|و)\s+")
_HONORIFIC = re.compile(r"\s*(?:기자|記者|记者|特派員|編集委員)$")
_PARTICLES = set("de del della di da do dos van von der den ten la le du el al bin ibn y".split())
_NO_NAMES = set("published posted updated on at in for staff".split())
_UNCASED = re.compile(r"[^\W\d_]{2,8}(?:[ ・·][^\W\d_]{1,12}){0,3}")
# Words of places, kinds of texts and offices, which stand where names do.
_OF_NO_PERSON = set(
    "press release news analysis opinion report reports brief briefing policy blog update "
    "updates new san santa los las abu hong cape tel buenos rio kuala saint st fort port mexico "
    "salt panama the latest breaking top featured read share comment comments editorial team "
    "staff desk ministry department office commission council parliament committee agency "
    "institute center centre university foundation group research technology tech science world "
    "business politics law health artificial intelligence europe european united states kingdom "
    "nations north south east west case study white paper fact sheet statement speech event "
    "webinar podcast video interview feature column guest post article story digital data "
    "privacy security global international national city general government federal state "
    "public information society association union bank court act media newsroom home date time "
    "cover special weekly daily monthly annual issue volume series january february march april "
    "may june july august september october november december monday tuesday wednesday thursday "
    "friday saturday sunday".split()
)
_BESIDE_DAY = re.compile(r"\s*[|·•‧∙/,]\s*|\s+[–—-]+\s+")
_FIRST_NAME = re.compile(r"(?:Di|Von|Por|Par|Av|Af)\b")
_MOST_TOKENS = 4
_LONGEST_NAME = 60  # characters
_MOST_NAMES = 5  # that are marked alike


def given(values: Iterable[str]) -> list[str]:
    """The names in texts that are given as those of authors, each once, without “By”.

    Where there are several parts, as in “Ana Writer | Reuters”, it is the first that is a name.
    """
    found = []
    for value in values:
        line = " ".join(value.split())
        if not _OTHERWISE.match(line):
            parts = _PART.split(_unsigned(line)) if _parted(line) else [line]
            names = [_name(part) for part in parts]
            found.append(next(filter(None, names), ""))
    return list(dict.fromkeys(filter(None, found)))


def shown(values: Iterable[str], site: str) -> list[str]:
    """The same in what readers are shown, where an outlet or a role may follow a name."""
    found: list[str] = []
    for value in values:
        signed = _SIGNED.match(value)
        is_other = _OTHERWISE.match(value)
        found += _names(value[signed.end() :], site) if signed and not is_other else []
    return list(dict.fromkeys(found)) or given(values)


def marked(tree: _Element, site: str) -> list[str]:
    """The names where pages mark those of authors, or else have classes that are called so."""
    for path in _MARKED:
        signed = islice(filter(is_outside_asides, tree.xpath(path)[:MOST_SHOWN]), _MOST_NAMES)
        short = [line for line in map(text_of, signed) if 0 < len(line) <= _LONGEST_BYLINE]
        if short:
            return shown(short, site)
    for element in islice(filter(_is_of_author, tree.xpath("//*[@class]")), MOST_SHOWN):
        line = text_of(element)
        is_outer = any(map(_is_of_author, element.iterdescendants()))
        if 0 < len(line) <= _LONGEST_NAME and not is_outer and is_outside_asides(element):
            return shown(_each(element, line), site)
    return []


def _each(element: _Element, line: str) -> list[str]:
    """The names of several that links part, or the line as it is."""
    links = [name for name in map(text_of, element.iter("a")) if name]
    if len(links) == 1 and line.startswith(links[0]) and _is_bare(links[0]):
        return links  # what stands after it is a role or an outlet
    beside = line
    for name in links:
        beside = beside.replace(name, "", 1)
    is_of_links = len(links) > 1 and not _BETWEEN.sub("", f" {beside} ").strip()
    return links if is_of_links else [line]


def _is_of_author(element: _Element) -> bool:
    names = element.get("class", "").lower()
    return bool(_OF_AUTHORS.search(names)) and not _NOT_OF_AUTHORS.search(names)


def in_lines(lines: Iterable[Line], site: str) -> list[str]:
    """The names in the first line beside a title that says by whom the article is."""
    for line in lines:
        signed = _SIGNED_WITHIN.search(line.text)
        if signed and line.is_remark and not _OTHERWISE.search(line.text[: signed.end()]):
            names = _names(line.text[signed.end() :], site)
            if names:
                return names
    return []


def beside_day(lines: Iterable[Line], site: str) -> list[str]:
    """The names that stand by themselves next to a day, as in “Ana Writer | 2 May 2025”."""
    near = list(lines)
    for place, line in enumerate(near):
        if not (line.is_remark and dates.in_line(line.text)):
            continue
        others = [one.text for one in near[max(0, place - 1) : place + 2] if one.is_remark]
        for part in (*_BESIDE_DAY.split(line.text), *others):
            names = _BETWEEN.split(part)
            if all(map(_is_bare, names)) and part.casefold() != site.casefold():
                return names
    return []


def _is_bare(name: str) -> bool:
    """Whether words that nothing introduces are surely a name."""
    tokens = name.split()
    if not 2 <= len(tokens) <= _MOST_TOKENS or name.isupper() or _beginning(name) != name:
        return False
    return not any(token.casefold().strip(".") in _OF_NO_PERSON for token in tokens)


def is_signed(line: str) -> bool:
    """Whether a line says by whom something is."""
    signed = _SIGNED_WITHIN.match(line)
    return bool(signed and _names(line[signed.end() :], ""))


def _parted(line: str) -> bool:
    return bool(_SIGNED.match(line)) or " | " in line


def _unsigned(words: str) -> str:
    """Words without “By”; “Di Wu” is a name, where “di Anna Bianchi” says by whom."""
    is_name = len(words.split()) == 2 and _FIRST_NAME.match(words)
    return words if is_name else _SIGNED.sub("", words, count=1)


def _name(words: str) -> str:
    name = _HONORIFIC.sub("", _unsigned(words)).strip(" ,;:")
    return "" if _NOBODY.fullmatch(name) or _NUMBER.search(name) else name


def _names(words: str, site: str) -> list[str]:
    """The names that words begin with, if they are such."""
    names = []
    for part in _BETWEEN.split(_PART.split(words)[0]):
        name = _beginning(_name(part))
        if not name or name.casefold() == site.casefold() or (names and _ROLE.fullmatch(name)):
            break
        names.append(name)
        if name != _name(part):
            break
    return names


def _beginning(words: str) -> str:
    """The name that words begin with: two words with capitals or more, or none of any case."""
    if words.lower() == words.upper():
        return words if _UNCASED.fullmatch(words) else ""
    tokens = []
    for token in words.split():
        if token.casefold() in _NO_NAMES or not _is_word(token):
            break
        if not token[:1].isupper() and token.casefold() not in _PARTICLES:
            break
        tokens.append(token)
    while tokens and tokens[-1].casefold() in _PARTICLES and tokens[-1][:1].islower():
        tokens.pop()
    name = " ".join(tokens)
    return name if len(tokens) > 1 and len(name) <= _LONGEST_NAME else ""


def _is_word(token: str) -> bool:
    return all(sign.isalpha() or sign in ".'’-" for sign in token)
