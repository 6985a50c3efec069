"""A query written out again, in its plainest form."""

from articles.query.language import And, Filter, Not, Or, Part, Period, Phrase, Word


def printed(part: Part | None) -> str:
    """Return the text of a part that `parse_text` gave; parsed again, it is the same part."""
    match part:
        case None:
            return ""
        case Word():
            return _named(part.field, part.text)
        case Phrase():
            return _named(part.field, f'"{part.text}"')
        case Filter():
            return _named(part.name, _value(part.value))
        case Period():
            return _period(part)
        case Not():
            return f"-{_within(part.part, (And, Or, Not))}"
        case And():
            return " ".join(_within(p, (Or,)) for p in part.parts)
        case Or():
            return " OR ".join(map(printed, part.parts))


def _within(part, nodes):
    """Return a part that stands in another, in parentheses where it is one of `nodes`."""
    return f"({printed(part)})" if isinstance(part, nodes) else printed(part)


def _named(name, value):
    return f"{name}:{value}" if name else value


def _value(text):
    return f'"{text}"' if any(c.isspace() or c in "()" for c in text) else text


def _period(part):
    after, before = (day.isoformat() if day else "" for day in (part.after, part.before))
    return f"date:{after}" if after == before else f"date:{after}..{before}"
