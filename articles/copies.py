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

# The earliest copy that stays goes in front, a published one before others.
_HAND_OVER = """
WITH heirs AS (
    SELECT DISTINCT ON (copy.duplicate_of_id) copy.duplicate_of_id AS old, copy.id AS new
    FROM articles_article copy
    WHERE copy.duplicate_of_id = ANY(%(leaving)s) AND copy.id <> ALL(%(leaving)s)
    ORDER BY copy.duplicate_of_id, copy.status = 'published' DESC, copy.published, copy.id
)
UPDATE articles_article a
SET duplicate_of_id = CASE WHEN a.id = heirs.new THEN NULL ELSE heirs.new END
FROM heirs
WHERE a.duplicate_of_id = heirs.old AND a.id <> ALL(%(leaving)s)
RETURNING a.id
"""


def settle(articles: Iterable[int]) -> None:
    """Put copies in order after the articles with these ids were stored, published or withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute(_PROMOTE, {"articles": list(articles)})


def hand_over(leaving: Iterable[int]) -> list[int]:
    """Put others in front of the copies behind articles (ids) that are to be deleted.

    Return the copies that stay.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HAND_OVER, {"leaving": list(leaving)})
        return [article for (article,) in cursor.fetchall()]
