"""The same keys for less work, and an index that gathers more of them before it sorts them in.

An import spends most of its time on the keys of search. Pairs of stems are told by hashtext, which
is taken once a stem and not once a pair; hash indexes keep its results on disk, so it stays as it
is. Impacts are reckoned in float. And 512 kB of new keys are those of fifteen articles, too few to
share the way into the index: PostgreSQL's own limit of 4 MB takes a quarter of the work away, and a
search takes a third of a millisecond longer while as much waits.

PostgreSQL replaces a function in whole, so the key stands here in whole again; it is the one that
counts. What its parts mean is told in 0014 and 0021.
"""

from importlib import import_module

from django.db import migrations

FORMER = import_module("articles.migrations.0021_marks_and_pairs")

PAIRS = r"""
CREATE FUNCTION archive_pairs(sign text, vector tsvector) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    WITH word AS MATERIALIZED (
        SELECT hashtext(lexeme) AS hash, place FROM unnest(vector), unnest(positions) place
    )
    SELECT coalesce(
        array_agg(sign || 'p' || to_hex((former.hash # (latter.hash >> 16)) & 65535)), '{}'
    )
    FROM word former JOIN word latter ON latter.place = former.place + 1
);
"""

KEY = r"""
CREATE OR REPLACE FUNCTION archive_key(
    article bigint, listed boolean, published date, source bigint, category bigint,
    language text, byline text, tags bigint[], length integer, vector tsvector
) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 10000
RETURN (
    WITH stem AS MATERIALIZED (
        SELECT lexeme, (cardinality(positions) + cardinality(array_positions(weights, 'A')))
            / (1.5::float * (0.25::float + 0.75::float * length / 300::float)) AS impact
        FROM unnest(vector)
        WHERE octet_length(lexeme) < 2000
    )
    SELECT array_to_tsvector(coalesce(array_agg(key), '{}') || archive_pairs(
        CASE WHEN listed THEN E'\x01' ELSE E'\x02\x01' END, vector
    )) FROM (
        SELECT CASE WHEN listed THEN '' ELSE E'\x02' END || lexeme AS key FROM stem
        UNION ALL
        SELECT lexeme || E'\x01' || mark
        FROM stem, unnest(
            ('{a,b,c,p,d,q,e,r,f,s,g,h,i,j,k,l,m,n,o}'::text[])[1:width_bucket(
                impact,
                '{1,1.414213562,2,2.378414230,2.828427125,3.363585661,4,4.756828460,5.656854249,
                6.727171322,8,9.513656920,11.31370850,13.45434264,16,19.02731384,22.62741700,32,
                45.25483400}'::float8[]
            )]
        ) mark
        WHERE listed AND impact >= 1
        UNION ALL
        SELECT CASE WHEN listed THEN E'\x01' ELSE E'\x02\x01' END || label
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

LIMIT = """
ALTER INDEX entry_keys RESET (gin_pending_list_limit);
ALTER INDEX entry_sample RESET (gin_pending_list_limit);
"""

FORMER_LIMIT = """
ALTER INDEX entry_keys SET (gin_pending_list_limit = 512);
ALTER INDEX entry_sample SET (gin_pending_list_limit = 512);
"""

# What was counted under the old keys of pairs; they are counted as they are asked for.
FORGET = r"DELETE FROM articles_searchterm WHERE key ~ E'^\x01p';"


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_marks_and_pairs")]
    operations = [
        migrations.RunSQL(
            PAIRS + KEY + "DROP FUNCTION archive_pairs(tsvector);" + LIMIT + FORMER.REINDEX + FORGET,
            FORMER.PAIRS
            + FORMER.KEY
            + "DROP FUNCTION archive_pairs(text, tsvector);"
            + FORMER_LIMIT
            + FORMER.REINDEX
            + FORGET,
        ),
    ]
