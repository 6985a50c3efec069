"""Cleaning in processes of their own, under limits of time and memory.

A few kilobytes of hostile markup can cost minutes and gigabytes, so no limit on the input alone
is enough. Each worker is this module run by itself, without Django: items come in on its
standard input and results go out on its standard output, pickled. One that exceeds a limit dies,
its item alone is rejected, and another takes its place.
"""

import os
import pickle
import queue
import resource
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, Self

from articles.ingest import readers
from articles.ingest.clean import clean
from articles.ingest.readers import encodings
from articles.ingest.records import CleanArticle, Item, Rejection

SECONDS = 5  # of processor time for an item
MEGABYTES = 500  # of address space for an item, above what an idle worker has
WALL_SECONDS = 30  # for an item, however little of it the worker was running
DYING_SECONDS = 5  # for a worker that has closed its output to be gone
# Taken ahead, so that no worker waits while a batch is stored.
ITEMS_AHEAD = 200
BYTES_AHEAD = 32_000_000

Result = CleanArticle | Rejection

_ROOT = Path(__file__).resolve().parents[2]
_OUT_OF_MEMORY = 86  # the exit status of a worker that could get no more

_REASONS = {
    -signal.SIGPROF: f"Cleaning took more than {SECONDS} seconds. Simplify the markup.",
    -signal.SIGKILL: f"Cleaning was stopped after {WALL_SECONDS} seconds, or for lack of memory.",
} | dict.fromkeys(
    (_OUT_OF_MEMORY, -signal.SIGABRT),
    f"Cleaning needed more than {MEGABYTES} MB. Simplify the markup.",
)


def clean_item(item: Item) -> CleanArticle:
    """Read and clean an item in this process, without limits; raises Rejection."""
    return clean(readers.read(item))


class Cleaner:
    """Cleans items in worker processes; to be used in a `with` statement, which ends them."""

    def __init__(self, workers: int | None = None):
        self._count = workers or min(2, os.cpu_count() or 1)
        self._workers = [_Worker() for _ in range(self._count)]
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(self._count, thread_name_prefix="clean")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.kill()
        self._threads.shutdown(wait=True)
        for worker in self._workers:
            worker.end()

    def clean_all(self, items: Iterator[Item]) -> Iterator[tuple[Item, Result]]:
        """Each item with what became of it, in order; items are taken a bounded number ahead."""
        waiting: deque[tuple[Item, Future[Result]]] = deque()
        ahead = 0
        for item in items:
            waiting.append((item, self._threads.submit(self._clean, item)))
            ahead += len(item.content)
            while len(waiting) >= ITEMS_AHEAD or (ahead > BYTES_AHEAD and waiting):
                first, future = waiting.popleft()
                ahead -= len(first.content)
                yield first, future.result()
        for item, future in waiting:
            yield item, future.result()

    def _clean(self, item: Item) -> Result:
        if item.is_known:
            return Rejection("It left the archive while it was imported again. Import it anew.")
        if item.problem:
            return Rejection(item.problem)
        if len(item.content) > encodings.MAX_BYTES:
            return _refused(item)
        worker = self._idle.get()
        try:
            return worker.clean(item)
        finally:
            self._idle.put(worker)


def _refused(item: Item) -> Rejection:
    """Why an item that no reader takes is refused, without a copy of it sent to a worker."""
    try:
        encodings.decode(item.content)
    except Rejection as rejection:
        return rejection
    raise ValueError("The readers take an item of this size.")


class _Worker:
    """The parent's hold on one worker process, which is started when it is first needed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self._closed = False

    def clean(self, item: Item) -> Result:
        """What the worker makes of an item; a Rejection if it died of it."""
        process = self._started()
        guard = threading.Timer(WALL_SECONDS, process.kill)
        guard.daemon = True
        guard.start()
        try:
            pickle.dump(item, process.stdin)
            process.stdin.flush()
            return pickle.load(process.stdout)  # noqa: S301  our own process wrote it
        except (EOFError, OSError, pickle.UnpicklingError):
            return Rejection(self.end())
        finally:
            guard.cancel()

    def kill(self) -> None:
        """Stop the process in the middle of what it does, and start no other."""
        with self._lock:
            self._closed = True
            if self._process:
                self._process.kill()

    def end(self) -> str:
        """Reap the process, which is dead or dying, and say why it died."""
        process, self._process = self._process, None
        if not process:
            return ""
        try:
            _, errors = process.communicate(timeout=DYING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            _, errors = process.communicate()
        last_words = errors.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
        failure = (
            f"Cleaning failed (status {process.returncode}): {last_words or 'no reason given'}"
        )
        return _REASONS.get(process.returncode, failure)

    def _started(self) -> subprocess.Popen[bytes]:
        """The process, started anew where there is none or it has died."""
        with self._lock:
            if self._closed:
                raise RuntimeError("The cleaner is closed.")
            if self._process and self._process.poll() is not None:
                self.end()
            if not self._process:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "articles.ingest.worker"],
                    cwd=_ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                )
            return self._process


def main() -> None:
    """Serve until standard input ends, which it does when the parent is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    source, target = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    _limit_memory()
    try:
        _serve(source, target)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    except (BrokenPipeError, EOFError):
        os._exit(0)


def _serve(source: BinaryIO, target: BinaryIO) -> None:
    """Take items and give results, each item with the whole time."""
    while True:
        item = pickle.load(source)  # noqa: S301  our own parent wrote it
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        result = _result(item)
        signal.setitimer(signal.ITIMER_PROF, 0)
        pickle.dump(result, target)
        target.flush()


def _result(item: Item) -> Result:
    try:
        return clean_item(item)
    except Rejection as rejection:
        return rejection
    except RecursionError:
        return Rejection("Nested too deep. Simplify the markup.")


def _limit_memory() -> None:
    """Allow this much above what the worker has now; where the system cannot tell, no limit."""
    sizes = Path("/proc/self/statm")
    if sizes.exists():
        now = int(sizes.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + MEGABYTES * 2**20, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
