"""Names of one thing, with those that come with the archive, and the words articles are written with."""

import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
import pgtrigger.migrations
from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

FIRST = (
    ("AI Act", "EU AI Act", "Artificial Intelligence Act", "Regulation (EU) 2024/1689"),
    ("AGI", "artificial general intelligence"),
    ("AI Safety Institute", "AI Security Institute", "AISI"),
    ("CAISI", "Center for AI Standards and Innovation"),
    ("Cyberspace Administration of China", "CAC"),
    ("Digital Markets Act", "DMA", "Regulation (EU) 2022/1925"),
    ("Digital Services Act", "DSA", "Regulation (EU) 2022/2065"),
    ("Executive Order 14110", "EO 14110"),
    ("Executive Order 14179", "EO 14179"),
    ("Federal Trade Commission", "FTC"),
    ("GDPR", "General Data Protection Regulation", "Regulation (EU) 2016/679"),
    ("generative AI", "generative artificial intelligence", "GenAI"),
    ("GPAI", "general-purpose AI", "general-purpose artificial intelligence"),
    ("LLM", "large language model"),
    ("NIST", "National Institute of Standards and Technology"),
    ("NIST AI RMF", "AI RMF", "AI Risk Management Framework"),
    ("OECD", "Organisation for Economic Co-operation and Development"),
    ("RAISE Act", "Responsible AI Safety and Education Act"),
    ("SB 53", "Senate Bill 53", "Transparency in Frontier Artificial Intelligence Act"),
    ("SB 243", "Senate Bill 243"),
    (
        "SB 1047",
        "Senate Bill 1047",
        "Safe and Secure Innovation for Frontier Artificial Intelligence Models Act",
    ),
    ("text and data mining", "TDM"),
)


def load(apps, schema_editor):
    synonym = apps.get_model("articles", "Synonym")
    synonym.objects.bulk_create(synonym(members="\n".join(names)) for names in FIRST)


def let_curators_edit(apps, schema_editor):
    create_permissions(current_apps.get_app_config("articles"), verbosity=0)
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    names = [f"{act}_synonym" for act in ("add", "change", "delete", "view")]
    names.append("view_synonymrevision")
    group.permissions.add(
        *apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="articles", codename__in=names
        )
    )


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_chinese_japanese_korean'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('members', models.TextField(help_text='One a line, from two to 12. Each is found for each of the others.', verbose_name='names')),
            ],
            options={
                'ordering': ['members'],
            },
        ),
        migrations.CreateModel(
            name='SynonymRevision',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('members', models.TextField(help_text='One a line, from two to 12. Each is found for each of the others.', verbose_name='names')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='VocabularyWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('articles', models.PositiveIntegerField(help_text='Among those that were counted.')),
            ],
            options={
                'ordering': ['word'],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonym',
            trigger=pgtrigger.compiler.Trigger(name='added_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "articles_synonymrevision" ("id", "members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."members", _pgh_attach_context(), NOW(), \'added\', NEW."id"); RETURN NULL;', hash='9749810ef094c5ee5dcaa43bab2139b5a7ad3a74', operation='INSERT', pgid='pgtrigger_added_insert_9ebfa', table='articles_synonym', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonym',
            trigger=pgtrigger.compiler.Trigger(name='changed_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "articles_synonymrevision" ("id", "members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."members", _pgh_attach_context(), NOW(), \'changed\', OLD."id"); RETURN NULL;', hash='fdc18d93eb95af8d143583dbc268e1fcb0ab16c2', operation='UPDATE', pgid='pgtrigger_changed_update_7fec1', table='articles_synonym', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='synonym',
            trigger=pgtrigger.compiler.Trigger(name='deleted_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "articles_synonymrevision" ("id", "members", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."members", _pgh_attach_context(), NOW(), \'deleted\', OLD."id"); RETURN NULL;', hash='f23f3d002514dd6ec2818fe9d600506e6061de3c', operation='DELETE', pgid='pgtrigger_deleted_delete_b65a2', table='articles_synonym', when='AFTER')),
        ),
        migrations.AddField(
            model_name='synonymrevision',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='synonymrevision',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='revisions', to='articles.synonym'),
        ),
        migrations.AddIndex(
            model_name='vocabularyword',
            index=models.Index(django.db.models.functions.text.Left('word', 1), django.db.models.functions.text.Length('word'), models.OrderBy(models.F('articles'), descending=True), name='word_likeness'),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
        migrations.RunPython(let_curators_edit, migrations.RunPython.noop),
    ]
