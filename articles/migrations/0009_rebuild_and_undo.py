"""Rebuilds, and what undoing an import needs: its own record, and former names of originals."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.apps import apps as current_apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

FOR_CURATORS = ("undo_import", "view_rebuild", "view_originalrevision")


def let_curators(apps, schema_editor):
    create_permissions(current_apps.get_app_config("articles"), verbosity=0)
    ours = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="articles")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    group.permissions.add(*ours.filter(codename__in=FOR_CURATORS))


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0008_uploads"),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OriginalRevision',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('origins', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), help_text='Every file name it came under.', size=None)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Rebuild',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('done_to', models.BigIntegerField(default=0, help_text='The article that was looked at last; a stopped run goes on after it.')),
                ('looked_at', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
            ],
            options={
                'ordering': ['-started_at'],
            },
        ),
        migrations.AlterModelOptions(
            name='import',
            options={'ordering': ['-started_at'], 'permissions': [('undo_import', 'Can undo an import')]},
        ),
        migrations.AddField(
            model_name='import',
            name='past_gates',
            field=models.BooleanField(default=False, help_text='No quality gate held what it brought.', verbose_name='published at once'),
        ),
        migrations.AddField(
            model_name='import',
            name='undone_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='import',
            name='undone_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='import',
            name='undone_note',
            field=models.TextField(blank=True, help_text='What became of what it had brought.', verbose_name='what undoing did'),
        ),
        migrations.AddField(
            model_name='original',
            name='refused_unread',
            field=models.BooleanField(default=False, help_text='It was rejected for where it stood, not for what it holds.'),
        ),
        migrations.AddField(
            model_name='original',
            name='stands_aside',
            field=models.BooleanField(default=False, help_text='It came by a feed, and counts only while its article has no other original.'),
        ),
        migrations.AddField(
            model_name='import',
            name='keeps_ids',
            field=models.BooleanField(default=False, help_text='What it brought are records of an export, and are read as such.', verbose_name='brought an export'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='original',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."origins" IS DISTINCT FROM (NEW."origins"))', func='INSERT INTO "articles_originalrevision" ("origins", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."origins", _pgh_attach_context(), NOW(), \'changed\', OLD."id"); RETURN NULL;', hash='2d1ed78032d6ec1460c5d2de981dd8f2f018db83', operation='UPDATE', pgid='pgtrigger_changed_update_f444d', table='articles_original', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='original',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "articles_originalrevision" ("origins", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."origins", _pgh_attach_context(), NOW(), \'deleted\', OLD."id"); RETURN NULL;', hash='461a22914e1cc5d36ea0fc7de0d1afa79cc49119', operation='DELETE', pgid='pgtrigger_deleted_delete_fa0c7', table='articles_original', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='import',
            constraint=models.CheckConstraint(condition=models.Q(('undone_at', None), models.Q(('status', 'running'), _negated=True), _connector='OR'), name='import_undone_once_it_has_ended'),
        ),
        migrations.AddField(
            model_name='originalrevision',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='originalrevision',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='revisions', to='articles.original'),
        ),
        migrations.AddConstraint(
            model_name='rebuild',
            constraint=models.CheckConstraint(condition=models.Q(('finished_at', None), ('finished_at__gte', models.F('started_at')), _connector='OR'), name='rebuild_ends_after_it_starts'),
        ),
        migrations.RunPython(let_curators, migrations.RunPython.noop),
    ]
