"""How tests ask the archive and read what it answers."""

from articles.query import parse
from articles.search import Shape, answer


def ask(q="", *, grouped=False, per_page=50, facets=False, scope=(), **parameters):
    """The answer to a search; parameters are single values or lists."""
    given = {name: [v] if isinstance(v, str) else v for name, v in parameters.items()}
    return answer(
        parse({"q": [q], **given}, scope),
        Shape(grouped=grouped, per_page=per_page, facets=facets),
    )


def titles(*args, **options):
    """The titles of all articles that a search finds, in alphabetical order."""
    return sorted(in_order(*args, **options))


def in_order(*args, **options):
    """The titles of all articles that a search finds, in its order."""
    return [hit.article.title for row in ask(*args, **options).rows for hit in row.hits]


def facet(found, name):
    """The values of a facet with their counts."""
    [one] = [facet for facet in found.facets if facet.name == name]
    return {value.choice.value: value.count for value in one.values}
