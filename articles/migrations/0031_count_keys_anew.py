"""What search counted was counted of words as an earlier version read them: it is counted anew.

Until the next import, which does so, the old counts serve: they are about right, and without them
every search would count for itself. A later migration that makes words or keys otherwise says so
again, by COUNT_ANEW.
"""

from django.db import migrations, models

COUNT_ANEW = "UPDATE articles_searchcensus SET is_due = true;"


class Migration(migrations.Migration):
    dependencies = [("articles", "0030_words_as_they_are_read")]

    operations = [
        migrations.AddField(
            model_name="searchcensus",
            name="is_due",
            field=models.BooleanField(default=False),
        ),
        migrations.RunSQL(COUNT_ANEW, migrations.RunSQL.noop),
    ]
