"""Several addresses asked at the same time, by threads that know nothing of the database."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

_Question = TypeVar("_Question")
_Answer = TypeVar("_Answer")

AT_ONCE = 4  # threads, and answers that wait


def answers(
    questions: Iterable[_Question], ask: Callable[[_Question], _Answer]
) -> Iterator[tuple[_Question, _Answer]]:
    """Each question with its answer, as they come; what `ask` raises is raised here.

    The threads are daemons: a process that wants to stop does not wait for the slowest server. Nor
    do they stay where the rest of the answers is not wanted: each asks no more and ends.
    """
    waiting: queue.SimpleQueue[_Question] = queue.SimpleQueue()
    count = 0
    for question in questions:
        waiting.put(question)
        count += 1
    ready: queue.Queue[tuple[_Question, _Answer | None, Exception | None]] = queue.Queue(AT_ONCE)
    over = threading.Event()
    for _ in range(min(AT_ONCE, count)):
        threading.Thread(target=_work, args=(waiting, ready, ask, over), daemon=True).start()
    try:
        for _ in range(count):
            question, answer, error = ready.get()
            if error:
                raise error
            yield question, answer
    finally:
        over.set()
        # Each thread has one more answer at most, for which there is room then.
        while not ready.empty():
            ready.get_nowait()


def _work(waiting, ready, ask, over) -> None:
    while not over.is_set():
        try:
            question = waiting.get_nowait()
        except queue.Empty:
            return
        try:
            ready.put((question, ask(question), None))
        except Exception as error:  # noqa: BLE001 - raised again where the answers are taken
            ready.put((question, None, error))
