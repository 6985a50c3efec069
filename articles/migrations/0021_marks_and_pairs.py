"""More marks of how much a word weighs, and keys of the pairs of words that follow each other.

The best of a frequent word are those with its highest marks. Between 2 and 8 they stood so far apart
that thousands of articles had one and not the next, and all were scored. The new letters p to s
stand between the old ones, which keep their meaning. How many articles have them is taken to lie
between their neighbours until it is counted. The marks stand in articles/search/scoring.py too.

A phrase was looked for in every article that has its words, in a large archive for seconds. Now each
pair of stems side by side has one of 65,536 keys, so that hardly more articles are read than have
it. Pairs share keys, or an index would hold many millions of them.
"""

from importlib import import_module

from django.db import migrations

FORMER = import_module("articles.migrations.0014_search_entries").KEY.replace(
    "CREATE", "CREATE OR REPLACE", 1
)

PAIRS = r"""
CREATE FUNCTION archive_pairs(vector tsvector) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (
    WITH word AS MATERIALIZED (
        SELECT lexeme, place FROM unnest(vector), unnest(positions) place
    )
    SELECT coalesce(array_agg('p' || encode(
        substr(sha256(convert_to(former.lexeme || ' ' || latter.lexeme, 'UTF8')), 1, 2), 'hex'
    )), '{}')
    FROM word former JOIN word latter ON latter.place = former.place + 1
);
"""

MARKS = FORMER.replace("a,b,c,d,e,f,g,h", "a,b,c,p,d,q,e,r,f,s,g,h").replace(
    "2,2.828427125,4,5.656854249,8,",
    "2,2.378414230,2.828427125,3.363585661,4,4.756828460,5.656854249,6.727171322,8,",
)

KEY = MARKS.replace(
    "            || ARRAY(\n                SELECT 'q'",
    "            || archive_pairs(vector)\n            || ARRAY(\n                SELECT 'q'",
)

REINDEX = "REINDEX INDEX entry_keys; REINDEX INDEX entry_sample;"

COUNTS = r"""
INSERT INTO articles_searchterm (key, articles)
SELECT left(lower.key, -1) || mark, round(sqrt(lower.articles::float * higher.articles))
FROM (VALUES ('c', 'p', 'd'), ('d', 'q', 'e'), ('e', 'r', 'f'), ('f', 's', 'g'))
    given(below, mark, above)
JOIN articles_searchterm lower ON right(lower.key, 2) = E'\x01' || below
JOIN articles_searchterm higher ON higher.key = left(lower.key, -1) || above
ON CONFLICT DO NOTHING;
"""

FORGET = r"DELETE FROM articles_searchterm WHERE key ~ E'\x01[pqrs]$' OR key ~ E'^\x01p';"


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_search_alone")]
    operations = [
        migrations.RunSQL(
            # The next migration changes the keys again, and builds the index of both.
            PAIRS + KEY + COUNTS,
            FORMER + REINDEX + FORGET + "DROP FUNCTION archive_pairs(tsvector);",
        ),
    ]
