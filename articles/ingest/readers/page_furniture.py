"""What stands on a web page beside its article, and within it, and is not of its text."""

import re
from collections.abc import Iterable, Iterator

from lxml.etree import _Element, iterwalk

from articles.ingest import urls
from articles.ingest.readers import page_credits, page_days, page_lines, page_names
from articles.ingest.readers.page_elements import joined, text_of
from articles.ingest.readers.page_lines import Beside, Line

# Words in classes and ids of elements by which sites name their furniture.
_FURNITURE = frozenset(
    "ad ads advert adverts advertisement advertising adsbygoogle adslot taboola outbrain sponsored"
    " share shares sharing sharebar sharedaddy sharethis addthis addtoany social sns"
    " newsletter newsletters subscribe subscription signup mailinglist optin cta"
    " cookie cookies consent gdpr onetrust cmp"
    " breadcrumb breadcrumbs crumb crumbs nav navbar navigation menu pagination paginav pager"
    " nextprev prevnext toc tableofcontents skip skiplink toolbar sidebar footer"
    " related relatedposts recommended recommendations recirc recirculation alsoread readmore"
    " readnext popular trending mostread mostviewed morestories promo upsell"
    " comments comment disqus respond reactions"
    " bio authorbox aboutauthor postmeta postmetadata entrymeta readingtime license copyright"
    " modal popup overlay tooltip spinner".split()
)
# And two that stand together for it; by themselves they may be of the article.
_PAIRS = re.compile(
    r"(?:author|about)-(?:box|bio|info|card|author)|(?:post|entry|article)-(?:meta|tags|info|footer)"
    r"|also-read|read-(?:more|next|also)|more-(?:from|stories|news|on|in)|prev-next|next-prev"
    r"|sign-up|inline-related|screen-reader|sr-only|visually-hidden|call-to-action|edit-this"
    r"|w-form-(?:done|fail)|jump-to|back-to|print-(?:link|button)|poll-widget"
    r"|reading-time|wm-ipp|mw-editsection"
)
_ROLES = {"navigation", "search", "banner", "contentinfo", "dialog"}
_TAGS = {
    *("nav", "dialog", "button", "noscript", "template", "input", "select", "textarea", "label"),
    *("amp-sidebar", "amp-consent", "amp-social-share", "amp-list", "amp-ad", "frameset"),
}
_INLINE = {"a", "b", "button", "em", "i", "label", "small", "span", "strong"}
_HOLDERS = {*"div section aside ul ol header footer nav form table td".split()}
_OF_PICTURES = {"credit", "credits", "caption"}
_NEVER = {"html", "body", "main", "h1"}
_CARDS = {"card", "teaser", "tease", "promo", "storycard"}
_LONGEST_CARD = 300  # characters
# Names stand between hyphens and the like, or begin with a capital; what has digits is made up.
_WORDS = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[A-Z]?[a-z]{3,}")
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
# Of a page's words that are no links; what has more is no furniture. What is also called by one of
# the names that texts have may hold less.
_MOST_OF_PAGE, _MOST_OF_TEXT = 0.5, 0.15
_TEXTS = {"body", "content", "text", "story", "article", "entry", "main", "paragraph", "richtext"}
_MOST_UNSEEN = 200  # characters that are dropped because they are not shown; more may unfold

