"""Headers of a message as mail programs write them into a text: forwarded, or saved as text."""

import re
from email.utils import parseaddr
from itertools import islice, takewhile

from articles.ingest.readers import dates
from articles.ingest.readers.assembling import article
from articles.ingest.records import RawArticle, Rejection

_MOST_MARKS = 50  # of a text that are looked at
_MOST_WITHIN = 20  # messages within each other

# In English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish and Norwegian.
_NAMES = {
    "from": "From Von De Da Van Från Fra",
    "date": "Date Sent Datum Gesendet Envoyé Fecha Enviado Data Inviato Verzonden Skickat Sendt",
    "subject": "Subject Betreff Objet Asunto Assunto Oggetto Onderwerp Ämne Emne",
    "": "To An À Para A Aan Till Til Cc Bcc Kopie Copie Reply-To Importance Attachments Sender",
}
_FIELDS = {name: field for field, names in _NAMES.items() for name in names.split()}
_HEADER = re.compile(rf"\*?({'|'.join(_FIELDS)})\*?[ \t\xa0]?:\*?[ \t\xa0]*(.*)")
_MARK = re.compile(
    r"^(?:-{2,}[ ]?[^\W\d_][^\n-]{2,40}[ ]?-{2,}|_{10,}|-{10,}"
    r"|(?:begin forwarded message|anfang der weitergeleiteten nachricht"
    r"|début du message transféré|inicio del mensaje reenviado|inizio messaggio inoltrato)\s?:)"
    r"[ \t]*\n",
    re.IGNORECASE | re.MULTILINE,
)
_PREFIX = re.compile(r"^(?:(?:fwd?|wg|tr|rv|i|re|aw|vs|sv|enc|doorst)[ ]?:\s*)+", re.IGNORECASE)
_NO_DATE = "No date: the message tells none that is understood beside 'Sent' or 'Date'. Correct it."

Told = tuple[dict[str, str], str]


def without_prefix(subject: str) -> str:
    """A subject without what programs put before it: Fwd:, Re:, AW: and the like."""
    return _PREFIX.sub("", subject)


def at_top(text: str) -> Told | None:
    """What the headers at the top of a text tell, and what follows; None where there are none.

    They are at least three, among them who wrote it, and when or about what.
    """
    lines = text.lstrip().split("\n")
    above = list(takewhile(_goes_on, lines))
    found: dict[str, str] = {}
    headers = [match for match in map(_HEADER.match, above) if match]
    for match in headers:
        found.setdefault(_FIELDS[match[1]], match[2].strip())
    if len(headers) < 3 or not found.get("from") or not (found.keys() & {"date", "subject"}):
        return None
    name, address = parseaddr(found["from"])
    told = {
        "title": without_prefix(found.get("subject", "")),
        "author": "" if "@" in name else name or ("" if "@" in address else found["from"]),
        "date": found.get("date", ""),
    }
    return {name: value for name, value in told.items() if value}, "\n".join(lines[len(above) :])


def _goes_on(line: str) -> bool:
    """Whether a line is a header, or goes on with one."""
    return bool(_HEADER.match(line)) or (line[:1] in (" ", "\t") and bool(line.strip()))


def forwarded(text: str) -> Told | None:
    """What is told of the message that is forwarded in a text, and its text; None without one.

    Of several within each other it is the innermost that says more than what stands above it: a
    reply that quotes is a message of its own.
    """
    found = None
    for _ in range(_MOST_WITHIN):
        inner = _inner(text)
        if not inner:
            break
        found, text = inner, inner[1]
    return found


def _inner(text: str) -> Told | None:
    for mark in islice(_MARK.finditer(text), _MOST_MARKS):
        above, below = text[: mark.start()], _unquoted(text[mark.end() :])
        told = at_top(below)
        if told and len(above.split()) < len(told[1].split()):
            return told
    return None


def _unquoted(text: str) -> str:
    """A text without the signs of quotation, where all of its lines have them."""
    lines = text.split("\n")
    if not all(line.startswith(">") for line in lines if line.strip()):
        return text
    return "\n".join(re.sub(r"^>[ ]?", "", line) for line in lines)


def sniff(text: str) -> bool:
    """Whether a text begins with such headers: a message that Outlook saved as text."""
    return bool(at_top(text[:4000]))


def read(text: str, path: str = "") -> RawArticle:
    """The article that such a message is; raises Rejection."""
    fields, body = at_top(text) or ({}, text)
    if within := forwarded(body):
        fields, body = fields | within[0], within[1]
    if not dates.is_one(fields.get("date", "")) and not dates.in_name(path):
        refused = fields.get("date", "")
        if dates.is_ambiguous(refused):
            dates.parse(refused)  # which says why
        raise Rejection(_NO_DATE)
    return article(fields, body, path, layout="text")
