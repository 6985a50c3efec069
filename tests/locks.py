"""Locks that tests wait for."""

import time

import pytest
from django.db import connection


def until_somebody_waits():
    """Return once a lock is waited for; fails where none is within half a minute."""
    end = time.monotonic() + 30
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    pytest.fail("Nobody waits.")
