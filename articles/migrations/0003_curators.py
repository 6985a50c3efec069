"""The group of people who curate: they change what readers see, and delete no record."""

from django.apps import apps as current_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

ADD_AND_CHANGE = ("event", "source", "category", "tag")
CHANGE = ("article",)
ALL = ("mention", "sourcedomain", "tagalias")


def make_group(apps, schema_editor):
    create_permissions(current_apps.get_app_config("articles"), verbosity=0)
    permission = apps.get_model("auth", "Permission")
    names = [f"{act}_{model}" for model in ADD_AND_CHANGE for act in ("add", "change")]
    names += [f"change_{model}" for model in CHANGE]
    names += [f"{act}_{model}" for model in ALL for act in ("add", "change", "delete")]
    ours = permission.objects.filter(content_type__app_label="articles")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Curators")
    group.permissions.set(
        ours.filter(codename__in=names) | ours.filter(codename__startswith="view_")
    )


def remove_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name="Curators").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_models"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make_group, remove_group)]
