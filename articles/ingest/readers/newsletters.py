"""What newsletters have around their text: how to see them in a browser, or be rid of them."""

import re

import lxml.html
from lxml.etree import ParserError, _Element, tostring

from articles.ingest.readers.page_elements import text_of
from articles.ingest.readers.page_lines import Line
from articles.ingest.readers.page_lines import lines as lines_of

MOST_ABOVE, MOST_UNDER = 8, 20  # lines at the top and the foot that are looked at
LONGEST = 250  # characters of such a line, without addresses
SHORT = 6  # words, of which one alone tells a line

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_LINK = r"(?:\W{0,9}(?:here|at)?\W{0,9})"
_ABOVE = re.compile(
    rf"(?:(?:(?:click here to )?(?:view|read|open|see)(?: (?:this|it|the|our)\b[^.!?]{{0,30}})?"
    rf" (?:online|on the web|in (?:(?:your|a|the) )?(?:web )?browser)"
    rf"|having (?:trouble|problems?|difficulty)\b[^.!?]{{0,60}}\??"
    rf"(?:[^.!?]{{0,30}}browser|[^.!?]{{0,20}}here)?"
    rf"|[^.!?]{{0,40}}\b(?:im|in (?:ihrem|deinem)) browser (?:ansehen|anzeigen|öffnen|lesen)"
    rf"|(?:voir|lire|consulter|afficher)\b[^.!?]{{0,40}}\b(?:navigateur|en ligne)"
    rf"|(?:ver|leer|visualizar|abrir)\b[^.!?]{{0,40}}\b(?:navegador|en línea|online)"
    rf"|(?:visualizza|leggi|apri)\b[^.!?]{{0,40}}\b(?:browser|online)"
    rf"|(?:bekijk|lees)\b[^.!?]{{0,40}}\b(?:browser|online)){_LINK})",
    re.IGNORECASE,
)
_LEAVE = (
    r"(?:unsubscribe|opt[ -]out|abmelden|abbestellen|abzubestellen|désabonner|désinscrire"
    r"|désinscription|darse de baja|cancelar (?:la |tu |su )?suscripción|disiscriv\w+"
    r"|annulla(?:re)? l['’]iscrizione|uitschrijven|avregistrera|avsluta prenumeration|afmeld"
    r"|(?:manage|update|change) (?:your |my )?(?:\w+ )?(?:preferences|subscriptions?|settings))\b"
)
_SHORTLY = re.compile(_LEAVE, re.IGNORECASE)
_UNDER = re.compile(
    rf"(?:(?:click (?:here )?|you (?:can|may) |please )?(?:to )?{_LEAVE}"
    rf"|(?:if you|don['’]t want|no longer|want to)\b.{{0,100}}{_LEAVE}"
    r"|you(?:['’]re| are| have| received| got)(?: receiv\w*| getting)?"
    r" (?:this|our) (?:\w+ )?(?:e-?mail|newsletter|message|because)\b"
    r"|you(?:['’]re| are) receiving this\b"
    r"|this (?:e-?mail|message|newsletter) (?:was|has been|is) (?:being )?sent (?:to|by)\b"
    r"|why (?:did|am) i (?:get|receiv)\w* this\b"
    r"|(?:please )?add (?:us|\S+@\S+) to your (?:address book|contacts)\b"
    r"|sie erhalten (?:diese|den|unseren) (?:\w+-?)?(?:mail|newsletter)"
    r"|vous recevez cet? (?:e-?mail|lettre|courriel|newsletter)"
    r"|(?:recibes?|ha recibido) este (?:correo|boletín|mensaje)"
    r"|ricevi questa (?:e-?mail|newsletter))",
    re.IGNORECASE,
)


def of_text(text: str) -> tuple[str, list[str]]:
    """A text without such lines, and these."""
    lines = text.split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    around = _around([lines[number].strip() for number in filled])
    numbers = {filled[place] for place in around}
    kept = "\n".join(line for number, line in enumerate(lines) if number not in numbers)
    return kept, [lines[number].strip() for number in sorted(numbers)]


def of_html(html: str) -> tuple[str, list[str]]:
    """A piece of HTML without such lines, and these; one without any as it is."""
    try:
        body = lxml.html.document_fromstring(html).find("body")
    except (ParserError, ValueError):
        return html, []
    found = [] if body is None else list(lines_of(body))
    told = [found[place] for place in sorted(_around([line.text for line in found]))]
    whole = [(line.text, element) for line in told if (element := _whole(line)) is not None]
    if not whole:
        return html, []
    for _, element in whole:
        element.drop_tree()
    inner = (tostring(part, encoding="unicode") for part in body)
    return (body.text or "") + "".join(inner), [text for text, _ in whole]


def _around(lines: list[str]) -> set[int]:
    """The places of such lines, unless there is nothing else."""
    last = max(len(lines) - MOST_UNDER, 0)
    bare = [_ADDRESS.sub("", line) for line in lines]
    found = {number for number, line in enumerate(bare[:MOST_ABOVE]) if _is_above(line)}
    found |= {number for number in range(last, len(lines)) if _is_under(bare[number])}
    return found if len(found) < len(lines) else set()


def _is_above(line: str) -> bool:
    return len(line) <= LONGEST and bool(_ABOVE.fullmatch(line))


def _is_under(line: str) -> bool:
    is_short = len(line.split()) <= SHORT
    return len(line) <= LONGEST and bool(_UNDER.match(line) or (is_short and _SHORTLY.search(line)))


def _whole(line: Line) -> _Element | None:
    """The largest element that holds a line and no more, or None."""
    element, words = line.element, _squeezed(line.text)
    while (parent := element.getparent()) is not None and parent.tag != "body":
        if _squeezed(text_of(parent)) != words:
            break
        element = parent
    return element if _squeezed(text_of(element)) == words else None


def _squeezed(text: str) -> str:
    return "".join(text.split())
