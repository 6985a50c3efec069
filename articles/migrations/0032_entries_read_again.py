"""A search entry that was written after a wait is read again.

Two transactions may change one article at once: one its standing, the other its tags or its event.
The later reads the article at its end, waits for the entry that the earlier writes, and wrote what
it had read before it waited. Now whoever has written an entry reads the article again, until it
agrees; the entry is then its own, and an entry that does not change is still not locked.

PostgreSQL replaces a function only as a whole, so all of it stands here.
"""

from importlib import import_module

from django.db import migrations

NOW = """
CREATE OR REPLACE FUNCTION archive_index_article(wanted bigint) RETURNS void
LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
    new articles_searchentry;
BEGIN
    LOOP
        SELECT a.id, a.status = 'published' AND a.duplicate_of_id IS NULL, a.published,
            coalesce(e.happened_start, e.first_reported, a.published), a.first_public_at,
            a.source_id, a.category_id, e.id, coalesce(e.article_count, 1), lower(a.language),
            CASE WHEN a.byline_is_aggregator THEN '' ELSE a.byline END,
            ARRAY(
                SELECT t.tag_id FROM articles_taggedarticle t
                WHERE t.content_object_id = a.id ORDER BY t.tag_id
            )
        INTO new.article_id, new.listed, new.published, new.happened, new.first_public_at,
            new.source, new.category, new.event, new.event_size, new.language, new.byline, new.tags
        FROM articles_article a
        LEFT JOIN articles_event e
            ON e.id = a.event_id AND e.merged_into_id IS NULL AND e.article_count >= 2
        WHERE a.id = wanted;
        IF NOT FOUND THEN
            RETURN;
        END IF;
        UPDATE articles_searchentry old
        SET listed = new.listed, published = new.published, happened = new.happened,
            first_public_at = new.first_public_at, source = new.source, category = new.category,
            event = new.event, event_size = new.event_size, language = new.language,
            byline = new.byline, tags = new.tags
        WHERE article_id = wanted AND (
            old.listed, old.published, old.happened, old.first_public_at, old.source, old.category,
            old.event, old.event_size, old.language, old.byline, old.tags
        ) IS DISTINCT FROM (
            new.listed, new.published, new.happened, new.first_public_at, new.source, new.category,
            new.event, new.event_size, new.language, new.byline, new.tags
        );
        EXIT WHEN NOT FOUND;
    END LOOP;
    INSERT INTO articles_searchentry
    SELECT new.article_id, new.listed, new.published, new.happened, new.first_public_at,
        new.source, new.category, new.event, new.event_size, new.language, new.byline,
        new.tags, archive_length(a.search_vector), a.search_vector
    FROM articles_article a
    WHERE a.id = wanted
        AND NOT EXISTS (SELECT FROM articles_searchentry WHERE article_id = wanted)
    ON CONFLICT (article_id) DO NOTHING;
END $$;
"""

FORMER = import_module("articles.migrations.0014_search_entries").INDEX_ARTICLE.replace(
    "CREATE FUNCTION archive_index_article(wanted bigint) RETURNS void\nLANGUAGE plpgsql AS",
    "CREATE OR REPLACE FUNCTION archive_index_article(wanted bigint) RETURNS void\n"
    "LANGUAGE plpgsql SET enable_seqscan = off AS",
)


class Migration(migrations.Migration):
    dependencies = [("articles", "0031_count_keys_anew")]
    operations = [migrations.RunSQL(NOW, FORMER)]
