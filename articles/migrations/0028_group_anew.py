"""What makes two articles alike weighs otherwise: the next run of grouping looks at all anew."""

from django.db import migrations


def group_anew(apps, schema_editor):
    apps.get_model("articles", "Article").objects.exclude(grouped_at=None).update(grouped_at=None)


class Migration(migrations.Migration):
    dependencies = [("articles", "0027_days_of_happenings")]

    operations = [migrations.RunPython(group_anew, migrations.RunPython.noop)]
