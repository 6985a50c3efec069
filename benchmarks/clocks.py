"""Two clocks: the one on the wall, and the processor time of this process and of its database's.

The latter tells what work costs on a machine that does other things too. Workers that PostgreSQL
starts to help are not in it.
"""

import time
from pathlib import Path

from django.db import connection

CLOCKS = ("wall", "processor")


class Clock:
    """Tells seconds since some moment."""

    def __init__(self, kind: str):
        """Read the wall's clock, or "processor" time."""
        self._schedule = None
        if kind == "processor":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                self._schedule = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def __call__(self) -> float:
        """Return the time."""
        if self._schedule is None:
            return time.perf_counter()
        nanoseconds = int(self._schedule.read_text(encoding="ascii").split()[0])
        return time.process_time() + nanoseconds / 1e9
