"""Names of events, tags and sources are found by the beginnings of their words.

archive_words parts at whatever is neither letter nor digit, as the words that are typed are
parted, so that `gpt-4` is two words on both sides.
"""

import django.contrib.postgres.indexes
from django.db import migrations
from django.db.models import F, Func, Q

WORDS = """
CREATE FUNCTION archive_words(name text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector(
    'pg_catalog.simple'::regconfig,
    regexp_replace(lower(archive_fold(name)), '[^[:alnum:]]+', ' ', 'g')
);
"""


def _index(column, name, **options):
    words = Func(F(column), function="archive_words")
    return django.contrib.postgres.indexes.GinIndex(words, name=name, **options)


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_search_entries")]
    operations = [
        migrations.RunSQL(WORDS, "DROP FUNCTION archive_words(text)"),
        migrations.AddIndex(
            model_name="event",
            index=_index(
                "title",
                "event_words",
                condition=Q(("article_count__gte", 2), ("merged_into", None)),
            ),
        ),
        migrations.AddIndex(model_name="tag", index=_index("name", "tag_words")),
        migrations.AddIndex(model_name="source", index=_index("name", "source_words")),
    ]
