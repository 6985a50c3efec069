"""Addresses asked at the same time: every answer comes, and no thread outlives who wanted them."""

import threading

import pytest

from articles.fetching.at_once import AT_ONCE, answers
from tests.embedded_clients import wait_until


def test_every_question_has_its_answer():
    questions = range(5 * AT_ONCE)
    assert dict(answers(questions, lambda one: one * one)) == {one: one * one for one in questions}


@pytest.mark.parametrize("taken", [1, AT_ONCE, AT_ONCE + 1])
def test_threads_end_where_the_rest_of_the_answers_is_not_wanted(taken):
    before = set(threading.enumerate())
    asked = []
    found = answers(range(100), asked.append)
    for _ in range(taken):
        next(found)
    found.close()
    wait_until(lambda: set(threading.enumerate()) <= before, within=10)
    assert len(asked) <= taken + 3 * AT_ONCE


def test_threads_end_where_a_question_cannot_be_asked():
    before = set(threading.enumerate())
    with pytest.raises(ZeroDivisionError):
        list(answers([1, 0, *range(2, 100)], lambda one: 1 / one))
    wait_until(lambda: set(threading.enumerate()) <= before, within=10)
