"""What changed in an article's text: its former versions, each with what came in its place."""

from dataclasses import dataclass
from datetime import datetime

from articles.differences import Segment, changed_passages
from articles.ingest.sanitize import outline
from articles.models import Article

MOST_VERSIONS = 5


@dataclass(frozen=True)
class Change:
    """One change of an article's text; without segments, its words stayed as they were."""

    at: datetime
    by: str
    segments: list[Segment]


def changes_of(article: Article) -> list[Change]:
    """Return the latest changes of the text, the newest first."""
    former = article.body_revisions.filter(pgh_label="body_changed").order_by("-pgh_id")
    changes, newer = [], outline(article.body_html)[0]
    for revision in former.select_related("pgh_context")[:MOST_VERSIONS]:
        older = outline(revision.body_html)[0]
        context = revision.pgh_context.metadata if revision.pgh_context else {}
        changes.append(
            Change(
                revision.pgh_created_at, context.get("command", ""), changed_passages(older, newer)
            )
        )
        newer = older
    return changes
