"""Events that are near to one: what came before, what came after, what is like it."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection

from articles.models import Event
from articles.models.grouping import WORTH_A_LOOK
from articles.querysets import ENOUGH

# The events reported next before and after are compared, so many each way.
_NEIGHBOURS = 400
# Of 1: the cosine from which two events are related, if they share two terms at least.
_LEAST_ALIKE = 0.22
# What came before or after did so within so many days; what is further off is only similar.
_DAYS = timedelta(days=90)
_MOST_FOUND = 30
_MOST_SHOWN = 4

# Reports that grouping found like those of an event, and left apart, stand in these events.
_OF_LIKE_REPORTS = """
WITH mine AS (
    SELECT id FROM articles_article
    WHERE event_id = %(event)s AND status = 'published' AND duplicate_of_id IS NULL
), pair AS (
    SELECT p.second_id AS report, p.score FROM mine JOIN articles_likeness p ON p.first_id = mine.id
    UNION ALL
    SELECT p.first_id, p.score FROM mine JOIN articles_likeness p ON p.second_id = mine.id
)
SELECT other.id
FROM pair
JOIN articles_article a ON a.id = pair.report
    AND a.status = 'published' AND a.duplicate_of_id IS NULL
JOIN articles_event other ON other.id = a.event_id
WHERE pair.score >= %(likely)s
    AND other.id <> %(event)s AND other.merged_into_id IS NULL AND other.article_count >= %(enough)s
GROUP BY other.id
ORDER BY max(pair.score) DESC, other.id
LIMIT %(most)s
"""

# An event's terms are the words of its title and the tags on at least half of its reports. A term
# weighs ln(events compared / events that have it).
_ALIKE = """
WITH neighbour AS (
    (SELECT id, title, article_count FROM articles_event
        WHERE merged_into_id IS NULL AND article_count >= %(enough)s
            AND (last_reported, id) <= (%(last)s, %(event)s)
        ORDER BY last_reported DESC, id DESC LIMIT %(neighbours)s + 1)
    UNION ALL
    (SELECT id, title, article_count FROM articles_event
        WHERE merged_into_id IS NULL AND article_count >= %(enough)s
            AND (last_reported, id) > (%(last)s, %(event)s)
        ORDER BY last_reported, id LIMIT %(neighbours)s)
), term AS (
    SELECT id, unnest(tsvector_to_array(to_tsvector('english', archive_fold(title)))) AS term
    FROM neighbour
    UNION ALL
    SELECT n.id, '#' || t.tag_id
    FROM neighbour n
    JOIN articles_article a ON a.event_id = n.id
        AND a.status = 'published' AND a.duplicate_of_id IS NULL
    JOIN articles_taggedarticle t ON t.content_object_id = a.id
    GROUP BY n.id, t.tag_id
    HAVING count(*) * 2 >= max(n.article_count)
), weight AS (
    SELECT term, ln((SELECT count(*) FROM neighbour)::float / count(*)) AS weight
    FROM term GROUP BY term
), length AS (
    SELECT id, sqrt(sum(weight ^ 2)) AS length FROM term JOIN weight USING (term) GROUP BY id
), mine AS (
    SELECT term, weight, length FROM term JOIN weight USING (term) JOIN length USING (id)
    WHERE id = %(event)s AND weight > 0
)
SELECT other.id
FROM mine
JOIN term other USING (term)
JOIN length theirs ON theirs.id = other.id
WHERE other.id <> %(event)s
GROUP BY other.id, mine.length, theirs.length
HAVING count(*) > 1 AND sum(mine.weight ^ 2) >= %(least)s * mine.length * theirs.length
ORDER BY sum(mine.weight ^ 2) / theirs.length DESC, other.id
LIMIT %(most)s
"""


@dataclass(frozen=True)
class Related:
    """Events related to one, the most alike chosen and then put in the order of time.

    `before` were last reported before the first report of it and `after` first reported after
    its last, both within 90 days; `similar` are the others.
    """

    before: list[Event] = field(default_factory=list)
    after: list[Event] = field(default_factory=list)
    similar: list[Event] = field(default_factory=list)

    @property
    def parts(self):
        """[(heading, events), …], those left out that have none."""
        parts = [("Before", self.before), ("After", self.after), ("Similar", self.similar)]
        return [(heading, events) for heading, events in parts if events]


def related(event: Event) -> Related:
    """Return what is related to an event that readers may see.

    First come events with a report that grouping found like one of its own, kept apart or not.
    Then it is compared with the 400 events that readers see reported last before it and the 400
    after it, by the words of the titles and by the tags that most of the reports carry; rare ones
    count most (cosine of tf-idf vectors). Three queries, whose cost does not grow with the archive.
    """
    found = Related()
    for other in _alike(event):
        part = _part(found, event, other)
        if len(part) < _MOST_SHOWN:
            part.append(other)
    for part in (found.before, found.after, found.similar):
        part.sort(key=lambda other: (other.first_reported, other.pk))
    return found


def _alike(event):
    given = {
        "event": event.pk,
        "last": event.last_reported,
        "enough": ENOUGH,
        "likely": WORTH_A_LOOK,
        "neighbours": _NEIGHBOURS,
        "least": _LEAST_ALIKE,
        "most": _MOST_FOUND,
    }
    ids = []
    with connection.cursor() as cursor:
        for query in (_OF_LIKE_REPORTS, _ALIKE):
            cursor.execute(query, given)
            ids += [found for (found,) in cursor.fetchall()]
    by_id = Event.objects.in_bulk(ids)
    return [by_id[found] for found in dict.fromkeys(ids)]


def _part(found, event, other):
    if event.first_reported - _DAYS <= other.last_reported < event.first_reported:
        return found.before
    if event.last_reported < other.first_reported <= event.last_reported + _DAYS:
        return found.after
    return found.similar
