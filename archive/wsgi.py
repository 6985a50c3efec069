"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
# The last guard against a request that asks too much; libpq reads it for every connection.
os.environ.setdefault("PGOPTIONS", "-c statement_timeout=15s")
application = get_wsgi_application()
