"""What search looks things up in: a narrow table, one index on it, and the triggers that fill it.

archive_key makes an article's keys, which the index holds:

- each stem of its vector; where readers may not see the article, with a sign before it, so that no
  public search meets it;
- for each stem a mark a, b, c … for every threshold that its impact reaches, like the marks that
  mercury has passed. The impact is what BM25 makes of frequency and length,
  x = f / (k1 (1 - b + b length / 300)), f counting the title again, k1 1.5, b 0.75, and the
  thresholds are 2^(k/4). These constants stand in articles/search/scoring.py too;
- what it is filed under: s (source), c (category), t (tag), l (language), y (year), m (month),
  a (a word of the byline);
- q4, q8 … q256: that it is in a sample of a quarter of all articles, and so on.

The keys that are no stem begin with a sign that no text holds.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

KEY = r"""
CREATE FUNCTION archive_key(
    article bigint, listed boolean, published date, source bigint, category bigint,
    language text, byline text, tags bigint[], length integer, vector tsvector
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
RETURN (
    WITH stem AS MATERIALIZED (
        SELECT lexeme, (cardinality(positions) + cardinality(array_positions(weights, 'A')))
            / (1.5 * (0.25 + 0.75 * length / 300.0)) AS impact
        FROM unnest(vector)
        WHERE octet_length(lexeme) < 2000
    )
    SELECT array_to_tsvector(coalesce(array_agg(key), '{}')) FROM (
        SELECT CASE WHEN listed THEN '' ELSE E'' END || lexeme AS key FROM stem
        UNION ALL
        SELECT lexeme || E'' || mark
        FROM stem, unnest(
            ('{a,b,c,d,e,f,g,h,i,j,k,l,m,n,o}'::text[])[1:width_bucket(
                impact::float8,
                '{1,1.414213562,2,2.828427125,4,5.656854249,8,9.513656920,11.31370850,13.45434264,
                16,19.02731384,22.62741700,32,45.25483400}'::float8[]
            )]
        ) mark
        WHERE listed AND impact >= 1
        UNION ALL
        SELECT CASE WHEN listed THEN E'' ELSE E'' END || label
        FROM unnest(
            ARRAY[
                's' || source,
                'c' || category,
                'l' || language,
                'y' || extract(year FROM published)::integer,
                'm' || (extract(year FROM published) * 100 + extract(month FROM published))::integer
            ]
            || ARRAY(SELECT 't' || tag FROM unnest(tags) tag)
            || ARRAY(
                SELECT 'a' || lexeme
                FROM unnest(to_tsvector('pg_catalog.simple'::regconfig, archive_fold(byline)))
                WHERE octet_length(lexeme) < 2000
            )
            || ARRAY(
                SELECT 'q' || step FROM unnest('{4,8,16,32,64,128,256}'::integer[]) step
                WHERE (article * 2654435761 >> 16) % step = 0
            )
        ) label
        WHERE label IS NOT NULL
    ) keys
);
"""

# The text stands beside the row and comes in one piece, so that the row stays narrow and what
# changes in it does not touch the index.
TABLE = """
ALTER TABLE articles_searchentry ALTER COLUMN vector SET STORAGE EXTERNAL;
ALTER TABLE articles_searchentry SET (toast_tuple_target = 256, fillfactor = 80);
ALTER TABLE articles_searchentry ADD CONSTRAINT entry_of_an_article
    FOREIGN KEY (article_id) REFERENCES articles_article ON DELETE CASCADE;
CREATE INDEX entry_keys ON articles_searchentry USING gin (
    archive_key(
        article_id, listed, published, source, category, language, byline, tags, length, vector
    )
) WITH (gin_pending_list_limit = 512);
"""

INDEX_ARTICLE = """
CREATE FUNCTION archive_index_article(wanted bigint) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    new articles_searchentry;
BEGIN
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
    IF NOT FOUND THEN
        INSERT INTO articles_searchentry
        SELECT new.article_id, new.listed, new.published, new.happened, new.first_public_at,
            new.source, new.category, new.event, new.event_size, new.language, new.byline,
            new.tags, archive_length(a.search_vector), a.search_vector
        FROM articles_article a
        WHERE a.id = wanted
            AND NOT EXISTS (SELECT FROM articles_searchentry WHERE article_id = wanted)
        ON CONFLICT (article_id) DO NOTHING;
    END IF;
END $$;
"""

LENGTH = """
CREATE FUNCTION archive_length(vector tsvector) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (SELECT coalesce(sum(cardinality(positions)), 0)::integer FROM unnest(vector));
"""

TRIGGERS = """
CREATE FUNCTION archive_article_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM archive_index_article(NEW.id);
    RETURN NULL;
