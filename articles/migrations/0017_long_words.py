"""A word of over 255 characters is read in parts.

PostgreSQL's parser takes a time that grows with the square of the length of what no space parts, where
it may be an address or a name of a file: minutes for the 120,000 characters of `a_a_a_…`. Parted,
the worst that was found takes a second at 200,000 characters.

The vectors of articles that have such words are made anew; no other row is touched.
"""

from importlib import import_module

from django.db import migrations, models

FORMER = import_module("articles.migrations.0001_search_functions").VECTOR.replace(
    "CREATE", "CREATE OR REPLACE", 1
)

PARTED = r"""
        to_tsvector(
            archive_configuration(language),
            regexp_replace(
                left(archive_fold(left(body, 200000)), 200000), '(\S{255})', '\1 ', 'g'
            )
        ), 'D');
"""

VECTOR = FORMER[: FORMER.rindex("\n        to_tsvector(")] + PARTED

RENEW = r"UPDATE articles_article SET body_text = body_text WHERE body_text ~ '\S{255}'"

HELD_FOR = [
    ("", "—"),
    ("judgement", "In review: its import has not finished."),
    (
        "template",
        "In review: no source, and its text or a title like its own stands elsewhere.",
    ),
    ("placeholder", "In review: its source is a placeholder domain."),
    ("future", "In review: its date lies in the future."),
    ("feed", "In review: a feed brought it that is not trusted with this source."),
    ("asked", "In review: whoever imported it wanted to look at it first."),
]


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_less_cost")]
    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, RENEW),
        migrations.RunSQL(VECTOR, FORMER),
        migrations.RunSQL(RENEW, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="article",
            name="held_for",
            field=models.CharField(blank=True, choices=HELD_FOR, editable=False, max_length=11),
        ),
    ]
