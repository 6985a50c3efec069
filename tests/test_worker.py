"""Cleaning in worker processes: order, limits, and no process left behind."""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from articles.ingest import worker
from articles.ingest.records import CleanArticle, Item, Rejection
from articles.ingest.worker import Cleaner
from tests.embedded_clients import alive

ROOT = Path(__file__).resolve().parent.parent


def item(body, name="a.md"):
    front = "---\ntitle: A title\ndate: 2025-07-26\n---\n"
    return Item(name, name, (front + body).encode())


def workers_of(parent):
    """The live worker processes of a process."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name, rest = (folder / "stat").read_text().rsplit(")", 1)
            command = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(rest.split()[1]) == parent and b"articles.ingest.worker" in command:
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


def test_a_date_that_may_be_two_is_refused_and_what_follows_comes_in():
    two_days = Item(
        "a.txt", "a.txt", b"A rule of audits\nBy Ann Lee\n03/04/2024\n\nThe council agreed."
    )
    with Cleaner(workers=1) as cleaner:
        (_, refused), (_, taken) = cleaner.clean_all(iter([two_days, item("Two.")]))
    assert str(refused).startswith("Ambiguous date: '03/04/2024'.")
    assert taken.body_text == "Two."


def test_it_starts_nothing_for_what_is_known():
    known = replace(item("Text."), is_known=True)
    with Cleaner(workers=1) as cleaner:
        [(given, _)] = cleaner.clean_all(iter([known]))
        assert given == known
        assert workers_of(os.getpid()) == []


@pytest.mark.parametrize("bound", ["ITEMS_AHEAD", "BYTES_AHEAD"])
def test_it_takes_items_only_as_they_are_needed(monkeypatch, bound):
    monkeypatch.setattr(worker, bound, 3)
    taken = []

    def items():
        for number in range(1000):
            taken.append(number)
            yield item("Text.")

    with Cleaner(workers=1) as cleaner:
        results = cleaner.clean_all(items())
        next(results)
        assert len(taken) <= 4


REOPENED = "<p>" + "".join(f"<b id={number}>" for number in range(450)) + "<p>x" * 2000
ATTRIBUTES = "<p " + " ".join(f"a{number}=1" for number in range(90_000)) + ">x"


@pytest.mark.parametrize("body", [REOPENED, ATTRIBUTES], ids=["formatting", "attributes"])
def test_it_rejects_hostile_markup_alone_and_in_bounded_time(body):
    began = time.monotonic()
    with Cleaner(workers=1) as cleaner:
        hostile, sane = cleaner.clean_all(iter([item(body), item("Text.")]))
    assert re.match("Cleaning (took more than 4 seconds|needed more than 440 MB)", str(hostile[1]))
    assert isinstance(sane[1], CleanArticle)
    assert time.monotonic() - began < worker.WALL_SECONDS


def test_it_rejects_what_takes_too_much_memory():
    """Here in a worker whose limit is so low that ordinary markup exceeds it."""
    small = "from articles.ingest import worker; worker.MEGABYTES = 16; worker.main()"
    started = subprocess.Popen(
        [sys.executable, "-c", small],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    held = worker._Worker()
    held._process = started
    result = held.ask(item("<p>word</p>" * 40_000))
    assert str(result) == "Cleaning needed more than 440 MB. Simplify the markup."


def test_a_worker_that_fails_says_why():
    held = worker._Worker()
    held._process = subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.buffer.read(1); raise ValueError('odd')"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert str(held.ask(item("Text."))) == "Cleaning failed (status 1): ValueError: odd"


def test_a_worker_that_was_killed_is_replaced():
    with Cleaner(workers=1) as cleaner:
        list(cleaner.clean_all(iter([item("One.")])))
        (running,) = workers_of(os.getpid())
        os.kill(running, signal.SIGKILL)
        wait_until(lambda: not alive(running))
        ((_, result),) = cleaner.clean_all(iter([item("Two.")]))
    assert result.body_text == "Two."


def test_a_worker_that_hardly_runs_is_stopped_in_time(monkeypatch):
    with Cleaner(workers=1) as cleaner:
        list(cleaner.clean_all(iter([item("One.")])))
        (running,) = workers_of(os.getpid())
        os.kill(running, signal.SIGSTOP)
        monkeypatch.setattr(worker, "WALL_SECONDS", 1)
        ((_, result),) = cleaner.clean_all(iter([item("Two.")]))
    assert str(result).startswith("Cleaning was stopped after")


def test_it_leaves_no_process_behind_after_an_exception():
    def use():
        with Cleaner(workers=2) as cleaner:
            next(cleaner.clean_all(item("Text.") for _ in range(50)))
            assert workers_of(os.getpid())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        use()
    assert not workers_of(os.getpid())


def test_ending_does_not_wait_for_an_item_that_takes_long():
    with Cleaner(workers=1) as cleaner:
        next(cleaner.clean_all(iter([item("One."), item(ATTRIBUTES), item("Three.")])))
        began = time.monotonic()
    assert time.monotonic() - began < worker.SECONDS
    assert not workers_of(os.getpid())


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
    workers = workers_of(parent.pid)
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
