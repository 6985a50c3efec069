"""A real Chromium. Without one these tests are left out, but never where CI is set."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


@pytest.fixture(scope="session")
def chromium():
    """The path of a Chromium."""
    path = next(filter(None, map(shutil.which, _NAMES)), None)
    if path is None and os.environ.get("CI"):
        pytest.fail("No Chromium was found: install Debian's package chromium.")
    if path is None:
        pytest.skip("NO CHROMIUM WAS FOUND, SO NO PAGE WAS TESTED IN A BROWSER")
    return path


@pytest.fixture(scope="session")
def browser(chromium):
    """A running browser."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=_OPTIONS)
        yield running
        running.close()


@pytest.fixture
def visit(browser, live_server):
    """A function that opens a path in a new window and returns the page.

    Its `complaints` gathers console errors, page errors and requests to other hosts.
    """
    contexts = []

    def visit(path, *, scripts=True):
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda said: said.type == "error" and page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda sent: _note_stranger(page, sent.url, live_server.url))
        page.goto(live_server.url + path)
        return page

    yield visit
    for context in contexts:
        context.close()


def _note_stranger(page, url, home):
    if not url.startswith(home):
        page.complaints.append(f"asked {url}")
