"""An article that somebody types in, as the file that it would have been."""

from datetime import date
from typing import Any

import yaml

from articles.names import title_slug


def as_file(fields: dict[str, Any], body: str) -> tuple[str, bytes]:
    """The name and the bytes of a file with front matter; `fields` has a title and a date.

    Fields without a value are left out.
    """
    filled = {name: value for name, value in fields.items() if value not in (None, "", [])}
    front = yaml.safe_dump(filled, allow_unicode=True, sort_keys=False, width=10_000)
    day: date = fields["date"]
    name = f"typed in/{day.isoformat()}-{title_slug(fields['title']) or 'article'}.md"
    lines = body.replace("\r\n", "\n").strip("\n")
    return name, f"---\n{front}---\n{lines}\n".encode("utf-8", "replace")