END $$;
CREATE FUNCTION archive_text_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE articles_searchentry e
    SET vector = a.search_vector, length = archive_length(a.search_vector)
    FROM articles_article a
    WHERE a.id = NEW.id AND e.article_id = NEW.id AND e.vector IS DISTINCT FROM a.search_vector;
    RETURN NULL;
END $$;
CREATE FUNCTION archive_tags_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM archive_index_article(OLD.content_object_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM archive_index_article(NEW.content_object_id);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION archive_event_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM archive_index_article(a.id) FROM articles_article a WHERE a.event_id = NEW.id;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER entry_of_new_article
    AFTER INSERT ON articles_article DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION archive_article_changed();
CREATE CONSTRAINT TRIGGER entry_of_article
    AFTER UPDATE ON articles_article DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (
        (OLD.status, OLD.duplicate_of_id, OLD.published, OLD.first_public_at, OLD.source_id,
            OLD.category_id, OLD.event_id, OLD.language, OLD.byline, OLD.byline_is_aggregator)
        IS DISTINCT FROM
        (NEW.status, NEW.duplicate_of_id, NEW.published, NEW.first_public_at, NEW.source_id,
            NEW.category_id, NEW.event_id, NEW.language, NEW.byline, NEW.byline_is_aggregator)
    ) EXECUTE FUNCTION archive_article_changed();
CREATE CONSTRAINT TRIGGER entry_of_text
    AFTER UPDATE ON articles_article DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.search_vector IS DISTINCT FROM NEW.search_vector)
    EXECUTE FUNCTION archive_text_changed();
CREATE CONSTRAINT TRIGGER entry_of_tags
    AFTER INSERT OR UPDATE OR DELETE ON articles_taggedarticle DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION archive_tags_changed();
CREATE CONSTRAINT TRIGGER entry_of_event
    AFTER UPDATE ON articles_event DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (
        (OLD.article_count, OLD.merged_into_id, OLD.happened_start, OLD.first_reported)
        IS DISTINCT FROM
        (NEW.article_count, NEW.merged_into_id, NEW.happened_start, NEW.first_reported)
    ) EXECUTE FUNCTION archive_event_changed();
"""

FILL = "SELECT archive_index_article(id) FROM articles_article"

UNDO = """
DROP TRIGGER entry_of_new_article ON articles_article;
DROP TRIGGER entry_of_article ON articles_article;
DROP TRIGGER entry_of_text ON articles_article;
DROP TRIGGER entry_of_tags ON articles_taggedarticle;
DROP TRIGGER entry_of_event ON articles_event;
DROP FUNCTION archive_article_changed, archive_text_changed, archive_tags_changed,
    archive_event_changed, archive_index_article, archive_length;
ALTER TABLE articles_searchentry DROP CONSTRAINT entry_of_an_article;
DROP INDEX entry_keys;
DROP FUNCTION archive_key;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0013_synonyms_and_vocabulary'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchCensus',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('counted', models.PositiveIntegerField()),
                ('listed', models.PositiveIntegerField()),
                ('mean_length', models.FloatField()),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                'verbose_name_plural': 'search censuses',
            },
        ),
        migrations.CreateModel(
            name='SearchTerm',
            fields=[
                ('key', models.TextField(primary_key=True, serialize=False)),
                ('articles', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('article', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, primary_key=True, related_name='+', serialize=False, to='articles.article')),
                ('listed', models.BooleanField()),
                ('published', models.DateField()),
                ('happened', models.DateField()),
                ('first_public_at', models.DateTimeField(null=True)),
                ('source', models.BigIntegerField(null=True)),
                ('category', models.BigIntegerField(null=True)),
                ('event', models.BigIntegerField(null=True)),
                ('event_size', models.IntegerField()),
                ('language', models.TextField()),
                ('byline', models.TextField()),
                ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('length', models.IntegerField()),
                ('vector', django.contrib.postgres.search.SearchVectorField()),
            ],
            options={
                'verbose_name_plural': 'search entries',
                'indexes': [models.Index(condition=models.Q(('listed', True)), fields=['-published', '-article'], name='entry_published'), models.Index(condition=models.Q(('listed', True)), fields=['-first_public_at', '-article'], name='entry_added'), models.Index(condition=models.Q(('listed', True)), fields=['-happened', '-article'], name='entry_happened')],
            },
        ),
        migrations.RunSQL(KEY + TABLE + LENGTH + INDEX_ARTICLE + TRIGGERS, UNDO),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="article", name="article_vector"),
    ]
