"""What a reader is told when the database had no time for an answer."""

from django.db import OperationalError
from django.shortcuts import render
from psycopg.errors import DeadlockDetected, LockNotAvailable, QueryCanceled

RETRY_SECONDS = 60

# A statement took too long, or waited for somebody else who was at work on the same rows.
_NO_TIME = (QueryCanceled, DeadlockDetected, LockNotAvailable)


class BusyMiddleware:
    """Answers 503 with a page that says what to try where the database had no time."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Return the page where the database's time ran out, None for any other fault."""
        is_busy = isinstance(exception, OperationalError)
        if not (is_busy and isinstance(exception.__cause__, _NO_TIME)):
            return None
        page = render(request, "503.html", status=503)
        page["Retry-After"] = str(RETRY_SECONDS)
        return page
