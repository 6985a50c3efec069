"""A sketch of each article's opening, by which a text that is nearly the same is found.

Rows that stand here already have none until they are made anew from their originals.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_tombstones")]
    operations = [
        migrations.AddField(
            model_name="article",
            name="sketch",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.IntegerField(), default=list, editable=False, size=None
            ),
        ),
        migrations.AddIndex(
            model_name="article",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["sketch"], name="article_sketch", fastupdate=False
            ),
        ),
    ]
