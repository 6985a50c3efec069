"""The project as an app of its own, for what belongs to no other: the checks of the settings."""

from django.apps import AppConfig

from archive import checks, database_checks


class ArchiveConfig(AppConfig):
    """Configuration of the project."""

    name = "archive"

    def ready(self):
        """Register the checks."""
        checks.register()
        database_checks.register()
