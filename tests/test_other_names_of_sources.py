"""One site is one source: another name for it in a file is told."""

import pytest

from articles.models import Source
from tests.factories import make_clean, store

pytestmark = pytest.mark.django_db

ADDRESS = "https://news.example/"


def bring(*names):
    given = [make_clean(source_url=f"{ADDRESS}{name}", source_name=name) for name in names]
    return [line.reason for line in store(*given)]


def test_a_name_that_differs_is_told_with_the_one_that_stands():
    reason = "news.example stands here as “The Outlet”, and “The Courier” was left out."
    assert bring("The Outlet", "The Courier") == ["", f"One site is one source: {reason}"]
    assert Source.objects.get().name == "The Outlet"


def test_a_name_that_says_more_or_less_of_the_same_is_not():
    assert bring("The Outlet", "Outlet", "THE OUTLET", "The Outlet, Oslo") == [""] * 4
