"""How far long work says that it has come, where there is no terminal."""

import io
import re

import pytest
from django.core.management.base import OutputWrapper
from django.core.management.color import color_style

from articles import progress
from articles.progress import meter


@pytest.fixture
def hurry(monkeypatch):
    """Write a line for every call."""
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0)


def lines(total=None):
    told = OutputWrapper(io.StringIO())
    with meter("Importing", "items", told, total) as done:
        done(1000)
        done(500)
    return told.getvalue().splitlines()


class Terminal(io.StringIO):
    """A terminal that keeps what it is shown."""

    def isatty(self):
        return True


def test_the_bar_on_a_terminal_is_no_error_and_stays_on_its_line():
    terminal = Terminal()
    stderr = OutputWrapper(terminal)
    stderr.style_func = color_style(force_color=True).ERROR
    with meter("Importing", "items", stderr, 10) as done:
        done(10)
    shown = terminal.getvalue()
    assert "10/10" in shown
    assert "\x1b[31" not in shown
    assert shown.count("\n") == 1


@pytest.mark.usefixtures("hurry")
def test_a_line_says_how_much_is_done_how_fast_and_what_is_left():
    told = lines(total=3000)
    assert len(told) == 2
    assert re.fullmatch(
        r"Importing: 1,500 items, [\d,.]+ a second, \d\d:\d\d left of 3,000\.", told[1]
    )


@pytest.mark.usefixtures("hurry")
def test_where_the_whole_is_not_known_nothing_is_said_of_it():
    assert re.fullmatch(r"Importing: 1,500 items, [\d,.]+ a second\.", lines()[1])


@pytest.mark.usefixtures("hurry")
def test_more_than_was_expected_leaves_nothing():
    assert lines(total=1200)[1].endswith(" 00:00 left of 1,200.")


def test_short_work_says_nothing():
    assert lines(total=3000) == []
