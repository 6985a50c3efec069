"""Pages that a server sends in place of an article, or of most of one, and how they are known."""

import re
from itertools import islice

from lxml.etree import _Element

from articles.ingest.readers.page_elements import text_of
from articles.ingest.readers.page_facts import Facts

MOST_CHARACTERS, MOST_WORDS = 1500, 200  # of a notice; what is longer is an article
MOST_LOOKED_AT, MOST_DIALOGS = 5000, 20  # elements that may be dialogs, and those that are
LEAST_BESIDE = 50  # characters of a paragraph beside a dialog
LONGEST_TITLE = 300  # characters; no notice is called by more
MOST_OPENED = 1500  # characters that are shown of an article which is not shown whole
LEAST_SHOWN = 0.5  # of the words that a page says its article has

_MISSING = "No article: the page says that there is none at its address. Get the article anew."
_BLOCKED = (
    "No article: the page was not given out, or asks whether a person is there. "
    "Open it in a browser and save it again."
)
_CONSENT = (
    "No article: the page asks for consent. Answer it in a browser and save the page behind it."
)
_LOGIN = "No article: the page asks to sign in. Sign in and save the page behind it."

_CODE = r"(?:(?:error|http|fehler|status|code)\W+)*{}(?:\W+(?:error|{}))?(?:\W+nginx\S*)?\W*"
_GONE = (
    r"(?:page )?not found|gone|nicht gefunden|seite nicht gefunden|introuvable|no encontrad[ao]"
    r"|não encontrad[ao]|non trovat[ao]|страница не найдена"
)
_REFUSED = (
    r"forbidden|unauthori[sz]ed|access denied|too many requests|unavailable for legal reasons"
    r"|(?:internal )?server error|bad gateway|service (?:temporarily )?unavailable"
    r"|gateway time-?out"
)
# What such pages are called, as a whole or in one of the parts of their title.
_TITLES = {
    _MISSING: re.compile(
        _CODE.format(r"(?:404|410)", _GONE)
        + (
            r"|(?:(?:sorry|oops|whoops|uh[- ]oh|hoppla)\W+)?"
            r"(?:(?:the|this|that|die|diese|la|cette) )?(?:requested |gewünschte )?"
            r"(?:page|article|story|content|post|seite|artikel)"
            r"(?: (?:is|was|wurde|could|can|does|has))?(?:n?[’']t| not| nicht)?(?: been| be)?"
            r" (?:found|exist|gefunden|available|missing|gone|unavailable|removed"
            r"|no longer (?:exists|available)|existiert nicht)\W*"
            r"|not found\W*|nothing (?:here|found)\W*|page introuvable|página no encontrada"
            r"|página não encontrada|pagina non trovata|pagina niet gevonden"
            r"|sidan hittades inte|nie znaleziono strony"
            r"|strona nie (?:istnieje|została znaleziona)|страница не найдена"
            r"|ページが見つかりません.{0,20}|页面不存在|找不到页面"
            r"|페이지를 찾을 수 없습니다.{0,5}|الصفحة غير موجودة"
        ),
        re.IGNORECASE,
    ),
    _BLOCKED: re.compile(
        _CODE.format(r"(?:401|403|429|451|50[0-4])", _REFUSED)
        + rf"|(?:{_REFUSED})\W*|access to this page has been denied\W*|zugriff verweigert"
        r"|accès refusé|acceso denegado|доступ запрещ[её]н"
        r"|just a moment\W*|attention required\W*|one more step\W*|checking your browser.{0,40}"
        r"|are you (?:a robot|human)\W*|(?:please )?verify (?:that )?you are (?:a )?human\W*"
        r"|(?:sorry, )?you have been blocked\W*|robot check\W*|request blocked\W*"
        r"|(?:down for|under) maintenance\W*",
        re.IGNORECASE,
    ),
    _CONSENT: re.compile(
        r"before you continue\W*|your privacy choices\W*|we value your privacy\W*|cookie consent\W*"
        r"|we,? and our partners,? value your privacy\W*",
        re.IGNORECASE,
    ),
}
_OF_LOGIN = re.compile(
    r"(?:please )?(?:sign|log) ?(?:in|on|up)(?: (?:to|with|or|now|required)\b.{0,60})?"
    r"|login(?: required| page)?|register|anmelden|einloggen"
    r"|(?:se )?connexion|iniciar sesión|accedi|войти|zaloguj się|ログイン|登录|로그인",
    re.IGNORECASE,
)
_LOGIN_TEXT = re.compile(
    r"forg[eo]t(?:ten)? (?:your )?password|need an account to|passwort vergessen"
    r"|mot de passe oublié",
    re.IGNORECASE,
)
# What they say, where they are called by the name of the site or none.
_TEXTS = {
    _MISSING: re.compile(
        r"(?:page|seite|article) (?:that )?(?:you|sie)(?:[’']re| are)? (?:\w+ )?(?:looking for"
        r"|request|suchen|tried).{0,80}(?:not|moved|removed|exist|gefunden)|nothing was found at"
        r" this location|may have been (?:moved|deleted|removed)|que vous recherchez n.existe",
        re.IGNORECASE,
    ),
    _BLOCKED: re.compile(
        r"enable javascript and cookies|(?:please |need to |must )enable javascript"
        r"|requires javascript|javascript (?:is|appears to be) (?:disabled|required)"
        r"|checking (?:if the site|your browser)|security of your connection|unusual (?:activity"
        r"|traffic) from your|not a robot|verify (?:that )?you are (?:a )?human|don.t have"
        r" permission to access|security service to protect itself|press (?:&|and) hold"
        r"|javascript (?:aktivieren|zu aktivieren)|activer javascript",
        re.IGNORECASE,
    ),
    _CONSENT: re.compile(
        r"\bwe,?(?: and our(?: \d+)? partners,?)? (?:also )?(?:use|store).{0,80}\bcookies?\b"
        r"|accept all.{0,80}(?:cookies|partners)|agree to our use of cookies"
        r"|wir und unsere (?:\d+ )?(?:partner|dienst)|mit werbung und tracking"
        r"|nous et nos (?:\d+ )?partenaires|nosotros y nuestros (?:\d+ )?socios"
        r"|noi e i nostri (?:\d+ )?partner|wij en onze (?:\d+ )?partners|my i nasi partnerzy",
        re.IGNORECASE,
    ),
}
# What programs that ask for consent call their dialogs.
_OF_CONSENT = re.compile(
    r"consent|cookie|gdpr|onetrust|didomi|usercentrics|cybot|qc-cmp|\bcmp\b|sp_message|fc-dialog"
    r"|fc-choice|truste|trustarc|iubenda|privacy-(?:banner|notice|manager)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[|»«·•–—:-]+\s+|\s*[|｜]\s*")
