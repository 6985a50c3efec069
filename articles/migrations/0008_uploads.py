"""Uploads, which curators may make; who made an import; what somebody wanted held."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.apps import apps as current_apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_curators_add(apps, schema_editor):
    create_permissions(current_apps.get_app_config("articles"), verbosity=0)
    permission = apps.get_model("auth", "Permission").objects.get(
        content_type__app_label="articles", codename="add_upload"
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0007_feeds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Upload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True, verbose_name="brought")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("files", "Files"),
                            ("address", "From an address"),
                            ("typed", "Typed in"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        help_text="A name for each of the contents.",
                        size=None,
                    ),
                ),
                (
                    "contents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BinaryField(),
                        help_text="Emptied once they are imported.",
                        size=None,
                    ),
                ),
                (
                    "lines",
                    models.JSONField(
                        default=list, help_text="What an import would do with each item."
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "default_permissions": ("add",),
            },
        ),
        migrations.RemoveConstraint(
            model_name="article",
            name="article_held_in_review_by_a_known_gate",
        ),
        migrations.AddField(
            model_name="import",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                help_text="Who confirmed it at the desk; nobody where a command was run.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="article",
            name="held_for",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "—"),
                    ("judgement", "In review: its import has not finished."),
                    (
                        "template",
                        "In review: no source, and its text or title stands elsewhere too.",
                    ),
                    ("placeholder", "In review: its source is a placeholder domain."),
                    ("future", "In review: its date lies in the future."),
                    (
                        "feed",
                        "In review: a feed brought it that is not trusted with this source.",
                    ),
                    ("asked", "In review: whoever imported it wanted to look at it first."),
                ],
                editable=False,
                max_length=11,
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("held_for", ""),
                    models.Q(
                        (
                            "held_for__in",
                            ["judgement", "template", "placeholder", "future", "feed", "asked"],
                        ),
                        ("status", "review"),
                    ),
                    _connector="OR",
                ),
                name="article_held_in_review_by_a_known_gate",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="run",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="articles.import",
                verbose_name="import",
            ),
        ),
        migrations.AddField(
            model_name="upload",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["files", "address", "typed"])),
                name="upload_kind_known",
            ),
        ),
        migrations.RunPython(let_curators_add, migrations.RunPython.noop),
    ]
