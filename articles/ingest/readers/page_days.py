"""The days that a web page shows its readers: when its article was published, and when changed."""

import re
from collections.abc import Iterable, Iterator
from itertools import filterfalse, islice
from typing import NamedTuple

from lxml.etree import _Element

from articles.ingest.readers import calendar_names, dates, page_lines
from articles.ingest.readers.page_elements import MOST_SHOWN, is_outside_asides, text_of
from articles.ingest.readers.page_lines import Line
from articles.ingest.records import Rejection

# What says that a day is that of a change; and what announces a day on which something happens.
CHANGED = re.compile(
    r"updat|modif|revis|edited|correct|aktualis|geandert|uberarbeitet|mis a jour|maj\b|aggiornat"
    r"|actualiz|atualiz|bijgewerkt|gewijzigd|uppdater|oppdater|opdater|zaktualiz|zmienion"
    r"|обновл|изменен|оновлен|更新|修改|修正|改訂|수정|تحديث|guncelle",
    re.IGNORECASE,
)
_OF_AN_EVENT = re.compile(
    r"\b(?:events?|hearing|meeting|conference|webinar|workshop|deadline|due|effective|expires?"
    r"|until|before|after|since|from|to|bis|seit|frist|termin|retrieved|accessed|abgerufen"
    r"|consulte|copyright|born|died)\b|©",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:publi\w*|post(?:ed)?|submitted|released?|issued|created|date|dated|written|veroffent\w*"
    r"|erstellt|erschienen|stand|datum|pubblicat\w*|creado|criado|data|fecha|gepubliceerd"
    r"|geplaatst|publicer\w*|opublikowan\w*|dodano|utworzono|опубликован\w*|создан\w*|дата)\b"
    r"|公開|掲載|配信|発表|発行|投稿|日付|发布|发表|时间|日期|發布|입력|등록|게시|نشر|تاريخ|التاريخ",
    re.IGNORECASE,
)
_SAID_LAST = re.compile(
    rf"(?:{_PUBLISHED.pattern})[\s:：]*(?:\b(?:on|at|am|le|el|il|em|den|op|den)\b)?[\s:：]*$",
    re.IGNORECASE,
)
_PART = re.compile(r"\s*[|·•‧∙\[\]()]\s*|\s+[-–—/]+\s+|\s+[-–—/]+$")
_LINKING = set(
    "by von par por di da door av af the a an in on at am um le la el il em den der dem op den"
    " and und et y e i of de del van do dos das".split()
)
_TWO_DAYS = "The page says that it was published on {} and on {}: the first was taken."
_MOST_WORDS = 6
_MOST_LETTERS = 12  # of a script without capitals

_DATED = (
    "//*[@itemprop='datePublished']",
    "//time[@pubdate]",
    "//time[contains(@class, 'publish') or contains(@class, 'entry-date')]",
    "//*[contains(concat(' ', @class, ' '), ' dt-published ')]",
    "//article//time[@datetime]",
    "//main//time[@datetime]",
    "//time[@datetime]",
)
# So many words beside a day in the same paragraph make it a part of the text.
_FEWEST_WORDS = 4
# Where a day may stand in words; it counts where it is the only one on the page.
_SHOWN = re.compile(r"(?:^|[\s_-])(?:date|published|pubdate|datetime|timestamp)(?:$|[\s_-])")
_NOT_SHOWN = re.compile(r"updat|modif|related|event")
_BY = re.compile(r"(?:written |posted )?(?:by|von|par|por|di|door|av)\b:?\s+", re.IGNORECASE)
_SIGNED_BY = re.compile(rf"{_BY.pattern}[^\W\d_]", re.IGNORECASE)  # and not by a day


class Told(NamedTuple):
    """What a page says: the day of publication, and that of the last change; None where not one."""

    published: dates.Moment | None = None
    changed: dates.Moment | None = None


def told(lines: Iterable[Line]) -> Told:
    """The days in the lines beside a title, where there is one of a kind alone.

    A day that is said to be that of publication stands before others.
    """
    said, others, changed = {}, {}, {}
    for line in lines:
        for words, found in _in(line):
            if _is_changed(words, line):
                changed[found.day] = found
            elif _leads(words):
                (said if _PUBLISHED.search(words) else others)[found.day] = found
    return Told(_only(said or others), _latest(changed))


def unclear(lines: Iterable[Line]) -> list[str]:
    """The dates in the lines beside a title that may be either of two days each."""
    return [
        value
        for line in lines
        if line.is_remark
        for words, value in dates.unclear_in_line(line.text)
        if _leads(words) and not _is_changed(words, line)
    ]


def compared(found: dates.Moment, stated: list[str]) -> dates.Moment:
    """The moment, with a note where a page's head states another day that no zone explains."""
    other = moment(stated[0]) if stated else None
    if not other or abs((other.day - found.day).days) <= 1:
        return found
    return found.noted(after=_TWO_DAYS.format(found.day, other.day))


def is_told(line: Line) -> bool:
    """Whether a line tells the day of publication or of a change."""
    return any(_is_changed(words, line) or _leads(words) for words, _ in _in(line))


def _in(line: Line) -> list[tuple[str, dates.Moment]]:
    return dates.in_line(line.text) if line.is_remark else []


def _is_changed(words: str, line: Line) -> bool:
    return bool(CHANGED.search(words) or CHANGED.search(line.element.get("class", "")))


def _only(found: dict) -> dates.Moment | None:
    return next(iter(found.values())) if len(found) == 1 else None


def _latest(found: dict) -> dates.Moment | None:
    return found[max(found)] if found else None


def _leads(words: str) -> bool:
    """Whether words lead up to a day of publication: nothing, a name, a place, or that it is out.

    In a sentence there are others, in lower case.
    """
    if _SAID_LAST.search(words):
        return True
    if _OF_AN_EVENT.search(words):
        return False
    last = _PART.split(words)[-1]
    rest = [word for word in _PUBLISHED.sub(" ", last).split() if word.strip(",.:;，：،")]
    if len(rest) > _MOST_WORDS:
        return False
    bare = "".join(rest)
    if bare.lower() == bare.upper():
        return len(bare) <= _MOST_LETTERS
    return all(_is_of_no_sentence(word.strip(",.:;")) for word in rest)


def _is_of_no_sentence(word: str) -> bool:
    return (
        word.casefold() in _LINKING or not word[:1].islower() or bool(calendar_names.weekdays(word))
    )


def marked(tree: _Element) -> Iterator[str]:
    """What stands where pages mark the day of publication, the most telling first."""
    for path in _DATED:
        found = filter(_is_of_article, tree.xpath(path)[:MOST_SHOWN])
        values = map(_value, filterfalse(_is_of_change, found))
        yield from islice(filter(str.strip, values), 1)


def marked_as_changed(tree: _Element) -> list[str]:
    """What stands where pages mark the day of a change."""
    return [_value(element) for element in tree.xpath("//*[@itemprop='dateModified']")[:MOST_SHOWN]]


def shown(tree: _Element) -> dates.Moment | None:
    """The only day that stands in words where pages have theirs, or None."""
    elements = tree.xpath("//time | //*[@class]")
    may_show = (one for one in elements if one.tag == "time" or _shows_day(one.get("class")))
    lines = [text_of(one) for one in islice(may_show, MOST_SHOWN) if _is_of_article(one)]
    return _only({found.day: found for found in map(moment, lines) if found})


def said(tree: _Element) -> dates.Moment | None:
    """The only day of which a line anywhere says that it is that of publication, or None."""
    lines = page_lines.labelled(islice(page_lines.lines(tree), page_lines.MOST_LINES))
    told = [one for one in lines if one.is_remark and dates.is_said_to_be_out(one.text)]
    found = [day for one in told if is_outside_asides(one.element) for _, day in _in(one)[:1]]
    return _only({one.day: one for one in found})


def moment(line: str) -> dates.Moment | None:
    """The moment that a line is, or None."""
    try:
        return dates.parse(line) if len(line) <= dates.LONGEST else None
    except Rejection:
        return None


def _value(element: _Element) -> str:
    return element.get("datetime") or element.get("content") or text_of(element)


def _shows_day(names: str) -> bool:
    """Whether an element of these classes is likely to show the day of publication."""
    return bool(_SHOWN.search(names.lower())) and not _NOT_SHOWN.search(names.lower())


def _is_of_change(element: _Element) -> bool:
    """Whether a day is marked as that of a change, and not as that of publication, too."""
    names = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
    return bool(CHANGED.search(names)) and not re.search("publish|entry-date", names)


def _is_of_article(element: _Element) -> bool:
    """Whether a day may be that of the article: it is not of another, nor a part of the text."""
    return is_outside_asides(element) and not _is_in_text(element)


def _is_in_text(element: _Element) -> bool:
    """Whether a day stands in a plain paragraph, which says neither by whom nor that it is out."""
    parent = element.getparent()
    if element.tag != "time" or parent is None or parent.tag != "p" or parent.get("class"):
        return False
    line = text_of(parent)
    beside = line.replace(text_of(element), "", 1)
    is_of_page = _SIGNED_BY.match(line) or dates.is_said_to_be_out(line)
    return len(beside.split()) >= _FEWEST_WORDS and not is_of_page
