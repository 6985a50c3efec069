"""Documents of press databases, as these save them as text: ProQuest, Factiva, Nexis, EBSCO.

Each has fields, the text, and what the database writes around them. The address of a document is
the database's and not that of the article, so it is left out.
"""

from dataclasses import replace

from articles.ingest.readers import dates, outlets
from articles.ingest.readers.assembling import article
from articles.ingest.readers.press import ebsco, factiva, nexis, proquest
from articles.ingest.readers.press.forms import Form
from articles.ingest.records import RawArticle, Rejection

SNIFFED = 2**18  # characters in which the first document shows its form

_NOTE = "Read as a document of {}{}: what the database writes around the text was left out."
_SEVERAL = (
    "Several documents of {} in one text: one text is one article. Save them as a file of text in"
    " UTF-8, which is taken apart, or each by itself."
)
_NO_TEXT = "No text: the document of {} has none, only what describes it. Save the whole document."
_NO_DATE = (
    "The document of {} has no date that is understood. Save it anew, or add a date in front"
    " matter."
)

# A text is in the first form whose marks it has.
FORMS = (proquest.FORM, factiva.FORM, nexis.FORM, nexis.OLD_FORM, ebsco.FORM)


def form_of(text: str) -> Form | None:
    """The form that a text is in, or None."""
    beginning = text[:SNIFFED]
    return next((form for form in FORMS if form.is_of(beginning)), None)


def sniff(text: str) -> bool:
    """Whether a text is in the form of a database."""
    return bool(form_of(text))


def read(text: str, path: str = "") -> RawArticle:
    """The article in a document; raises Rejection, also where there are several."""
    form = form_of(text)
    parts = ("\n".join(lines) for lines in form.documents(text.split("\n")))
    found = [part for part in parts if form.is_document(part)]
    if len(found) > 1:
        raise Rejection(_SEVERAL.format(form.name))
    fields, body = form.read((found or [text])[0].split("\n"))
    if not body.strip():
        raise Rejection(_NO_TEXT.format(form.name))
    fields = {name: value for name, value in fields.items() if value}
    if not fields.get("date") and not dates.in_name(path):
        raise Rejection(_NO_DATE.format(form.name))
    raw = article(fields, body, path, layout="text")
    raw = replace(raw, notes=(_NOTE.format(form.name, form.custom), *raw.notes))
    return outlets.kept_in_note(raw)