_BLOCKS = {*"p div li h2 h3 h4 h5 h6 section aside header footer td dd dt ul ol table".split()}
_MAY_LEAD_ON = {"p", "div", "h2", "h3", "h4", "h5", "h6"}
_MAY_BE_CREDIT = {"p", "div", "span", "small"}
_LONGEST_REMARK = 200  # characters
_LEAST_SENTENCE = 60
_REMARK = re.compile(
    r"(?:skip )?advertisements?|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|reklama"
    r"|реклама|広告|광고|广告|إعلان"
    r"|share(?: (?:this|on|via|full)\b.*)?|tweet|teilen|artikel teilen|partager|compartir|condividi"
    r"|compartilhe?|udostępnij|поделиться|シェア(?:する)?|공유하기|分享到?|شارك"
    r"|copy link|copied!?|print(?: this)?(?: page)?|e-?mail this|save"
    r"|[\s·•|–-]*\d+ (?:min(?:ute)?s?|minuten|minuti|minutos)\b(?: de)?(?: read| reading| lecture)?"
    r"|[\s·•|–-]*[\d,]+ words"
    r"|listen to (?:this )?(?:article|story)\b.{0,60}|view image in fullscreen"
    r"|(?:after|skip past) newsletter promotion|add as (?:a )?preferred source.{0,30}"
    r"|(?:copyright(?: by)? (?:©|\(c\)|(?:19|20)\d\d)|\(c\) ?(?:19|20)\d\d|©).{0,120}"
    r"|.{0,60}\ball rights reserved\b.{0,60}"
    r"|.{0,20}無断転載.{0,20}|.{0,30}무단 ?전재.{0,30}|版权所有.{0,30}|все права защищены.{0,60}",
    re.IGNORECASE,
)
_LEADING_ON = re.compile(
    r"(?:(?:see )?more (?:on|about|in)|(?:related )?(?:topics?|articles|stories|content)"
    r"|tags?|filed under|in this story|keywords?"
    r"|read (?:more|also|next|on)|also read|see also|more on this(?: story)?|more|related|next"
    r"|previous|newer|older|lire aussi|à lire(?: aussi)?|sur le même sujet|lesen sie (?:auch|mehr)"
    r"|mehr (?:dazu|zum thema)|siehe auch|leggi anche|leia (?:também|mais)|lea también|lee también"
    r"|te puede interesar|lees ook|läs (?:också|mer)|les også|læs også|czytaj (?:także|też|również)"
    r"|zobacz (?:też|także|również)|przeczytaj też|читайте также|по теме|関連記事|あわせて読みたい"
    r"|相关阅读|延伸阅读|관련 ?기사|اقرأ أيضا)?[\s:：|→←»«›‹▶►•·-]*",
    re.IGNORECASE,
)
_OFFER = re.compile(
    r"newsletter|inbox|sign up|subscribe|abonnier|inscrivez|suscríb|iscriv|assine|подпис|zapisz",
    re.IGNORECASE,
)
# An offer that begins so needs no link.
_CALL = re.compile(
    r"(?:subscribe|sign up)(?: (?:to|for|now|here|today|and)\b|[.!]?$)"
    r"|(?:follow us|suscríbete|abonnieren sie|folgen sie uns|inscrivez-vous|abonnez-vous"
    r"|iscriviti|abbonati|assine|inscreva-se|подписывайтесь|подпишитесь|zapisz się|obserwuj nas)\b",
    re.IGNORECASE,
)
_LONGEST_CALL = 120
_NEWSLETTER = re.compile(r"newsletter|inbox|e-?mail|lettre|boletín|рассылк|канал", re.IGNORECASE)
_SHORTCODE = re.compile(
    r"\[/?(?:caption|gallery|embed|audio|video|playlist|contact-form(?:-7)?|vc_\w+|et_pb_\w+"
    r"|fusion_\w+|su_\w+|mk_\w+|av_\w+|wpforms|sc|shortcode|toc|adrotate)\b[^\[\]\n]{0,500}\]"
)
_BACK = {"↩", "↩︎", "↑", "⤴", "^", "⏎"}
_SIGNS = {"¶", "#", "§", "🔗", "Permalink"}
_MEDIA = "img picture video amp-img".split()
_OF_TEXT = "table pre blockquote p ul ol".split()
_TELLS_OF_AUTHOR = r"\s+(?:is|was|has|covers?|reports?|writes?|joined|works)\b"
_LONGEST_TALE = 400  # characters


