"""That hostile input ends, said so that a slow machine does not fail what is right."""

import time
from contextlib import contextmanager

# What these tests read takes a few seconds at most. Were its cost to grow with the square of its
# length, it would be many minutes.
FAR_TOO_LONG = 60


@contextmanager
def ending():
    """Fail where what is inside takes so much of the processor that its cost must have blown up."""
    began = time.process_time()
    yield
    assert time.process_time() - began < FAR_TOO_LONG
