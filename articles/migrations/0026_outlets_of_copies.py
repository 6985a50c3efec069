"""Copies stand where the article does whose text they carry, and their outlets are counted."""

from django.db import migrations

FOLLOW = """
UPDATE articles_article copy SET event_id = first.event_id
FROM articles_article first
WHERE copy.duplicate_of_id IS NOT NULL AND copy.duplicate_of_id = first.id
  AND copy.event_id IS DISTINCT FROM first.event_id
"""

COUNT = """
UPDATE articles_event e SET source_count = counted.sources
FROM (
    SELECT event_id, count(DISTINCT source_id) AS sources
    FROM articles_article
    WHERE event_id IS NOT NULL AND status = 'published'
    GROUP BY event_id
) counted
WHERE e.id = counted.event_id AND e.source_count <> counted.sources
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0025_more_acts")]
    operations = [migrations.RunSQL([FOLLOW, COUNT], migrations.RunSQL.noop)]
