"""Copies of one text: which of them stands for all, so that readers find what they may see."""

from collections.abc import Iterable, Sequence

from django.db import connection

# Where the one in front may not be seen and a copy may, the earliest such copy goes in front.
_SEEN_INSTEAD = """
SELECT DISTINCT ON (front.id) front.id AS old, copy.id AS new
FROM articles_article front
JOIN articles_article copy ON copy.duplicate_of_id = front.id AND copy.status = 'published'
WHERE front.status <> 'published' AND front.duplicate_of_id IS NULL
  AND (front.id = ANY(%(articles)s) OR copy.id = ANY(%(articles)s))
ORDER BY front.id, copy.published, copy.id
"""

# The earliest copy that stays goes in front, a published one before others.
_HEIRS = """
SELECT DISTINCT ON (copy.duplicate_of_id) copy.duplicate_of_id AS old, copy.id AS new
FROM articles_article copy
WHERE copy.duplicate_of_id = ANY(%(leaving)s) AND copy.id <> ALL(%(leaving)s)
ORDER BY copy.duplicate_of_id, copy.status = 'published' DESC, copy.published, copy.id
"""

# That a curator chose the event, or none, goes for the text. Who leaves needs no front.
_MOVE_UP = """
UPDATE articles_article a
SET duplicate_of_id = CASE WHEN a.id = fronts.new THEN NULL ELSE fronts.new END,
    event_is_curated =
        CASE WHEN a.id = fronts.new THEN front.event_is_curated ELSE a.event_is_curated END
FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS fronts(old, new)
JOIN articles_article front ON front.id = fronts.old
WHERE (a.id = fronts.old OR a.duplicate_of_id = fronts.old) AND a.id <> ALL(%(leaving)s)
RETURNING a.id
"""

# So does that it is kept apart from others, which may be handed over at the same time.
_KEEP_APART = """
WITH fronts AS (
    SELECT * FROM unnest(%(old)s::bigint[], %(new)s::bigint[]) AS fronts(old, new)
), moved AS (
    DELETE FROM articles_likeness pair
    WHERE kept_apart_at IS NOT NULL
      AND (first_id = ANY(%(old)s) OR second_id = ANY(%(old)s))
    RETURNING pair.*
), named AS (
    SELECT coalesce(f.new, first_id) AS one, coalesce(s.new, second_id) AS other,
        score, kept_apart_at, kept_apart_by_id
    FROM moved
    LEFT JOIN fronts f ON f.old = first_id
    LEFT JOIN fronts s ON s.old = second_id
)
INSERT INTO articles_likeness (first_id, second_id, score, kept_apart_at, kept_apart_by_id)
SELECT least(one, other), greatest(one, other), score, kept_apart_at, kept_apart_by_id
FROM named WHERE one <> other
ON CONFLICT (first_id, second_id) DO UPDATE
SET kept_apart_at = excluded.kept_apart_at, kept_apart_by_id = excluded.kept_apart_by_id
"""


def settle(articles: Iterable[int]) -> None:
    """Put copies in order after the articles with these ids were stored, published or withdrawn."""
    with connection.cursor() as cursor:
        cursor.execute(_SEEN_INSTEAD, {"articles": list(articles)})
        _move_up(cursor.fetchall())


def hand_over(leaving: Iterable[int]) -> list[int]:
    """Put others in front of the copies behind articles (ids) that are to be deleted.

    Return the copies that stay.
    """
    leaving = list(leaving)
    with connection.cursor() as cursor:
        cursor.execute(_HEIRS, {"leaving": leaving})
        return _move_up(cursor.fetchall(), leaving)


def _move_up(fronts: Sequence[tuple[int, int]], leaving: Sequence[int] = ()) -> list[int]:
    """Put copies in front, as (the one there now, its copy), with what curators said of the text.

    Return whatever stands behind another now, or in front, but for what is leaving.
    """
    if not fronts:
        return []
    old, new = map(list, zip(*fronts, strict=True))
    given = {"old": old, "new": new, "leaving": list(leaving)}
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_UP, given)
        moved = [article for (article,) in cursor.fetchall()]
        cursor.execute(_KEEP_APART, given)
        return moved
