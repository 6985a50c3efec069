"""A Query as conditions on articles."""

from dataclasses import replace

from django.contrib.postgres.search import SearchQuery, SearchQueryField
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Value

from articles.models import Category, Event, Source, TaggedArticle
from articles.names import name_key
from articles.query import And, Filter, Not, Or, Part, Period, Phrase, Query, Word
from articles.query.language import KINDS

_DEFAULT_LANGUAGE = "en"


def conditions(query: Query, *, without: str = "") -> Q:
    """Return what an article must fulfil; choices of the parameter `without` are left out."""
    found = Q()
    for part in query.scope:
        found &= _condition(part, query)
    if query.part:
        found &= _condition(query.part, query)
    if query.after or query.before:
        found &= _period(Period(query.after, query.before))
    return found & _choices(query, without)


def any_word(query: Query) -> Func | None:
    """Return a tsquery of the words wanted anywhere in the query, or None where it has none."""
    wanted = [_tsquery(part, query) for part in _wanted(query.part)]
    return _combine(" || ", wanted) if wanted else None


def relaxed(query: Query) -> Query | None:
    """Return the query that any of its words may satisfy, or None where that is no different.

    Filters and what is to be left out still hold.
    """
    if not isinstance(query.part, And):
        return None
    words = tuple(part for part in query.part.parts if _is_wanted_text(part))
    rest = tuple(part for part in query.part.parts if part not in words)
    if len(words) < 2:
        return None
    return replace(query, part=And((Or(words), *rest)) if rest else Or(words))


def _condition(part: Part, query: Query) -> Q:
    if _is_text(part):
        return Q(_matches(F("search_vector"), _tsquery(part, query)))
    match part:
        case Word() | Phrase():
            return _in_title(part, query)
        case Not():
            return ~_condition(part.part, query)
        case And():
            return _all(part, query)
        case Or():
            return _any(part, query)
        case Period():
            return _period(part)
        case Filter():
            return _filter(part.name, part.value)


def _all(part, query):
    """Join conditions, all text in one so that one index search answers it."""
    text = tuple(p for p in part.parts if _is_text(p))
    found = _condition(And(text), query) if text else Q()
    for other in part.parts:
        if other not in text:
            found &= _condition(other, query)
    return found


def _any(part, query):
    found = Q(pk=None)
    for branch in part.parts:
        found |= _condition(branch, query)
    return found


def _is_text(part: Part) -> bool:
    match part:
        case Word() | Phrase():
            return not part.field
        case Not():
            return _is_text(part.part)
        case And() | Or():
            return all(map(_is_text, part.parts))
    return False


def _is_wanted_text(part: Part) -> bool:
    return isinstance(part, Word | Phrase | Or) and _is_text(part)


def _wanted(part: Part | None):
    """Yield the words and phrases that are not to be left out."""
    match part:
        case Word() | Phrase():
            yield part
        case And() | Or():
            for branch in part.parts:
                yield from _wanted(branch)


def _tsquery(part: Part, query: Query) -> Func:
    match part:
        case And():
            return _combine(" && ", [_tsquery(p, query) for p in part.parts])
        case Or():
            return _combine(" || ", [_tsquery(p, query) for p in part.parts])
        case Not():
            return Func(
                _tsquery(part.part, query),
                template="(!! %(expressions)s)",
                output_field=SearchQueryField(),
            )
    return SearchQuery(
        Func(Value(part.text), function="archive_fold"),
        config=Func(Value(_language(query)), function="archive_configuration"),
        search_type="phrase" if isinstance(part, Phrase) else "plain",
    )


def _combine(operator, queries) -> Func:
    return Func(
        *queries,
        template="(%(expressions)s)",
        arg_joiner=operator,
        output_field=SearchQueryField(),
    )


def _language(query: Query) -> str:
    """Return the language whose word endings a query is read with: the one it asks for, if one."""
    parts = query.part.parts if isinstance(query.part, And) else (query.part,)
    wanted = {p.value for p in parts if isinstance(p, Filter) and p.name == "lang"}
    wanted |= {choice.value for choice in query.chosen("lang") if not choice.excluded}
    return wanted.pop() if len(wanted) == 1 else _DEFAULT_LANGUAGE


def _matches(vector, tsquery) -> Func:
    return Func(
        vector,
        tsquery,
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def _in_title(part, query):
    """Match the title alone; the whole vector is asked too, since that is what has an index."""
    tsquery = _tsquery(replace(part, field=""), query)
    title = Func(F("search_vector"), Value("{a}"), template="ts_filter(%(expressions)s)")
    return Q(_matches(F("search_vector"), tsquery)) & Q(_matches(title, tsquery))


def _period(part: Period) -> Q:
    found = Q()
    if part.after:
        found &= Q(published__gte=part.after)
    if part.before:
        found &= Q(published__lte=part.before)
    return found


def _choices(query: Query, without: str) -> Q:
    """Return the condition of the filter parameters: any of one name's values, all names."""
    found, wanted = Q(), {}
    for choice in query.choices:
        if choice.name == without:
            continue
        if choice.excluded:
            found &= ~_filter(choice.name, choice.value)
        else:
            wanted.setdefault(choice.name, Q())
            wanted[choice.name] |= _filter(choice.name, choice.value)
    for condition in wanted.values():
        found &= condition
    return found


def _filter(name: str, value: str) -> Q:
    if name in KINDS:
        return _tag(value, tag__kind=name)
    return _FILTERS[name](value)


def _tag(value, **more):
    key = name_key(value)
    named = Q(tag__slug=value) | Q(tag__key=key)
    named |= Q(tag__aliases__slug=value) | Q(tag__aliases__key=key)
    carried = TaggedArticle.objects.filter(named, content_object=OuterRef("pk"), **more)
    return Q(Exists(carried))


def _source(value):
    domain = value.lower().removeprefix("www.")
    named = Q(domains__domain=domain) | Q(name__iexact=value)
    return Q(source__in=Source.objects.filter(named).values("pk"))


def _category(value):
    named = Q(slug=value) | Q(key=name_key(value))
    return Q(category__in=Category.objects.filter(named).values("pk"))


def _event(value):
    """Match an event by its id, as in its address, or by words of its title."""
    number = value.partition("-")[0]
    if number.isascii() and number.isdigit() and len(number) < 19:
        heirs = Event.objects.filter(merged_from=int(number)).values("pk")
        return Q(event=int(number)) | Q(event__in=heirs)
    return Q(event__in=Event.objects.visible().filter(title__icontains=value).values("pk"))


def _author(value):
    return Q(byline__icontains=value, byline_is_aggregator=False)


def _language_is(value):
    return Q(language__iexact=value)


def _has(value):
    if value == "source":
        return Q(source__isnull=False)
    return Q(event__in=Event.objects.visible().values("pk"))


_FILTERS = {
    "tag": _tag,
    "source": _source,
    "category": _category,
    "event": _event,
    "author": _author,
    "lang": _language_is,
    "has": _has,
}
