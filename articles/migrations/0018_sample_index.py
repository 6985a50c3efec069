"""One article in 16 has an index of its own.

What a query finds in a large archive is estimated from a sample. In the index of all articles the
keys of a sample are met among those of all others, which takes as long as reading every article
that a frequent word names. The condition stands in articles/search/entries.py too.
"""

from django.db import migrations

INDEX = """
CREATE INDEX entry_sample ON articles_searchentry USING gin (
    archive_key(
        article_id, listed, published, source, category, language, byline, tags, length, vector
    )
) WITH (gin_pending_list_limit = 512) WHERE (article_id * 2654435761 >> 16) % 16 = 0;
ALTER INDEX entry_sample ALTER COLUMN 1 SET STATISTICS 0;
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_long_words")]
    operations = [migrations.RunSQL(INDEX, "DROP INDEX entry_sample")]