def remove(tree: _Element, names: Iterable[str], beside: Beside) -> None:
    """Take out of a page what is not of its article's text.

    That is what its elements are called or do, remarks that are known in many languages, what
    tells of its author, who has one of `names`, and `beside` its title the lines about author and
    day. What holds most of the page's words stays.
    """
    head = [line for line in beside.after if line.is_remark and _is_of_head(line, names)]
    title = page_lines.heading(beside.title.element) if beside.title else None
    if title is not None:
        head += beside.before
    for element in [*map(_whole, head), title]:
        _drop(element)
    for element in [*_furniture(tree), *_cards(tree)]:
        _drop(element)
    for element in list(tree.iter("figure")):
        _without_words(element)
    _keep_in_sight(tree)
    for portrait in [one for one in tree.iter("img") if one.get("alt") in names]:
        _drop(portrait)
    for picture in tree.iter("img", "source", "video", "audio", "iframe", "embed", "object"):
        _without_data(picture)
    about = [re.escape(name) for name in names]
    tale = re.compile(rf"(?:{'|'.join(about)}){_TELLS_OF_AUTHOR}") if about else None
    for element in list(_remarks(tree, tale)):
        _drop(element)
    for link in list(tree.iter("a")):
        words = text_of(link)
        if words in _BACK or (words in _SIGNS and link.get("href", "").startswith("#")):
            _drop(link)
    _without_shortcodes(tree)


def _keep_in_sight(tree: _Element) -> None:
    """Take names from what is of the text, which the extractor would think furniture by them."""
    for element in tree.iter(*_HOLDERS, *_INLINE, "p", "blockquote"):
        if element.tag == "button":
            element.tag = "span"
        if element.get("id") and not _number(element):
            element.attrib.pop("id")
        is_lead = element.tag == "p" and len(text_of(element)) >= _LEAST_SENTENCE
        names = _names(element)
        if element.tag == "blockquote" or "embed" in names or (is_lead and "teaser" in names):
            element.attrib.pop("class", None)


def _is_of_head(line: Line, names: Iterable[str]) -> bool:
    """Whether a line tells the day or who wrote it."""
    if page_days.is_told(line) or page_names.is_signed(line.text):
        return True
    return line.text.startswith(tuple(names))


def _whole(line: Line) -> _Element | None:
    """The outermost element that holds nothing but a line, or its list of facts, if there is."""
    facts = next(line.element.iterancestors("dl"), None)
    if facts is not None and len(text_of(facts)) <= _LONGEST_REMARK:
        return facts
    element, words = line.element, line.text.replace(" ", "")
    while (parent := element.getparent()) is not None and _squeezed(parent) == words:
        element = parent
    return element if _squeezed(element) == words else None


