"""A visit to feeds that is killed loses nothing, and one that goes on and on ends when told."""

import random
import signal
import subprocess
import sys

import pytest

from tests.commands import surroundings
from tests.embedded_clients import PROJECT, data_folder, wait_until
from tests.factories import make_prose
from tests.test_fetch_feeds import entry, rss
from tests.test_import_killed import manage, rows
from tests.web_servers import Page, web_server

FEEDS = 4
ENTRIES = 60
COMMAND = ("fetch_feeds", "--allow-private", "--force")


@pytest.fixture
def web():
    with web_server({}) as server:
        for feed in range(FEEDS):
            numbers = [feed * 1000 + number for number in range(ENTRIES)]
            site = f"https://outlet{feed}.test"
            stories = [entry(number, make_prose(number, 8), site) for number in numbers]
            server.pages[f"/{feed}"] = Page(rss(*stories), headers={"ETag": f'"{feed}"'})
        yield server


def make_archive(folder, web):
    """The environment of a new archive whose sources have the feeds of a server."""
    env = surroundings(ARCHIVE_DATA_DIR=folder, DJANGO_SETTINGS_MODULE="archive.settings")
    manage(env, "migrate", "-v0")
    code = "from articles.models import Source\n" + "".join(
        f"Source.objects.create(name={name!r}, domain='{name}.test', feed_url={web[path]!r})\n"
        for name, path in ((f"outlet{feed}", f"/{feed}") for feed in range(FEEDS))
    )
    assert manage(env, "shell", "-c", code).returncode == 0
    return env


MOMENTS = random.Random(7)


@pytest.mark.parametrize(
    "moments",
    [
        pytest.param((2.0, 3.0), id="two"),
        pytest.param(
            [MOMENTS.uniform(0.5, 6) for _ in range(20)], id="twenty", marks=pytest.mark.drill
        ),
    ],
)
def test_a_killed_visit_goes_on_to_the_state_of_one_clean_visit(web, moments):
    with data_folder() as one, data_folder() as other:
        clean, killed = make_archive(one, web), make_archive(other, web)
        assert manage(clean, *COMMAND).returncode == 0
        for seconds in moments:
            try:
                manage(killed, *COMMAND, seconds=seconds)
            except subprocess.TimeoutExpired:
                continue
        assert manage(killed, *COMMAND).returncode == 0
        assert len(rows(clean)) == FEEDS * ENTRIES
        assert rows(killed) == rows(clean)


def test_a_service_goes_on_until_it_is_told_to_stop(web):
    with data_folder() as folder:
        env = make_archive(folder, web)
        command = [sys.executable, PROJECT / "manage.py", *COMMAND, "--every", "1s"]
        with subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as service:
            wait_until(lambda: len(web.asked("/0")) > 1, within=90)
            service.send_signal(signal.SIGTERM)
            told, errors = service.communicate(timeout=30)
        assert service.returncode == 0, errors
        assert told.endswith("Stopped. What was told above is in.\n")
        assert f"outlet0.test: {ENTRIES} created." in told
        assert not errors
