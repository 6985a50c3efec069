"""A title for a text that came without one: its first sentence, shortened at a clause."""

import re

from articles.ingest.characters import one_line

MAX_TITLE = 120
MIN_TITLE = 40

# A stop after one of these does not end a sentence.
_ABBREVIATION = re.compile(
    r"mrs?|ms|dr|prof|st|sen|rep|gov|gen|lt|col|sgt|jr|sr|inc|ltd|co|corp|vs|etc|no|dept|est|fig"
    r"|approx|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|[a-z](?:\.[a-z])*"
)
_STOP = re.compile(r"(?:[.!?…]+[\"'”’)\]]*(?=\s)|[。！？])")

# Where a sentence can be broken off and still stand by itself: best at a mark that parts it,
# else at a comma or before a word that begins a clause or a phrase.
_PARTS = re.compile(r";(?=\s)|\s[–—-]{1,2}\s|—|；")
_CLAUSES = re.compile(
    r"[,:](?=\s)|[，、：]"
    r"|\s(?=(?:in|on|at|for|with|without|after|before|during|amid|as|by|from|while|because|when"
    r"|where|which|who|but|over|under|against|through|following|despite|since|until|according"
    r"|citing|saying|including)\s)"
)


def from_text(text: str) -> str:
    """A headline of at most 120 characters from the first sentence of a text."""
    paragraph = text.strip().split("\n\n", 1)[0]
    sentence = first_sentence(one_line(paragraph[:5000], 5000))
    return _without_end(sentence) if len(sentence) <= MAX_TITLE else _first_clauses(sentence)


def first_sentence(line: str) -> str:
    """The first sentence of a line; the whole line where none ends in it."""
    for stop in _STOP.finditer(line):
        if not _abbreviated(line[: stop.start()], stop[0]):
            return line[: stop.end()]
    return line


def _abbreviated(before: str, stop: str) -> bool:
    word = re.split(r"[\s(\"“]", before)[-1].casefold()
    return stop == "." and bool(_ABBREVIATION.fullmatch(word))


def _first_clauses(sentence: str) -> str:
    """As many clauses as fit; where not even one does, as many words."""
    for boundary in (_PARTS, _CLAUSES):
        cuts = [found.start() for found in boundary.finditer(sentence, MIN_TITLE, MAX_TITLE + 2)]
        fitting = [cut for cut in cuts if cut <= MAX_TITLE]
        if fitting:
            return _without_end(sentence[: fitting[-1]])
    return one_line(sentence, MAX_TITLE)


def _without_end(sentence: str) -> str:
    """The sentence without its closing punctuation; an abbreviation keeps its stop."""
    bare = sentence.rstrip(" .,;:–—-…。，、；")
    return bare + "." if re.search(r"\b\w\.\w$", bare) else bare
