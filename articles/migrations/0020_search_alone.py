"""Searches use one process each.

An answer reads a few thousand entries at most. Starting helpers takes longer than all of that, and
readers who search at the same time would wait for each other's.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_marks_of_templates")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE articles_searchentry SET (parallel_workers = 0)",
            "ALTER TABLE articles_searchentry RESET (parallel_workers)",
        )
    ]
