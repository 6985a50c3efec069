"""Days of happenings are checked where they are entered."""

from django.db import migrations, models

from articles.models.events import check_day


class Migration(migrations.Migration):
    dependencies = [("articles", "0026_outlets_of_copies")]
    operations = [
        migrations.AlterField(
            model_name=model,
            name=name,
            field=models.DateField(
                blank=True, null=True, validators=[check_day], verbose_name=verbose
            ),
        )
        for model in ("event", "eventrevision")
        for name, verbose in (("happened_start", "happened on"), ("happened_end", "until"))
    ]
