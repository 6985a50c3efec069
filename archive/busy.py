"""What a reader is told when the database had no time for an answer."""

from django.db import OperationalError
from django.shortcuts import render
from psycopg.errors import QueryCanceled

RETRY_SECONDS = 60


class BusyMiddleware:
    """Answers 503 with a page that says what to try where a statement took too long."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Return the page where the database's time ran out, None for any other fault."""
        if not (
            isinstance(exception, OperationalError)
            and isinstance(exception.__cause__, QueryCanceled)
        ):
            return None
        page = render(request, "503.html", status=503)
        page["Retry-After"] = str(RETRY_SECONDS)
        return page
