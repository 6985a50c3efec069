"""Cleaning in worker processes: order, limits, and no process left behind."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from articles.ingest import worker
from articles.ingest.records import CleanArticle, Item, Rejection
from articles.ingest.worker import Cleaner

ROOT = Path(__file__).resolve().parent.parent


def item(body, name="a.md"):
    front = "---\ntitle: A title\ndate: 2025-07-26\n---\n"
    return Item(name, name, (front + body).encode())


def processes_of(parent):
    """The live children of a process."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, rest = status.read_text().rsplit(")", 1)
        except OSError:
            continue
        if int(rest.split()[1]) == parent and rest.split()[0] != "Z":
            found.append(int(name.split()[0]))
    return found


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_it_gives_results_in_the_order_of_the_items():
    items = [item(f"Text number {number}.", f"{number}.md") for number in range(40)]
    items[3] = Item("bad", "bad", b"", "Cannot be read.")
    items[5] = item("<p>slow</p>" * 3000, "5.md")
    with Cleaner(workers=2) as cleaner:
        results = list(cleaner.clean_all(iter(items)))
    assert [given.path for given, _ in results] == [given.path for given in items]
    assert isinstance(results[3][1], Rejection)
    assert str(results[3][1]) == "Cannot be read."
    assert results[39][1].body_text == "Text number 39."


def test_it_takes_items_only_as_they_are_needed():
    taken = []

    def items():
        for number in range(1000):
            taken.append(number)
            yield item("Text.")

    with Cleaner(workers=1) as cleaner:
        results = cleaner.clean_all(items())
        next(results)
        assert len(taken) <= worker.IN_FLIGHT + 1


HOSTILE = {
    "formatting tags opened over and over": "<b><i><u><s><em><p>" * 700,
    "one tag with 90,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(90_000)) + ">x",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
def test_it_rejects_hostile_markup_alone_and_in_bounded_time(body):
    began = time.monotonic()
    with Cleaner(workers=1) as cleaner:
        hostile, sane = cleaner.clean_all(iter([item(body), item("Text.")]))
    assert str(hostile[1]).startswith(("Cleaning ", "Nested ", "Cleaned text"))
    assert isinstance(sane[1], CleanArticle)
    assert time.monotonic() - began < worker.SECONDS + 10


def test_it_rejects_what_takes_too_much_processor_time():
    body = "<p " + " ".join(f"a{number}=1" for number in range(90_000)) + ">x"
    with Cleaner(workers=1) as cleaner:
        ((_, result),) = cleaner.clean_all(iter([item(body)]))
    assert str(result) == "Cleaning took more than 5 seconds. Simplify the markup."


def test_it_rejects_what_takes_too_much_memory(tmp_path):
    """A worker that may have only as much as it has, as if the limit were far lower."""
    code = (
        "import resource, sys\n"
        "from articles.ingest import worker\n"
        "worker.MEGABYTES = 8\n"
        "sys.argv = ['worker']\n"
        "worker.main()\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    worker.pickle.dump(item("<p>word</p>" * 80_000), process.stdin)
    process.stdin.close()
    process.stdout.read()
    process.stdout.close()
    status = process.wait()
    assert "more than 500 MB" in worker._REASONS[status]


def test_a_worker_that_is_killed_costs_one_item_and_is_replaced():
    def items():
        yield item("One.")
        (running,) = processes_of(os.getpid())
        os.kill(running, signal.SIGSEGV)
        yield item("Two.")
        yield item("Three.")

    with Cleaner(workers=1) as cleaner:
        worker_runs = cleaner._workers[0].clean(item("Warm."))
        assert isinstance(worker_runs, CleanArticle)
        results = [result for _, result in cleaner.clean_all(items())]
    assert sum(isinstance(result, CleanArticle) for result in results) >= 1
    assert isinstance(results[-1], CleanArticle)
    assert not processes_of(os.getpid())


def test_it_leaves_no_process_behind_after_an_exception():
    with pytest.raises(ZeroDivisionError), Cleaner(workers=2) as cleaner:
        for _ in cleaner.clean_all(item("Text.") for _ in range(50)):
            raise ZeroDivisionError
    assert not processes_of(os.getpid())


PARENT = """
import sys
from articles.ingest.records import Item
from articles.ingest.worker import Cleaner
text = b"---\\ntitle: A\\ndate: 2025-07-26\\n---\\nText."
def items():
    while True:
        yield Item("a", "a", text)
with Cleaner(workers=2) as cleaner:
    for number, _ in enumerate(cleaner.clean_all(items())):
        if number == 20:
            print("running", flush=True)
"""


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_are_gone_when_their_parent_is(ending):
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert parent.stdout.readline() == b"running\n"
    workers = processes_of(parent.pid)
    assert workers
    parent.send_signal(ending)
    parent.communicate(timeout=20)
    wait_until(lambda: not any(Path(f"/proc/{process}/status").exists() for process in workers))


def test_a_worker_starts_without_django():
    code = "import sys, articles.ingest.worker; print('django' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert run.stdout == b"False\n"


def test_the_memory_of_the_parent_is_not_limited():
    with Cleaner(workers=1) as cleaner:
        list(cleaner.clean_all(iter([item("Text.")])))
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY
