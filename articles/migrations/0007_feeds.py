"""How feeds fare, which curators may read, and the gate that holds what untrusted ones bring."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_curators_read(apps, schema_editor):
    create_permissions(current_apps.get_app_config("articles"), verbosity=0)
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="articles", codename="view_feed"
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    group.permissions.add(permission)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_repeated_blocks'),
    ]

    operations = [
        migrations.CreateModel(
            name='Feed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.URLField(max_length=2000, verbose_name='address')),
                ('etag', models.TextField(blank=True)),
                ('last_modified', models.TextField(blank=True)),
                ('fetched_at', models.DateTimeField(null=True, verbose_name='last fetched')),
                ('succeeded_at', models.DateTimeField(null=True, verbose_name='last success')),
                ('due_at', models.DateTimeField(null=True, verbose_name='next due')),
                ('failures', models.PositiveIntegerField(default=0, verbose_name='failures in a row')),
                ('error', models.TextField(blank=True, verbose_name='what is wrong')),
                ('gone_at', models.DateTimeField(null=True)),
                ('entries', models.PositiveIntegerField(default=0, verbose_name='entries seen')),
                ('digests', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=64), default=list, size=None)),
            ],
            options={
                'ordering': ['source'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='article',
            name='article_held_in_review_by_a_known_gate',
        ),
        migrations.AlterField(
            model_name='article',
            name='held_for',
            field=models.CharField(blank=True, choices=[('', '—'), ('judgement', 'In review: its import has not finished.'), ('template', 'In review: no source, and its text or title stands elsewhere too.'), ('placeholder', 'In review: its source is a placeholder domain.'), ('future', 'In review: its date lies in the future.'), ('feed', 'In review: a feed brought it that is not trusted with this source.')], editable=False, max_length=11),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('held_for', ''), models.Q(('held_for__in', ['judgement', 'template', 'placeholder', 'future', 'feed']), ('status', 'review')), _connector='OR'), name='article_held_in_review_by_a_known_gate'),
        ),
        migrations.AddField(
            model_name='feed',
            name='source',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feed', to='articles.source'),
        ),
        migrations.RunPython(let_curators_read, migrations.RunPython.noop),
    ]
