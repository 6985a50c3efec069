"""`manage.py dbshell`: the psql that came with the server."""

from django.db.backends.postgresql import client

from archive.embedded.layout import program


class DatabaseClient(client.DatabaseClient):
    """Runs psql on the embedded server."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        """Return psql's command line and environment."""
        (_, *arguments), environment = super().settings_to_cmd_args_env(settings_dict, parameters)
        return [str(program("psql")), *arguments], environment

    def runshell(self, parameters):
        """Run psql once there is a server to talk to."""
        self.connection.ensure_connection()
        super().runshell(parameters)