def _furniture(tree: _Element) -> Iterator[_Element]:
    """The elements that are furniture by what they are called or do."""
    found: list[tuple[_Element, int]] = []
    sizes, headed, in_link = [0], [False], 0
    walk = iterwalk(tree, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in ("script", "style"):
                element.text = ""
            in_link += element.tag == "a"
            sizes.append(0)
            headed.append(element.tag == "h1")
            sizes[-1] += 0 if in_link else len((element.text or "").strip())
            continue
        in_link -= element.tag == "a"
        size, is_headed = sizes.pop(), headed.pop()
        if not is_headed and _is_furniture(element, size):
            found.append((element, size))
        sizes[-1] += size + (0 if in_link else len((element.tail or "").strip()))
        headed[-1] |= is_headed
    return (element for element, size in found if size <= _most(element) * sizes[0])


def _cards(tree: _Element) -> Iterator[_Element]:
    """The small elements that show other articles of the same site, with titles that lead there."""
    own = next(iter(tree.xpath("//link[@rel='canonical']/@href")), "")
    for element in tree.xpath("//*[@class]"):
        if not (_CARDS & _names(element)) or len(text_of(element)) > _LONGEST_CARD:
            continue
        leads = element.xpath(".//a[h2 or h3 or h4]/@href | .//*[self::h2 or self::h3]//a/@href")
        if leads and urls.domain(joined(own, leads[0])) == urls.domain(own):
            yield element


def _most(element: _Element) -> float:
    return _MOST_OF_TEXT if _names(element) & _TEXTS else _MOST_OF_PAGE


def _is_furniture(element: _Element, size: int) -> bool:
    if not isinstance(element.tag, str) or element.tag in _NEVER:
        return False
    return _is_called_or_does(element, size) and not _is_in_sentence(element)


def _is_called_or_does(element: _Element, size: int) -> bool:
    if element.tag in _TAGS or element.get("role", "").lower() in _ROLES:
        return True
    is_unseen = element.get("hidden") is not None or _NOT_SHOWN.search(element.get("style", ""))
    if is_unseen and size <= _MOST_UNSEEN:
        return True
    given = f"{element.get('class', '')} {_number(element)}".lower().replace("_", "-")
    names = _names(element)
    if names & _OF_PICTURES:
        return size <= _LONGEST_REMARK
    return bool((names & _FURNITURE and "embed" not in names) or _PAIRS.search(given))


def _is_in_sentence(element: _Element) -> bool:
    """Whether an element stands within a line of text, which would have a hole without it."""
    if element.tag not in _INLINE:
        return False
    before, parent = element.getprevious(), element.getparent()
    leading = before.tail if before is not None else "" if parent is None else parent.text
    return any((text or "").strip(" \n\t·|•") for text in (leading, element.tail))


def _names(element: _Element) -> set[str]:
    """The words in an element's classes and its id, also where capitals part them."""
    given = f"{element.get('class', '')} {_number(element)}"
    words = [word for word in _WORDS.findall(given) if word.isalpha()]
    return {name.lower() for word in words for name in (word, *_PARTS.findall(word))}


def _number(element: _Element) -> str:
    """The id of an element that holds others; headings give theirs to the sections of a text."""
    given = element.get("id", "")
    if not given or element.tag not in _HOLDERS:
        return ""
    heading = next(element.iter("h1", "h2", "h3", "h4", "h5", "h6"), None)
    slug = "" if heading is None else "-".join(_WORDS.findall(text_of(heading).lower()))
    return "" if slug == given.lower() else given


def _remarks(tree: _Element, tale: re.Pattern[str] | None) -> Iterator[_Element]:
    """The elements without others in them whose words are a remark and nothing else."""
    for element in tree.iter(*_BLOCKS, "span", "small", "figure"):
        inner = next(element.iterdescendants(*_BLOCKS), None)
        if inner is not None:
            continue
        words = text_of(element)
        if not words:
            continue
        is_tale = tale and len(words) <= _LONGEST_TALE and tale.match(words)
        if is_tale or (len(words) <= _LONGEST_REMARK and _is_remark(element, words)):
            yield element


def _is_remark(element: _Element, words: str) -> bool:
    if element.tag in _MAY_BE_CREDIT and page_credits.is_credit(words):
        return True
    if _REMARK.fullmatch(words) or (len(words) <= _LONGEST_CALL and _CALL.match(words)):
        return True
    if element.tag in _MAY_LEAD_ON and _LEADING_ON.fullmatch(words):
        return True
    links = list(element.iter("a"))
    if not links or element.tag in ("span", "small"):
        return False
    linked = sum(len(text_of(link)) for link in links)
    beside = _without(words, links)
    if linked and beside and _LEADING_ON.fullmatch(beside):
        return True
    return bool(_NEWSLETTER.search(words) and _OFFER.search(words))


def _without(words: str, links: list[_Element]) -> str:
    for link in links:
        words = words.replace(text_of(link), "", 1)
    return words.strip()


def _without_words(figure: _Element) -> None:
    """Take its words from a figure of a picture: who made it, and what the extractor drops."""
    if not any(True for _ in figure.iter(*_MEDIA)) or any(True for _ in figure.iter(*_OF_TEXT)):
        return
    for element in list(figure.iterdescendants("span", "div", "small", "cite", "figcaption")):
        if next(element.iter(*_MEDIA), None) is None:
            _drop(element)


def _without_data(picture: _Element) -> None:
    """Take out pictures that stand in the page itself, which may be a thousand times its words."""
    for name in ("src", "srcset", "data-src", "data", "poster", "srcdoc"):
        if picture.get(name, "")[:5].lower() == "data:" or name == "srcdoc":
            picture.attrib.pop(name, None)


def _without_shortcodes(tree: _Element) -> None:
    for element in tree.iter():
        for name in ("text", "tail"):
            value = getattr(element, name)
            if value and "[" in value and isinstance(element.tag, str):
                setattr(element, name, _SHORTCODE.sub("", value))


def _drop(element: _Element | None) -> None:
    """Take an element out; the words after it stay."""
    parent = None if element is None else element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)


def _squeezed(element: _Element) -> str:
    return "".join("".join(element.itertext()).split())
