"""Copies of one text: which of them stands for all, so that readers find what they may see."""

from collections.abc import Iterable

from django.db import connection

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
    with connection.cursor() as cursor:
        cursor.execute(_PROMOTE, {"articles": list(articles)})
