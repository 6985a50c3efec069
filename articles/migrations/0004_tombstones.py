"""Tombstones of erased articles, which curators may read."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_curators_read(apps, schema_editor):
    create_permissions(current_apps.get_app_config("articles"), verbosity=0)
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="articles", codename="view_tombstone"
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [("articles", "0003_curators")]
    operations = [
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                (
                    "article",
                    models.BigIntegerField(
                        help_text="The number that it had.", primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.TextField(help_text="Readers see it in the article’s place.")),
                ("erased_at", models.DateTimeField(auto_now_add=True)),
                (
                    "was_public",
                    models.BooleanField(help_text="Its address answers 410, else 404."),
                ),
                (
                    "digests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64),
                        help_text="SHA-256 of its files, its canonical address and its text.",
                        size=None,
                    ),
                ),
            ],
            options={
                "ordering": ["-erased_at", "-article"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["digests"], name="tombstone_digests"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=~models.Q(reason=""), name="tombstone_has_a_reason"
                    )
                ],
            },
        ),
        migrations.RunPython(let_curators_read, migrations.RunPython.noop),
    ]
