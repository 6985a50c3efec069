"""Acts of curators on events, so that they can be told and undone."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.apps import apps as current_apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

FOR_CURATORS = ("view_eventact",)


def let_curators(apps, schema_editor):
    create_permissions(current_apps.get_app_config("articles"), verbosity=0)
    ours = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="articles")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    group.permissions.add(*ours.filter(codename__in=FOR_CURATORS))


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_rebuild_and_undo'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='split_from',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='split_into', to='articles.event'),
        ),
        migrations.CreateModel(
            name='EventAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('merge', 'Merge'), ('split', 'Split'), ('move', 'Move'), ('mention', 'Also about'), ('change', 'Change'), ('undo', 'Undo')], max_length=7)),
                ('events', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), help_text='The numbers of those it concerned.', size=None)),
                ('changes', models.JSONField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('why', models.TextField(blank=True)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undoes', models.OneToOneField(help_text='An earlier act.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='articles.eventact')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['events'], name='act_events')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['merge', 'split', 'move', 'mention', 'change', 'undo'])), name='act_kind_known'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'undo'), ('undoes__isnull', False)), models.Q(models.Q(('kind', 'undo'), _negated=True), ('undoes', None)), _connector='OR'), name='act_undoes_where_it_says_so')],
            },
        ),
        migrations.RunPython(let_curators, migrations.RunPython.noop),
    ]
