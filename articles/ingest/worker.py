"""Reading and cleaning in processes of their own, under limits of time and memory.

A few kilobytes of hostile markup can cost minutes and gigabytes, so no limit on the input alone
is enough. Each worker is this module run by itself, without Django: requests, as items or feeds to
be taken apart, come in on its standard input and answers go out on its standard output, pickled.
One that exceeds a limit dies, what it had in hand alone is rejected, and another takes its place.
"""

import os
import pickle
import queue
import resource
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Self

from articles.ingest import entries, exported, outlines, readers
from articles.ingest.clean import clean
from articles.ingest.entries.shapes import FeedText, Lines
from articles.ingest.outlines import Outline, Outlines
from articles.ingest.readers import encodings
from articles.ingest.records import CleanArticle, Item, Rejection

SECONDS = 4  # of processor time for an item; with all around it, less than five
MEGABYTES = 440  # of address space for an item; with what an idle worker has, less than 500
WALL_SECONDS = 30  # for an item, however little of it the worker was running
_LOOK_SECONDS = 1  # between two looks at whether a worker is over its time
DYING_SECONDS = 5  # for a worker that has closed its output to be gone
# Taken ahead, so that no worker waits while a batch is stored.
ITEMS_AHEAD = 200
BYTES_AHEAD = 32_000_000

Request = Item | FeedText | Outlines
Result = CleanArticle | exported.Exported | Rejection
Answer = CleanArticle | exported.Exported | Lines | tuple[Outline, ...]

_ROOT = Path(__file__).resolve().parents[2]
_OUT_OF_MEMORY = 86  # the exit status of a worker that could get no more

_REASONS = {
    -signal.SIGPROF: f"Cleaning took more than {SECONDS} seconds. Simplify the markup.",
    -signal.SIGKILL: f"Cleaning was stopped after {WALL_SECONDS} seconds, or for lack of memory.",
} | dict.fromkeys(
    (_OUT_OF_MEMORY, -signal.SIGABRT),
    f"Cleaning needed more than {MEGABYTES} MB. Simplify the markup.",
)


def clean_item(item: Item) -> CleanArticle | exported.Exported:
    """Read and clean an item in this process, without limits; raises Rejection."""
    if item.is_exported:
        return exported.read(item)
    return clean(readers.read(item))


@dataclass(frozen=True)
class _Task:
    """An item to clean, and where what became of it is put."""

    item: Item
    answer: "queue.SimpleQueue[Result | Exception]" = field(default_factory=queue.SimpleQueue)

    def result(self) -> Result:
        """Wait for what became of the item."""
        answer = self.answer.get()
        if isinstance(answer, Exception) and not isinstance(answer, Rejection):
            raise answer
        return answer


class Cleaner:
    """Cleans items in worker processes; to be used in a `with` statement, which ends them.

    A stop may reach the main thread at any moment, also in the middle of the standard library's
    executors and futures, whose locks then stay locked. So threads are fed by queues without one.
    """

    def __init__(self, workers: int | None = None):
        self._workers = [_Worker() for _ in range(workers or min(2, os.cpu_count() or 1))]
        self._idle: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._over: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in self._workers]
        self._threads.append(threading.Thread(target=self._watch, daemon=True))
        for worker in self._workers:
            self._idle.put(worker)
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.kill()
        with suppress(queue.Empty):
            while True:
                self._tasks.get_nowait()
        self._over.put(None)
        for _worker in self._workers:
            self._tasks.put(None)
        for thread in self._threads:
            thread.join()
        for worker in self._workers:
            worker.end()

    def clean_all(self, items: Iterator[Item]) -> Iterator[tuple[Item, Result]]:
        """Each item with what became of it, in order; items are taken a bounded number ahead."""
        waiting: deque[_Task] = deque()
        ahead = 0
        for item in items:
            waiting.append(_Task(item))
            self._tasks.put(waiting[-1])
            ahead += len(item.content)
            while len(waiting) >= ITEMS_AHEAD or (ahead > BYTES_AHEAD and waiting):
                first = waiting.popleft()
                ahead -= len(first.item.content)
                yield first.item, first.result()
        for task in waiting:
            yield task.item, task.result()

    def _work(self) -> None:
        while task := self._tasks.get():
            try:
                task.answer.put(self._clean(task.item))
            except Exception as error:  # noqa: BLE001  raised again where the result is taken
                task.answer.put(error)

    def _watch(self) -> None:
        """Look at all workers until the end: a timer for each item would be a thread for each."""
        while True:
            with suppress(queue.Empty):
                return self._over.get(timeout=_LOOK_SECONDS)
            for worker in self._workers:
                worker.kill_if_overdue()

    def ask(self, request: Request) -> Answer:
        """What a worker makes of one request; raises Rejection."""
        worker = self._idle.get()
        try:
            answer = worker.ask(request)
        finally:
            self._idle.put(worker)
        if isinstance(answer, Rejection):
            raise answer
        return answer

    def _clean(self, item: Item) -> Result:
        if item.is_known:
            return Rejection("It left the archive while it was imported again. Import it anew.")
        if item.problem:
            return Rejection(item.problem)
        if len(item.content) > encodings.MAX_BYTES:
            return _refused(item)
        try:
            return self.ask(item)
        except Rejection as rejection:
            return rejection


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
        self._due: float | None = None

    def ask(self, request: Request) -> Answer | Rejection:
        """What the worker makes of a request; a Rejection if it died of it."""
        process = self._started()
        self._due = time.monotonic() + WALL_SECONDS
        try:
            pickle.dump(request, process.stdin)
            process.stdin.flush()
            return pickle.load(process.stdout)  # noqa: S301  our own process wrote it
        except (EOFError, OSError, pickle.UnpicklingError):
            return Rejection(self.end())
        finally:
            self._due = None

    def kill_if_overdue(self) -> None:
        """Stop the process where it has taken too long over what it was asked."""
        due, process = self._due, self._process
        if process and due and time.monotonic() > due:
            process.kill()

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
                raise Rejection("It was not read, since the import was stopped. Import it again.")
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
    """Take requests and give results, each request with the whole time."""
    while True:
        request = pickle.load(source)  # noqa: S301  our own parent wrote it
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        result = _result(request)
        signal.setitimer(signal.ITIMER_PROF, 0)
        pickle.dump(result, target)
        target.flush()


def _result(request: Request) -> Answer | Rejection:
    try:
        return _ANSWERS[type(request)](request)
    except Rejection as rejection:
        # One of a kind of its own may have what does not go through the pipe.
        return Rejection(str(rejection), rejection.found)
    except RecursionError:
        return Rejection("Nested too deep. Simplify the markup.")


_ANSWERS = {Item: clean_item, FeedText: entries.read, Outlines: outlines.read}


def _limit_memory() -> None:
    """Allow this much above what the worker has now; where the system cannot tell, no limit."""
    sizes = Path("/proc/self/statm")
    if sizes.exists():
        now = int(sizes.read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (now + MEGABYTES * 2**20, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main()
