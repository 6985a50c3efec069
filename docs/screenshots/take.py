"""Take the pictures of the README from a site of its own, filled with the sample.

Run by `make screenshots`. Nothing of the archive in var/ is touched.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
MANAGE = HERE.parents[1] / "manage.py"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADMIN = {"DJANGO_SUPERUSER_USERNAME": "curator", "DJANGO_SUPERUSER_PASSWORD": "for-pictures-only"}

DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 780}


def main():
    """Start the site, take every picture, stop the site."""
    browser_path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser_path is None:
        sys.exit("No Chromium was found: install the package chromium and run this again.")
    with _site() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        take_all(browser, address)
        browser.close()


def take_all(browser, address):
    """Take the pictures, each from a page that a reader or curator would open."""
    with _page(browser, DESK) as page:
        page.goto(f"{address}/")
        _save(page, "home")
    with _page(browser, PHONE) as page:
        page.goto(f"{address}/events/?sort=size")
        page.locator("main article h2 a").first.click()
        _save(page, "event")
    with _page(browser, DESK, "dark") as page:
        page.goto(f"{address}/search/?q=%22fair+use%22")
        _save(page, "search")
    with _page(browser, DESK) as page:
        _sign_in(page, address)
        page.goto(f"{address}/admin/articles/article/")
        _save(page, "desk")


def _sign_in(page: Page, address: str):
    page.goto(f"{address}/admin/")
    page.fill("#id_username", ADMIN["DJANGO_SUPERUSER_USERNAME"])
    page.fill("#id_password", ADMIN["DJANGO_SUPERUSER_PASSWORD"])
    page.press("#id_password", "Enter")
    page.wait_for_url(f"{address}/admin/")


def _save(page: Page, name: str):
    page.evaluate("document.fonts.ready")
    page.screenshot(path=HERE / f"{name}.png")
    print(f"docs/screenshots/{name}.png")


@contextmanager
def _page(browser, viewport, scheme="light"):
    context = browser.new_context(viewport=viewport, color_scheme=scheme)
    yield context.new_page()
    context.close()


@contextmanager
def _site():
    """Run the archive on a free port, with a data folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="archive-pictures-") as folder:
        unset = {"DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS", "DEBUG", "SECRET_KEY"}
        environment = {name: text for name, text in os.environ.items() if name not in unset}
        environment |= {"ARCHIVE_DATA_DIR": folder} | ADMIN
        serve = [sys.executable, MANAGE, "serve", "--port", "0"]
        with subprocess.Popen(serve, env=environment, stdout=subprocess.PIPE, text=True) as site:
            try:
                address = _address(site)
                make_admin = ["createsuperuser", "--no-input", "--email", "curator@example.org"]
                subprocess.run([sys.executable, MANAGE, *make_admin], env=environment, check=True)
                yield address
            finally:
                site.terminate()


def _address(site) -> str:
    for line in site.stdout:
        print(line, end="")
        if found := re.search(r"The archive is at (http://\S+)", line):
            return found[1]
    sys.exit("The site did not start. Its last words are above.")


if __name__ == "__main__":
    main()
