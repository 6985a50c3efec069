"""What every answer tells a browser to allow: nothing inline, nothing from elsewhere, no frames."""

import json
import os
import subprocess
import sys
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.urls import include, path

from articles import curation
from articles.models import Article, Event, Original, Upload
from articles.uploads.keeping import keep
from tests.factories import make_article, make_event

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
PAGES = [
    "/",
    "/articles/",
    "/articles/{article}-first-report/",
    "/events/",
    "/events/{event}-the-summit/",
    "/search/?q=report+-nothing&tag=safety&source=-x&page=1",
    "/search/?q=unicorn",
    "/search/?page=x",
    "/tags/",
    "/tags/safety/",
    "/categories/",
    "/sources/",
    "/sources/outlet.example/",
    "/2025/",
    "/2025/07/",
    "/feeds/",
    "/about/",
    "/nothing/",
    "/articles/{withdrawn}/",
]
OTHERS = [
    "/articles.rss",
    "/articles.atom",
    "/articles.json",
    "/articles.csv",
    "/articles.rss?page=x",
    "/healthz",
    "/robots.txt",
    "/sitemap.xml",
    "/tags/nothing.rss",
]
DESK = [
    "/admin/",
    "/admin/articles/",
    "/admin/articles/article/",
    "/admin/articles/article/?q=report&status__exact=published",
    "/admin/articles/article/{article}/change/",
    "/admin/articles/article/{article}/delete/",
    "/admin/articles/article/{article}/history/",
    "/admin/articles/event/add/",
    "/admin/articles/event/{event}/change/",
    "/admin/articles/source/add/",
    "/admin/articles/tag/",
    "/admin/articles/import/",
    "/admin/articles/upload/add/",
    "/admin/articles/upload/{upload}/change/",
    "/admin/articles/upload/{upload}/delete/",
    "/admin/articles/original/{original}/change/",
    "/admin/articles/articlerevision/",
    "/admin/auth/user/add/",
    "/admin/auth/group/1/change/",
    "/admin/password_change/",
    "/admin/nothing/",
]


def fails(request):
    """A page with a fault in it."""
    raise RuntimeError("a fault")


urlpatterns = [path("fails/", fails), path("", include("articles.urls"))]


@pytest.fixture
def archive(admin_user):
    """One of everything that pages show."""
    first = make_article(
        title="First report",
        source_url="https://outlet.example/a",
        tags=("Safety",),
        category="Policy",
        cover_image="https://outlet.example/a.jpg",
    )
    event = make_event(first, make_article(), make_article(source_url=""))
    Event.objects.update(title="The summit", title_is_edited=True, summary="They met.")
    withdrawn = make_article()
    curation.withdraw(Article.objects.filter(pk=withdrawn.pk), "Wrong.")
    return {
        "article": first.pk,
        "event": event.pk,
        "withdrawn": withdrawn.pk,
        "original": Original.objects.first().pk,
        "upload": keep(admin_user, Upload.Kind.FILES, [("first.md", b"No date.")]).pk,
    }


class Faults(HTMLParser):
    """Collects what the policy would block: inline scripts and styles, and what others serve."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in attributes):
            self.found.append(self.get_starttag_text())
        for name, value in attrs:
            loads = name in ("src", "srcset", "data", "poster", "action", "formaction")
            loads |= tag == "link" and name == "href" and _is_loaded(attributes.get("rel", ""))
            if (
                name == "style"
                or name.startswith("on")
                or (value or "").lower().strip().startswith("javascript:")
                or (loads and "//" in (value or ""))
            ):
                self.found.append(f"{tag} {name}={value}")


def _is_loaded(rel):
    return not {"alternate", "canonical"} & set(rel.split())


def faults(html):
    parser = Faults()
    parser.feed(html)
    return parser.found


def protects(response):
    """Assert that an answer carries every protective header."""
    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("address", [*PAGES, "/admin/login/"])
def test_a_page_is_protected_and_holds_nothing_inline_or_from_elsewhere(client, archive, address):
    response = client.get(address.format(**archive))
    assert response["Content-Type"].startswith("text/html")
    protects(response)
    assert faults(response.content.decode()) == []


@pytest.mark.parametrize("address", OTHERS)
def test_what_is_no_page_is_protected_too(client, archive, address):
    protects(client.get(address.format(**archive)))


@pytest.mark.parametrize("address", DESK)
def test_a_page_of_the_desk_is_protected_and_holds_nothing_inline(admin_client, archive, address):
    response = admin_client.get(address.format(**archive))
    protects(response)
    assert faults(response.content.decode()) == []


@pytest.mark.parametrize("action", ["withdraw", "assign", "delete_selected"])
def test_no_question_of_the_desk_holds_anything_inline(admin_client, archive, action):
    chosen = {"action": action, ACTION_CHECKBOX_NAME: archive["article"]}
    response = admin_client.post("/admin/articles/article/", chosen)
    assert response.status_code == 200
    protects(response)
    assert faults(response.content.decode()) == []


@pytest.mark.urls(__name__)
def test_the_page_of_a_fault_is_protected_too(client):
    client.raise_request_exception = False
    response = client.get("/fails/")
    assert response.status_code == 500
    protects(response)
    assert faults(response.content.decode()) == []
    assert "a fault" not in response.content.decode()


def test_a_body_loads_nothing_from_elsewhere(client):
    article = make_article(body_html='<p>A <a href="https://x.example/a.jpg">picture</a>.</p>')
    page = client.get(article.get_absolute_url()).content.decode()
    assert "https://x.example/a.jpg" in page
    assert faults(page) == []


def test_a_hostile_search_stays_text_on_the_page(client):
    make_article()
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
    for parameters in ({"q": attack}, {"tag": attack}, {"sort": attack}, {"after": attack}):
        page = client.get("/search/", parameters).content.decode()
        assert faults(page) == []
        assert "<img" not in page


@pytest.mark.parametrize(
    "page",
    [
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<p style="color: red">',
        '<p onclick="alert(1)">',
        '<a href="javascript:alert(1)">',
        '<img src="https://x.example/a.jpg">',
        '<link rel="stylesheet" href="//x.example/a.css">',
    ],
)
def test_the_search_for_faults_finds_each_kind(page):
    assert len(faults(page)) == 1


def manage(*arguments, **environment):
    """Run manage.py as an operator would, with these variables set and none of the tests' own."""
    inherited = {name: v for name, v in os.environ.items() if not name.startswith("DJANGO_")}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=inherited | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_deployment_under_https_passes_djangos_own_check(tmp_path):
    done = manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        SITE_URL="https://archive.example",
        SECRET_KEY="k" + os.urandom(40).hex(),
        ARCHIVE_DATA_DIR=str(tmp_path),
    )
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False)])
def test_the_address_of_the_site_decides_whether_https_is_demanded(tmp_path, scheme, secure):
    names = "SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS DEBUG"
    code = (
        "import json; from django.conf import settings; "
        f"print(json.dumps([bool(getattr(settings, name)) for name in {names.split()}]))"
    )
    done = manage(
        *("shell", "--no-imports", "-c", code),
        SITE_URL=f"{scheme}://archive.example",
        SECRET_KEY="k",
        ARCHIVE_DATA_DIR=str(tmp_path),
    )
    assert json.loads(done.stdout) == [secure, secure, secure, secure, False]
