"""More of the marks that tell how much a word weighs in an article.

The best of a frequent word are those with its highest marks. Between 2 and 8 they stood so far apart
that thousands of articles had one and not the next, and all were scored. The new letters p to s
stand between the old ones, which keep their meaning. How many articles have them is taken to lie
between their neighbours until it is counted. The marks stand in articles/search/scoring.py too.
"""

from importlib import import_module

from django.db import migrations

FORMER = import_module("articles.migrations.0014_search_entries").KEY.replace(
    "CREATE", "CREATE OR REPLACE", 1
)

KEY = FORMER.replace("a,b,c,d,e,f,g,h", "a,b,c,p,d,q,e,r,f,s,g,h").replace(
    "2,2.828427125,4,5.656854249,8,",
    "2,2.378414230,2.828427125,3.363585661,4,4.756828460,5.656854249,6.727171322,8,",
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

FORGET = r"DELETE FROM articles_searchterm WHERE key ~ E'\x01[pqrs]$';"


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_search_alone")]
    operations = [
        migrations.RunSQL(KEY + REINDEX + COUNTS, FORMER + REINDEX + FORGET),
    ]
