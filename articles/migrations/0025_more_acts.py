"""Keeping pairs apart and merges by grouping are acts too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0024_openings")]
    operations = [
        migrations.RemoveConstraint(model_name="eventact", name="act_kind_known"),
        migrations.AlterField(
            model_name="eventact",
            name="kind",
            field=models.CharField(
                choices=[
                    ("merge", "Merge"),
                    ("split", "Split"),
                    ("move", "Move"),
                    ("mention", "Also about"),
                    ("change", "Change"),
                    ("apart", "Keep apart"),
                    ("suggest", "Suggest again"),
                    ("join", "Merge by grouping"),
                    ("undo", "Undo"),
                ],
                max_length=7,
            ),
        ),
        migrations.AddConstraint(
            model_name="eventact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    kind__in=[
                        *("merge", "split", "move", "mention", "change"),
                        *("apart", "suggest", "join", "undo"),
                    ]
                ),
                name="act_kind_known",
            ),
        ),
    ]
