"""What grouping knows of articles. What stands here already is grouped anew by the next run."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.apps import apps as current_apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_curators_see(apps, schema_editor):
    create_permissions(current_apps.get_app_config("articles"), verbosity=0)
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    group.permissions.add(
        *apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="articles",
            codename__in=("change_likeness", "view_likeness"),
        )
    )


def group_anew(apps, schema_editor):
    apps.get_model("articles", "Article").objects.exclude(grouped_at=None).update(grouped_at=None)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_rebuild_and_undo'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Census',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('articles', models.PositiveIntegerField()),
                ('newcomers', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name_plural': 'censuses',
            },
        ),
        migrations.CreateModel(
            name='TermCount',
            fields=[
                ('term', models.TextField(primary_key=True, serialize=False)),
                ('articles', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Traits',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to='articles.article')),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ('in_title', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                ('in_opening', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
                ('in_longer_opening', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), size=None)),
            ],
            options={
                'verbose_name_plural': 'traits',
            },
        ),
        migrations.CreateModel(
            name='Likeness',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.FloatField(help_text='From 0 to 1.')),
                ('kept_apart_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('first', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
                ('kept_apart_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('second', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
            ],
            options={
                'verbose_name': 'suggestion',
                'constraints': [models.UniqueConstraint(fields=('first', 'second'), name='likeness_of_a_pair_once'), models.CheckConstraint(condition=models.Q(('first__lt', models.F('second'))), name='likeness_in_order'), models.CheckConstraint(condition=models.Q(('score__range', (0, 1))), name='likeness_from_0_to_1')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('pk', models.CompositePrimaryKey('article', 'term', blank=True, editable=False, primary_key=True, serialize=False)),
                ('term', models.TextField()),
                ('published', models.DateField()),
                ('weight', models.PositiveIntegerField()),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.article')),
            ],
            options={
                'indexes': [models.Index(fields=['term', 'published'], name='mark_by_term')],
            },
        ),
        migrations.RunPython(let_curators_see, migrations.RunPython.noop),
        migrations.RunPython(group_anew, migrations.RunPython.noop),
    ]
