"""A site's name in a chief heading is not the title of an article."""

import pytest

from tests.saved_pages import DATE, TEXT, article, page

HEADLINE = "<h2>Council adopts a rule</h2>"


@pytest.mark.parametrize(
    ("window", "site"),
    [
        ("Council adopts a rule | The Outlet", "<h1>The Outlet</h1>"),
        ("The Outlet: Council adopts a rule", "<h1>The Outlet</h1>"),
        ("Council adopts a rule", '<h1 class="site-title">The Outlet</h1>'),
        ("Council adopts a rule", '<div class="logo"><h1>The Outlet</h1></div>'),
        ("Council adopts a rule", '<h1><a href="/">The Outlet</a></h1>'),
    ],
)
def test_a_logo_in_a_chief_heading_is_no_title(window, site):
    head = f"{DATE}<title>{window}</title>"
    found = article(page(f"<div>{site}</div><div>{HEADLINE}{TEXT}</div>", head))
    assert found.title == "Council adopts a rule"


def test_a_chief_heading_that_says_the_named_site_is_no_title():
    head = f'{DATE}<title>A rule</title><meta property="og:site_name" content="The Outlet">'
    assert article(page(f"<h1>The outlet</h1><div>{TEXT}</div>", head)).title == "A rule"


def test_a_headline_that_stands_first_in_the_window_is_the_title():
    head = f"{DATE}<title>Council adopts a rule | The Outlet</title>"
    found = article(page(f"<h1>Council adopts a rule</h1><h2>What it asks</h2>{TEXT}", head))
    assert (found.title, found.source_name) == ("Council adopts a rule", "The Outlet")
