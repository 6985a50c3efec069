"""What Django loads as the backend `archive.embedded`."""

from django.db.backends.postgresql import base

from archive.embedded.client import DatabaseClient
from archive.embedded.layout import PORT, ROLE
from archive.embedded.server import ensure_running


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's PostgreSQL backend on a server that the first connection starts.

    DATABASES names the database (NAME) and the folder that the server keeps it in (DATA_DIR).
    """

    client_class = DatabaseClient

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.settings_dict.update(USER=ROLE, PORT=PORT)

    def get_new_connection(self, conn_params):
        """Connect, having seen to it that the server runs. Raises OperationalError."""
        address = ensure_running(self.settings_dict["DATA_DIR"], self.settings_dict["NAME"])
        self.settings_dict["HOST"] = address["host"]  # for psql
        return super().get_new_connection({**conn_params, **address})
