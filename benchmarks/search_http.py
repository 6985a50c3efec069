"""How long readers wait for the page of a search: gunicorn as `make run` starts it, 4 clients."""

import http.client
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from urllib.parse import quote

from django.conf import settings
from django.core.management import call_command

from archive import serving
from benchmarks.questions import Question

_CLIENTS = 4
_START = 60  # seconds
_PATIENCE = 120  # seconds for a page


def measure(asked: list[Question]) -> None:
    """Ask for the page of every question once, four at a time, and print what it took."""
    addresses = list(dict.fromkeys(_address(question) for question in asked))
    call_command("collectstatic", verbosity=0, interactive=False)
    with serving.listen("0") as listener:
        port = listener.getsockname()[1]
        bind = ["--bind", f"fd://{listener.fileno()}"]
        command = [sys.executable, "-m", "archive.web_server", "archive.wsgi", *bind]
        server = subprocess.Popen(
            [*command, *serving.OPTIONS],
            cwd=settings.BASE_DIR,
            env=os.environ | {"SITE_URL": f"http://{serving.ADDRESS}:{port}"},
            pass_fds=[listener.fileno()],
        )
        try:
            _await(port)
            _print(addresses, *_ask_all(port, addresses))
        finally:
            server.terminate()
            server.wait()


def _address(question: Question) -> str:
    more = "".join(f"&{name}={quote(value)}" for name, value in question.filters)
    return f"/search/?q={quote(question.text)}{more}"


def _await(port: int) -> None:
    """Wait until the server answers, and until each of its threads has connected and is warm."""
    until = time.monotonic() + _START
    while True:
        try:
            _ask(port, "/healthz")
            break
        except (OSError, http.client.HTTPException):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
    with ThreadPoolExecutor(_CLIENTS) as clients:
        list(clients.map(lambda n: _ask(port, f"/search/?q=law+{n}"), range(8 * _CLIENTS)))


def _ask_all(port: int, addresses: list[str]) -> tuple[list[float], float]:
    began = time.perf_counter()
    with ThreadPoolExecutor(_CLIENTS) as clients:
        found = list(clients.map(lambda address: _ask(port, address), addresses))
    return found, time.perf_counter() - began


def _ask(port: int, address: str) -> float:
    """Return the seconds until a page is there. Raises HTTPException where it is no page."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection(serving.ADDRESS, port, timeout=_PATIENCE)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    if answer.status != http.client.OK:
        raise http.client.HTTPException(f"{address} answered {answer.status}.")
    return time.perf_counter() - began


def _print(addresses: list[str], found: list[float], whole: float) -> None:
    ordered = sorted(found)
    late = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(
        f"\nover HTTP, {_CLIENTS} clients, {len(found)} different searches, none cached:"
        f" p50 {median(found) * 1000:.0f} ms, p95 {late * 1000:.0f} ms,"
        f" {len(found) / whole:.0f} a second"
    )
    slowest = sorted(zip(found, addresses, strict=True), reverse=True)[:3]
    print("  slowest: " + ", ".join(f"{address} {s * 1000:.0f} ms" for s, address in slowest))
