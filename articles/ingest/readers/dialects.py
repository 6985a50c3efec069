"""Bodies in markup that is not Markdown's, which the ending of a file's name tells."""

from collections.abc import Callable
from pathlib import PurePosixPath

from articles.ingest.readers import asciidoc, org, restructured

_DIALECTS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys((".adoc", ".asciidoc", ".asc"), asciidoc.as_markdown),
    ".org": org.as_markdown,
    **dict.fromkeys((".rst", ".rest"), restructured.as_markdown),
}


def as_markdown(body: str, path: str) -> str:
    """The body of a file in Markdown; that of a file without such an ending as it is."""
    dialect = _DIALECTS.get(PurePosixPath(path).suffix.lower())
    return dialect(body) if dialect else body
