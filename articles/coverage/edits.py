"""When an event was last edited."""

from datetime import datetime

from django.db import connection

from articles.models import Event

# A revision holds a row as it was before. So the last revision in which an article stood in the
# event though it does not now, or did not though it does now, tells when it left or came.
_LAST = """
SELECT greatest(
    (SELECT max(pgh_created_at) FROM articles_eventrevision WHERE pgh_obj_id = %(event)s),
    (SELECT max(pgh_created_at) FROM articles_mentionrevision WHERE event_id = %(event)s),
    (SELECT max(r.pgh_created_at)
        FROM articles_articlerevision r
        LEFT JOIN articles_article a ON a.id = r.pgh_obj_id AND a.event_id = %(event)s
            AND a.status = 'published' AND a.duplicate_of_id IS NULL
        WHERE a.id IS NULL AND r.event_id = %(event)s
            AND r.status = 'published' AND r.duplicate_of_id IS NULL),
    (SELECT max(r.pgh_created_at)
        FROM articles_article a
        JOIN articles_articlerevision r ON r.pgh_obj_id = a.id
        WHERE a.event_id = %(event)s AND a.status = 'published' AND a.duplicate_of_id IS NULL
            AND (r.event_id IS DISTINCT FROM %(event)s OR r.status <> 'published'
                OR r.duplicate_of_id IS NOT NULL))
)
"""


def last_edited(event: Event) -> datetime:
    """Return when a curator or the software last changed an event.

    That is its title, summary, dates, lock or heir, what is also about it, or which articles
    readers see in it. The history of these records tells; corrections to the articles themselves
    do not count.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LAST, {"event": event.pk})
        [(last,)] = cursor.fetchall()
    return last or event.created_at