_MISSING_CLASS = re.compile(r"(?:^|\s)(?:error-?404|page-?404|not-?found)(?:$|\s)")
# What readers are told who have not paid.
_UNPAID = re.compile(
    r"(?:to|and) (?:continue|keep|finish) reading"
    r"|(?:article|story|post|content) is (?:only )?(?:for|available (?:only )?to|exclusive to"
    r"|reserved for) (?:\w+ )?(?:subscribers|members)"
    r"|(?:subscribers|members)[ -]only (?:article|story|post|content)"
    r"|already a (?:paid )?subscriber"
    r"|reached your (?:\w+ )?(?:article )?limit|free articles (?:left|remaining|this month)"
    r"|(?:unlock|read the full|rest of) (?:this|the) (?:article|story)|post is for pa(?:id|ying)"
    r"|weiterlesen mit|jetzt weiterlesen|bereits ein abo|nur für abonnenten|mit einem abo"
    r"|(?:réservé|réservée) aux abonnés|il vous reste \d|déjà abonné"
    r"|contenuto riservato|già abbonato"
    r"|(?:exclusivo|solo) para suscriptores|exclusivo para assinantes|ya eres suscriptor"
    r"|już prenumeratę|dla prenumeratorów|только для подписчиков|残り[:：]?\s?[\d,]+ ?文字"
    r"|会員限定|有料会員|订阅后",
    re.IGNORECASE,
)


def asks_for_password(tree: _Element) -> bool:
    """Whether a page has a field for a password."""
    return bool(tree.xpath("//input[@type='password']"))


def without_consent(tree: _Element) -> None:
    """Take out of a page the dialogs that ask for consent, however long, if a paragraph is left."""
    parts = islice(tree.iter("div", "section", "aside", "dialog"), MOST_LOOKED_AT)
    for element in list(islice(filter(_is_dialog, parts), MOST_DIALOGS)):
        if _reads_on(tree, element):
            element.drop_tree()


def _is_dialog(element: _Element) -> bool:
    """Whether an element asks for consent, and has no article in it or around it."""
    names = f"{element.get('class', '')} {element.get('id', '')}"
    is_dialog = element.tag == "dialog" or element.get("aria-modal") == "true"
    is_dialog |= element.get("role") in ("dialog", "alertdialog")
    if element.getparent() is None or not (is_dialog or _OF_CONSENT.search(names)):
        return False
    if not _TEXTS[_CONSENT].search(text_of(element)[:MOST_CHARACTERS]):
        return False
    return not element.xpath(".//article | .//main | ancestor::article")


def _reads_on(tree: _Element, dialog: _Element) -> bool:
    """Whether a page has a paragraph that does not stand in its dialog."""
    within = set(dialog.iter("p"))
    paragraphs = (one for one in tree.iter("p") if one not in within)
    return any(len(text_of(one)) >= LEAST_BESIDE for one in paragraphs)


def all_words(tree: _Element) -> str:
    """What stands in the part of a page that is of its article, furniture and all."""
    parts = tree.xpath("//article | //main") or tree.xpath("//body")
    texts = parts[0].xpath(".//text()[not(parent::script or parent::style)]") if parts else []
    return " ".join(" ".join(texts).split())


def is_opening(facts: Facts, words: str, told: str) -> bool:
    """Whether the words of a page are only the opening of an article that is not for everybody.

    The page says so to programs, or to its readers in all that was `told` them.
    """
    stated = facts.number_of_words
    is_short = len(words.split()) < LEAST_SHOWN * stated if stated else len(words) <= MOST_OPENED
    return is_short and (facts.is_paid_for or bool(_UNPAID.search(told)))


def reason(facts: Facts, words: str, *, is_asking: bool) -> str:
    """Why a page is a notice and no article, or nothing.

    `words` are those of its text, and `is_asking` says that it has a field for a password. A notice
    is short, and is called by a name of notices or says what notices say.
    """
    if len(words) > MOST_CHARACTERS or len(words.split()) > MOST_WORDS:
        return ""
    whole = [title for title in facts.titles if len(title) <= LONGEST_TITLE]
    titles = {part.strip() for title in whole for part in (title, *_PARTS.split(title))}
    called = (why for why, names in _TITLES.items() if any(map(names.fullmatch, titles)))
    if found := next(called, ""):
        return found
    if _MISSING_CLASS.search(facts.tree.xpath("string(//body/@class)").lower()):
        return _MISSING
    if is_asking and (any(map(_OF_LOGIN.fullmatch, titles)) or _LOGIN_TEXT.search(words)):
        return _LOGIN
    if facts.is_article:
        return ""
    told = f"{words} {' '.join(titles)}"
    return next((why for why, texts in _TEXTS.items() if texts.search(told)), "")
