"""The app that is the archive: its models, its ways in and its pages."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Configuration of the articles app."""

    name = "articles"
    verbose_name = "Archive"
