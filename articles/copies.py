"""Copies of one text: which of them stands for all, so that readers find what they may see."""

from collections.abc import Iterable

from django.db import connection

# A copy whose text is no longer that of the article it stands behind is a copy no more, unless a
# curator said so.
_PART = """
UPDATE articles_article copy
SET duplicate_of_id = NULL, grouped_at = NULL
FROM articles_article first
WHERE copy.duplicate_of_id = first.id AND copy.text_digest <> first.text_digest
  AND 'duplicate_of' <> ALL(copy.curated_fields)
  AND (copy.id = ANY(%(articles)s) OR first.id = ANY(%(articles)s))
"""

# Where the one in front may not be seen and a copy may, the earliest such copy goes in front.
_PROMOTE = """
WITH fronts AS (
    SELECT DISTINCT ON (front.id) front.id AS old, copy.id AS new
    FROM articles_article front
    JOIN articles_article copy ON copy.duplicate_of_id = front.id AND copy.status = 'published'
    WHERE front.status <> 'published' AND front.duplicate_of_id IS NULL
      AND (front.id = ANY(%(articles)s) OR copy.id = ANY(%(articles)s))
    ORDER BY front.id, copy.published, copy.id
)
UPDATE articles_article a
SET duplicate_of_id = CASE WHEN a.id = fronts.new THEN NULL ELSE fronts.new END
FROM fronts
WHERE a.id = fronts.old OR a.duplicate_of_id = fronts.old
"""


def settle(articles: Iterable[int]) -> None:
    """Put copies in order after the articles with these ids were stored, published or withdrawn."""
    given = {"articles": list(articles)}
    with connection.cursor() as cursor:
        cursor.execute(_PART, given)
        cursor.execute(_PROMOTE, given)
