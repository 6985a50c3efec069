"""Bringing articles in at the desk, in a real browser: files, an address, by hand."""

from functools import partial

import pytest
from django.contrib.auth.models import Permission, User

from articles.fetching.addresses import is_public_or_own
from articles.fetching.web import fetch
from articles.models import Article, Import
from articles.uploads import addresses
from tests.factories import make_prose
from tests.web_servers import Page, web_server

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.browser,
]

ADD = "/admin/articles/upload/add/"
LONG_NAME = f"{'unbroken' * 25}.md"


def markdown(number):
    front = f"title: Council {number} meets\ndate: 2025-07-2{number}"
    source = f"source: https://outlet{number}.example/a"
    return f"---\n{front}\n{source}\n---\n{make_prose(number, 6)}\n"


@pytest.fixture
def desk(visit):
    """A function that opens the page on which articles are brought in, as a curator."""
    user = User.objects.create_user("curator", password="secret", is_staff=True)
    # Other tests with a live server empty the tables, the group of curators among them.
    ours = Permission.objects.filter(content_type__app_label="articles")
    user.user_permissions.set(ours.exclude(codename__startswith="delete_"))

    def open_desk(*, width=1280, scheme="light", scripts=True):
        page = visit(f"/admin/login/?next={ADD}", scripts=scripts)
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.get_by_label("Username").fill("curator")
        page.get_by_label("Password").fill("secret")
        page.get_by_role("button", name="Log in").click()
        return page

    return open_desk


def overflow(page):
    """How many pixels stand out of the window, once the page is there whole."""
    page.wait_for_load_state()
    return page.locator("html").evaluate("e => e.scrollWidth - e.clientWidth")


@pytest.fixture
def folder(tmp_path):
    """A folder of good and bad files."""
    for number in range(1, 4):
        (tmp_path / f"good-{number}.md").write_text(markdown(number))
    (tmp_path / "undated.md").write_text("Nobody knows when.")
    (tmp_path / "unfinished.md").write_text("---\ntitle: No end\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / LONG_NAME).write_text("x")
    return sorted(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("width", "scripts", "scheme"), [(390, False, "dark"), (1280, True, "light")]
)
def test_a_folder_is_previewed_filtered_and_imported(desk, folder, width, scripts, scheme):
    page = desk(width=width, scripts=scripts, scheme=scheme)
    assert overflow(page) == 0
    page.get_by_label("Files").set_input_files(folder)
    page.get_by_role("button", name="Preview the files").click()
    page.get_by_role("heading", name="3 of 7 would change the archive").wait_for()
    assert overflow(page) == 0
    assert not Article.objects.exists()

    page.get_by_role("link", name="Errors only 4").click()
    page.locator(".told .created").wait_for(state="detached")
    said = page.locator(".told").inner_text()
    assert "Front matter has no end" in said
    assert "Not text: the file is binary." in said
    assert "Council" not in said

    page.get_by_role("button", name="Import").click()
    page.get_by_text("Imported: 3 created").wait_for()
    run = Import.objects.get()
    assert page.url.partition("#")[0].endswith(f"/admin/articles/import/{run.pk}/change/")
    assert (run.created, run.rejected, run.made_by.username) == (3, 4, "curator")
    assert page.complaints == []


def test_an_article_is_typed_in_on_a_phone(desk):
    page = desk(width=390)
    page.get_by_text("Typed in by hand").click()
    assert overflow(page) == 0
    page.get_by_role("button", name="Preview the article").click()
    page.locator("#typed .errorlist").first.wait_for()
    form = page.locator("#typed")
    form.get_by_label("Title").fill("Council adopts a rule")
    form.get_by_label("Published on").fill("2025-07-26")
    form.get_by_label("Text").fill("It asks for **audits** of models.")
    form.get_by_label("Written in").select_option("markdown")
    form.get_by_label("Address").fill("https://outlet.example/rule")
    page.get_by_role("button", name="Preview the article").click()
    page.get_by_role("heading", name="Council adopts a rule").wait_for()
    page.get_by_label("Hold all for review").check()
    page.get_by_role("button", name="Import").click()
    page.get_by_text("Imported: 1 created").wait_for()
    article = Article.objects.get()
    assert "<strong>audits</strong>" in article.body_html
    assert article.status == Article.Status.REVIEW
    assert page.complaints == []


HEAD = "<!doctype html><html lang=en><head><title>Audits</title>"
DATE = "<meta name=date content=2025-07-26>"
BODY = f"</head><body><article><h1>Audits</h1><p>{make_prose(9, 8)}</p></article></body></html>"


def test_an_address_is_fetched_or_completed_by_hand(desk, monkeypatch):
    monkeypatch.setattr(addresses, "fetch", partial(fetch, allowed=is_public_or_own))
    headers = {"Content-Type": "text/html"}
    pages = {
        "/dated": Page(f"{HEAD}{DATE}{BODY}".encode(), headers=headers),
        "/undated": Page(f"{HEAD}{BODY}".encode(), headers=headers),
    }
    page = desk()
    with web_server(pages) as web:
        address = page.locator("#address")
        address.get_by_label("Address").fill(web["/undated"])
        address.get_by_role("button", name="Fetch and preview").click()
        page.get_by_text("The page does not say when it was published.").wait_for()
        form = page.locator("#typed")
        assert form.get_by_label("Title").input_value() == "Audits"
        form.get_by_label("Published on").fill("2025-07-25")
        page.get_by_role("button", name="Preview the article").click()
        page.get_by_role("heading", name="Audits", exact=True).wait_for()
        page.get_by_role("button", name="Import").click()
        page.get_by_text("Imported: 1 created").wait_for()

        page.goto(page.url.partition("/admin/")[0] + ADD)
        address.get_by_label("Address").fill(web["/dated"])
        address.get_by_role("button", name="Fetch and preview").click()
        page.get_by_role("heading", name="1 of 1 would change the archive").wait_for()
    assert Article.objects.get().published.isoformat() == "2025-07-25"
    assert page.complaints == []
