"""How far long work has come: a bar on a terminal, a line now and then elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.management.base import OutputWrapper
from tqdm import tqdm

SECONDS_BETWEEN_LINES = 10


@contextmanager
def meter(
    what: str, unit: str, stream: OutputWrapper, total: int | None = None
) -> Iterator[Callable[[int], object]]:
    """Show on `stream` how far work has come; call what is given with each number done."""
    if stream.isatty():
        with tqdm(desc=what, unit=f" {unit}", total=total, file=_Bare(stream)) as bar:
            yield bar.update
    else:
        yield _Lines(what, unit, stream, total).add


class _Bare:
    """What a command writes to, without the red and the ends of lines that Django adds."""

    def __init__(self, stream: OutputWrapper):
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)

    def write(self, text: str) -> None:
        """Write a text as it is."""
        self._stream.write(text, style_func=str, ending="")


class _Lines:
    """Writes a line where the last one is long enough ago."""

    def __init__(self, what: str, unit: str, stream: OutputWrapper, total: int | None):
        self._what, self._unit, self._stream, self._total = what, unit, _Bare(stream), total
        self._done = 0
        self._began = self._written = time.monotonic()

    def add(self, done: int) -> None:
        """Count what was done since the last call."""
        self._done += done
        if time.monotonic() - self._written >= SECONDS_BETWEEN_LINES:
            self._written = time.monotonic()
            print(self._line(), file=self._stream, flush=True)

    def _line(self) -> str:
        rate = self._done / (self._written - self._began)
        line = f"{self._what}: {self._done:,} {self._unit}, {rate:,.1f} a second"
        if not self._total:
            return f"{line}."
        left = tqdm.format_interval(max(0, self._total - self._done) / rate) if rate else "?"
        return f"{line}, {left} left of {self._total:,}."
