"""Blocks that a source repeats, which curators may judge, and the digests by which they are found.

Rows that stand here already have no digests until they are made anew from their originals.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_curators_judge(apps, schema_editor):
    create_permissions(current_apps.get_app_config("articles"), verbosity=0)
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    names = [f"{act}_repeatedblock" for act in ("add", "change", "view")]
    names.append("view_repeatedblockrevision")
    group.permissions.add(
        *apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="articles", codename__in=names
        )
    )


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_article_sketch'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='RepeatedBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BigIntegerField(editable=False, unique=True)),
                ('text', models.TextField(help_text='One paragraph, heading or list item, whole.')),
                ('standing', models.CharField(choices=[('found', 'Boilerplate, known by its repetition'), ('boilerplate', 'Boilerplate, as a curator says'), ('own', 'The articles’ own text, as a curator says')], default='found', max_length=11)),
                ('found_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['source', 'id'],
            },
        ),
        migrations.CreateModel(
            name='RepeatedBlockRevision',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('digest', models.BigIntegerField(editable=False)),
                ('standing', models.CharField(choices=[('found', 'Boilerplate, known by its repetition'), ('boilerplate', 'Boilerplate, as a curator says'), ('own', 'The articles’ own text, as a curator says')], default='found', max_length=11)),
                ('found_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='article',
            name='blocks',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='article',
            name='repeated_at',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.PositiveIntegerField(), default=list, editable=False, size=None),
        ),
        migrations.AddIndex(
            model_name='article',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['blocks'], name='article_blocks'),
        ),
        migrations.AddField(
            model_name='repeatedblock',
            name='source',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='repeated_blocks', to='articles.source'),
        ),
        migrations.AddField(
            model_name='repeatedblockrevision',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='repeatedblockrevision',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='revisions', to='articles.repeatedblock'),
        ),
        migrations.AddField(
            model_name='repeatedblockrevision',
            name='source',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='articles.source'),
        ),
        migrations.AddConstraint(
            model_name='repeatedblock',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ['found', 'boilerplate', 'own'])), name='block_standing_known'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='repeatedblock',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."found_at" IS DISTINCT FROM (NEW."found_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."standing" IS DISTINCT FROM (NEW."standing"))', func='INSERT INTO "articles_repeatedblockrevision" ("digest", "found_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "standing") VALUES (OLD."digest", OLD."found_at", OLD."id", _pgh_attach_context(), NOW(), \'changed\', OLD."id", OLD."source_id", OLD."standing"); RETURN NULL;', hash='71488a7712fc2a0f3064889c5c8dd85fc7d36e71', operation='UPDATE', pgid='pgtrigger_changed_update_e7631', table='articles_repeatedblock', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='repeatedblock',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "articles_repeatedblockrevision" ("digest", "found_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source_id", "standing") VALUES (OLD."digest", OLD."found_at", OLD."id", _pgh_attach_context(), NOW(), \'deleted\', OLD."id", OLD."source_id", OLD."standing"); RETURN NULL;', hash='4c9a1c88f4bc088b871a27ca5a01cfeaf3721b3b', operation='DELETE', pgid='pgtrigger_deleted_delete_6a2e8', table='articles_repeatedblock', when='AFTER')),
        ),
        migrations.RunPython(let_curators_judge, migrations.RunPython.noop),
    ]
