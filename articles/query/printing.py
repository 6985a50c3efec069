"""A query written out again, in its plainest form."""

from articles.query.language import MINUSES, And, Filter, Not, Or, Part, Period, Phrase, Word


def printed(part: Part | None) -> str:
    """Return the text of a part that `parse_text` gave; parsed again, it is the same part."""
    match part:
        case None:
            return ""
        case Word() | Phrase():
            return _text(part)
        case Filter():
            return _named(part.name, _value(part.value))
        case Period():
            return _period(part)
        case Not():
            return f"-{_left_out(part.part)}"
        case And():
            return " ".join(_within(p, (Or,)) for p in part.parts)
        case Or():
            return " OR ".join(map(printed, part.parts))


def _within(part, nodes):
    """Return a part that stands in another, in parentheses where it is one of `nodes`."""
    return f"({printed(part)})" if isinstance(part, nodes) else printed(part)


def _left_out(part):
    """Return a part to stand after a minus; two of them in a row begin a word."""
    text = _within(part, (And, Or, Not))
    return f"({text})" if text[0] in MINUSES else text


def _text(part):
    if part == Word("NOT"):
        return "(NOT)"
    if part == Word("OR"):
        # After a minus it is a word, and what is left out twice is wanted.
        return "-(-OR)"
    return _named(part.field, f'"{part.text}"' if isinstance(part, Phrase) else part.text)


def _named(name, value):
    return f"{name}:{value}" if name else value


def _value(text):
    return f'"{text}"' if any(c.isspace() or c in "()" for c in text) else text


def _period(part):
    after, before = (day.isoformat() if day else "" for day in (part.after, part.before))
    return f"date:{after}" if after == before else f"date:{after}..{before}"
