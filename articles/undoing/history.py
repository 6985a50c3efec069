"""What history says of a run: what it added, and how things stood before."""

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet
from pghistory.models import Context

from articles.models import Import

# The row before the first change that the run made, and the row after its last: that is the one
# before whatever came next, or the row of today.
_PLACES = """
WITH ours AS (
    SELECT pgh_obj_id AS id, min(pgh_id) AS first, max(pgh_id) AS last
    FROM articles_articlerevision
    WHERE pgh_context_id = ANY(%s) AND pgh_label = 'changed'
    GROUP BY pgh_obj_id
)
SELECT a.id,
    f.event_id, f.duplicate_of_id, f.status, f.published,
    a.event_id IS NOT DISTINCT FROM CASE WHEN n.pgh_id IS NULL THEN a.event_id ELSE n.event_id END,
    a.duplicate_of_id IS NOT DISTINCT FROM
        CASE WHEN n.pgh_id IS NULL THEN a.duplicate_of_id ELSE n.duplicate_of_id END,
    a.status = coalesce(n.status, a.status)
FROM ours
JOIN articles_articlerevision f ON f.pgh_id = ours.first
JOIN articles_article a ON a.id = ours.id
LEFT JOIN LATERAL (
    SELECT pgh_id, event_id, duplicate_of_id, status FROM articles_articlerevision
    WHERE pgh_obj_id = ours.id AND pgh_id > ours.last
    ORDER BY pgh_id LIMIT 1
) n ON true
"""


@dataclass(frozen=True)
class Place:
    """Where an article stood before a run, and which of that nobody has changed since the run."""

    event: int | None
    duplicate_of: int | None
    status: str
    published: date
    event_is_untouched: bool
    duplicate_of_is_untouched: bool
    status_is_untouched: bool


def revisions(name: str) -> QuerySet:
    """Return the rows of a history."""
    return apps.get_model("articles", name).objects.all()


def of_people(rows: QuerySet) -> QuerySet:
    """Return those of the rows that tell of what people did, as against commands."""
    people = Context.objects.filter(metadata__user__isnull=False).exclude(metadata__user=None)
    return rows.filter(pgh_context__in=people.exclude(metadata__has_key="command"))


def contexts(run: Import) -> list:
    """Return the keys of the contexts in which history tells of a run."""
    return list(Context.objects.filter(metadata__run=run.pk).values_list("pk", flat=True))


def places(run: Import) -> dict[int, Place]:
    """Return where the articles stood that the run changed."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [contexts(run)])
        return {article: Place(*columns) for article, *columns in cursor.fetchall()}


def added(run: Import, name: str) -> list[int]:
    """Return the things (ids) that the run added and that nothing but commands changed since."""
    commands = Context.objects.filter(metadata__has_key="command")
    changed = revisions(name).filter(pgh_label="changed")
    edited = changed.exclude(pk__in=changed.filter(pgh_context__in=commands).values("pk"))
    new = revisions(name).filter(pgh_context__in=contexts(run), pgh_label="added")
    new = new.exclude(pgh_obj_id__in=edited.values("pgh_obj_id"))
    return list(new.values_list("pgh_obj_id", flat=True))


def changed(run: Import, name: str) -> dict[int, tuple]:
    """Return, of the things that the run changed, {id: (the row before, the row after or None)}.

    None says that nobody has changed it since.
    """
    ours = set(contexts(run))
    ids = revisions(name).filter(pgh_context__in=ours, pgh_label="changed").values("pgh_obj_id")
    found = {}
    for row in revisions(name).filter(pgh_obj_id__in=ids, pgh_label="changed").order_by("pgh_id"):
        if row.pgh_context_id in ours:
            found[row.pgh_obj_id] = found.get(row.pgh_obj_id, (row,))[0], None
        elif row.pgh_obj_id in found and found[row.pgh_obj_id][1] is None:
            found[row.pgh_obj_id] = found[row.pgh_obj_id][0], row
    return found
