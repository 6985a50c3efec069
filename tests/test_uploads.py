"""Files brought in at the desk: a preview that changes nothing, then an import that does."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import F
from django.test import Client

from articles.ingest.pipeline import Options, Progress, run_import
from articles.ingest.records import Item
from articles.models import Article, Import, Original, Upload
from articles.models.uploads import KEPT_FOR
from articles.uploads import keeping
from tests.factories import make_prose

pytestmark = pytest.mark.django_db

ADD = "/admin/articles/upload/add/"
CONFIRMED = {"gate": "judge", "group": "on"}

TEXT = make_prose(1, 6)
OTHER_TEXT = make_prose(2, 6)


def markdown(
    title="Ministers agree", day="2025-07-20", source="https://outlet.example/a", text=TEXT
):
    lines = ("---", f"title: {title}", f"date: {day}", f"source: {source}", "---", text, "")
    return "\n".join(lines).encode()


def bring(client, files):
    """Send files, given as {name: bytes}, and return the answer."""
    sent = [SimpleUploadedFile(name, content) for name, content in files.items()]
    return client.post(ADD, {"way": "files", "files": sent})


def previewed(client, files):
    """Send files, and return the address of their preview."""
    answer = bring(client, files)
    assert answer.status_code == 302, answer.context["forms"]["files"].errors
    return answer.url


def refusal(answer):
    """Why files were not taken."""
    assert answer.status_code == 200
    assert not Upload.objects.exists()
    return answer.context["forms"]["files"].non_field_errors()[0]


def lines_of(client, address, **query):
    """The lines of a preview, by path."""
    return {line["path"]: line for line in client.get(address, query).context["page"]}


def imported(files):
    """Import files the way the command does."""
    found = [Item(name, name, content) for name, content in files.items()]
    return run_import(found, "a folder", Options(), Progress()).run


@pytest.fixture
def held():
    """A function that takes a lock in another connection until the test ends."""
    other = connection.copy()
    with other.cursor() as cursor:

        def hold(*key):
            places = ", ".join(["%s"] * len(key))
            cursor.execute(f"SELECT pg_advisory_lock({places})", key)
            return lambda: cursor.execute("SELECT pg_advisory_unlock_all()")

        yield hold
    other.close()


def test_a_preview_says_what_would_become_of_each_file_and_stores_nothing(curator_client):
    imported({"a.md": markdown()})
    before = list(Article.objects.values()), list(Import.objects.values())
    address = previewed(
        curator_client,
        {
            "again.md": markdown(),
            "newer.md": markdown(day="2025-07-21", text=TEXT.replace("Oslo", "Bergen")),
            "copy.md": markdown(source="https://sister.example/a"),
            "new.md": markdown("Judges meet", source="https://third.example/b", text=OTHER_TEXT),
            "undated.md": b"Nobody knows when.",
            "empty.md": b"",
        },
    )
    lines = lines_of(curator_client, address)
    assert {path: line["outcome"] for path, line in lines.items()} == {
        "again.md": "unchanged",
        "newer.md": "updated",
        "copy.md": "duplicate",
        "new.md": "created",
        "undated.md": "rejected",
        "empty.md": "rejected",
    }
    assert lines["new.md"]["title"] == "Judges meet"
    assert lines["undated.md"]["reason"].startswith("No date")
    assert (list(Article.objects.values()), list(Import.objects.values())) == before
    assert Original.objects.count() == 1


def test_a_preview_links_to_articles_that_are_there_and_to_no_others(curator_client):
    imported({"a.md": markdown()})
    article = Article.objects.get()
    address = previewed(
        curator_client,
        {
            "copy.md": markdown(source="https://sister.example/a"),
            "new.md": markdown("Judges meet", source="https://third.example/b", text=OTHER_TEXT),
            "copy-of-new.md": markdown("Judges", source="https://x.example/b", text=OTHER_TEXT),
        },
    )
    lines = lines_of(curator_client, address)
    assert {path: line["article"] for path, line in lines.items()} == {
        "copy.md": article.pk,
        "new.md": None,
        "copy-of-new.md": None,
    }
    page = curator_client.get(address).content.decode()
    assert f'href="/admin/articles/article/{article.pk}/change/"' in page


def test_a_preview_shows_which_words_an_update_changes(curator_client):
    imported({"a.md": markdown(text="The council met in Oslo. " + TEXT)})
    text = "The council met in Bergen. " + TEXT
    address = previewed(curator_client, {"a.md": markdown(day="2025-07-21", text=text)})
    page = curator_client.get(address).content.decode()
    assert "<del>Oslo.</del>" in page
    assert "<ins>Bergen.</ins>" in page


def test_what_changes_fields_alone_shows_no_words(curator_client):
    imported({"a.md": markdown()})
    imported({"a.md": markdown(text=OTHER_TEXT)})
    # All of a test is one transaction; the update above was another.
    earlier = F("pgh_created_at") - timedelta(days=1)
    Article.objects.get().body_revisions.update(pgh_created_at=earlier)
    address = previewed(curator_client, {"a.md": markdown("A headline", text=OTHER_TEXT)})
    assert lines_of(curator_client, address)["a.md"]["changes"] == []


def test_a_confirmed_upload_is_imported_and_leads_to_its_run(curator_client, curator):
    address = previewed(curator_client, {"a.md": markdown(), "b.md": b"No date."})
    answer = curator_client.post(address, CONFIRMED, follow=True)
    run = Import.objects.get()
    assert answer.redirect_chain == [(f"/admin/articles/import/{run.pk}/change/", 302)]
    assert "Imported: 1 created, 0 updated, 0 duplicate, 0 unchanged, 1 rejected." in (
        answer.content.decode()
    )
    assert (run.made_by, run.what, run.status) == (curator, "a.md\nb.md", "finished")
    assert Article.objects.get().status == Article.Status.PUBLISHED
    assert bytes(Original.objects.get(rejected_for="").content) == markdown()


def limits():
    """The limits of the connection to the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'), current_setting('lock_timeout')"
        )
        return cursor.fetchone()


def test_the_time_that_an_import_is_allowed_is_no_other_requests(curator_client):
    before = limits()
    address = previewed(curator_client, {"a.md": markdown()})
    curator_client.get(address)
    assert limits() == before
    curator_client.post(address, CONFIRMED)
    assert limits() == before


def test_the_bytes_of_an_upload_go_when_they_are_imported(curator_client):
    curator_client.post(previewed(curator_client, {"a.md": markdown()}), CONFIRMED)
    upload = Upload.objects.get()
    assert (upload.contents, upload.lines) == ([], [])


def test_confirming_twice_imports_once(curator_client):
    address = previewed(curator_client, {"a.md": markdown()})
    first = curator_client.post(address, CONFIRMED)
    assert curator_client.post(address, CONFIRMED).url == first.url
    assert curator_client.get(address).url == first.url
    assert Import.objects.count() == 1


def test_a_second_click_while_the_first_is_at_work_changes_nothing(curator_client, held):
    address = previewed(curator_client, {"a.md": markdown()})
    held(7_206_415, Upload.objects.get().pk)
    answer = curator_client.post(address, CONFIRMED, follow=True)
    assert "It is being imported at this moment." in answer.content.decode()
    assert not Import.objects.exists()


def test_what_somebody_else_imported_meanwhile_is_unchanged(curator_client):
    address = previewed(curator_client, {"a.md": markdown()})
    imported({"a.md": markdown()})
    curator_client.post(address, CONFIRMED)
    assert Import.objects.first().unchanged == 1
    assert Article.objects.count() == 1


def test_two_tabs_are_two_uploads(curator_client):
    one = previewed(curator_client, {"a.md": markdown()})
    two = previewed(curator_client, {"a.md": markdown(), "b.md": b"No date."})
    curator_client.post(two, CONFIRMED)
    curator_client.post(one, CONFIRMED)
    assert list(Import.objects.order_by("pk").values_list("created", "unchanged")) == [
        (1, 0),
        (0, 1),
    ]


def test_while_another_import_stores_a_preview_says_so_and_can_be_tried_again(
    curator_client, held, monkeypatch
):
    monkeypatch.setattr(keeping, "LOCK_SECONDS", 1)
    address = previewed(curator_client, {"a.md": markdown()})
    release = held(7_206_411)
    page = curator_client.get(address).content.decode()
    assert "Another import is at work. Try again when it has finished." in page
    assert "Try the preview again" in page
    release()
    assert lines_of(curator_client, address)["a.md"]["outcome"] == "created"


@pytest.mark.parametrize(
    ("gate", "source", "status"),
    [
        ("judge", "https://outlet.example/a", "published"),
        ("judge", "https://story.example.com/a", "review"),
        ("hold", "https://outlet.example/a", "review"),
        ("publish", "https://story.example.com/a", "published"),
    ],
)
def test_whoever_confirms_chooses_what_new_articles_wait_for(curator_client, gate, source, status):
    address = previewed(curator_client, {"a.md": markdown(source=source)})
    curator_client.post(address, {"gate": gate})
    assert Article.objects.get().status == status


def test_what_is_held_for_whoever_imported_it_says_so_and_stays_held(curator_client):
    curator_client.post(previewed(curator_client, {"a.md": markdown(source="")}), {"gate": "hold"})
    imported({"b.md": markdown("Judges meet", text=OTHER_TEXT)})
    held_for = Article.objects.get(title="Ministers agree").get_held_for_display()
    assert held_for == "In review: whoever imported it wanted to look at it first."


@pytest.mark.parametrize(("group", "is_grouped"), [({"group": "on"}, True), ({}, False)])
def test_whoever_confirms_chooses_whether_events_are_made(curator_client, group, is_grouped):
    curator_client.post(previewed(curator_client, {"a.md": markdown()}), {"gate": "judge"} | group)
    assert (Article.objects.get().grouped_at is not None) is is_grouped


def staff(*permissions):
    """A person who works at the desk with these permissions and no other, signed in."""
    user = User.objects.create_user("clerk", password="secret", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def test_who_may_not_change_articles_may_not_publish_past_the_gates():
    client = staff("add_upload")
    address = previewed(client, {"a.md": markdown()})
    assert "whatever the gates say" not in client.get(address).content.decode()
    assert client.post(address, CONFIRMED | {"gate": "publish"}).status_code == 200
    assert not Article.objects.exists()
    assert client.post(address, CONFIRMED).url == "/admin/articles/upload/"
    assert Article.objects.exists()


def test_who_may_not_bring_in_articles_is_refused(curator_client):
    address = previewed(curator_client, {"a.md": markdown()})
    client = staff("view_article", "change_article")
    assert client.get(ADD).status_code == 403
    assert bring(client, {"a.md": markdown()}).status_code == 403
    assert client.get(address).status_code == 403
    assert client.post(address, CONFIRMED).status_code == 403
    assert "upload/add/" not in client.get("/admin/articles/import/").content.decode()
    assert not Article.objects.exists()


def test_an_upload_is_seen_and_confirmed_by_nobody_else(curator_client):
    address = previewed(curator_client, {"a.md": markdown()})
    other = User.objects.create_user("other", is_staff=True)
    other.groups.add(Group.objects.get(name="Curators"))
    client = Client()
    client.force_login(other)
    for answer in (client.get(address), client.post(address, CONFIRMED)):
        assert answer.url == ADD
    assert not Article.objects.exists()


def test_an_upload_that_waited_too_long_says_so_and_goes_with_the_next(curator_client):
    address = previewed(curator_client, {"a.md": markdown()})
    Upload.objects.update(made_at=F("made_at") - KEPT_FOR - timedelta(minutes=1))
    answer = curator_client.post(address, CONFIRMED, follow=True)
    assert "This upload is gone" in answer.content.decode()
    assert not Article.objects.exists()
    previewed(curator_client, {"b.md": markdown()})
    assert Upload.objects.get().names == ["b.md"]


def test_a_discarded_upload_is_gone(curator_client):
    address = previewed(curator_client, {"a.md": markdown()})
    curator_client.post(address.replace("change", "delete"), {"post": "yes"})
    assert not Upload.objects.exists()


def test_a_session_that_ended_loses_no_upload(curator_client, curator):
    address = previewed(curator_client, {"a.md": markdown()})
    curator_client.logout()
    asked = curator_client.post(address, CONFIRMED)
    assert asked.url == f"/admin/login/?next={address}"
    signed_in = curator_client.post(asked.url, {"username": "curator", "password": "secret"})
    assert signed_in.url == address
    assert "Ministers agree" in curator_client.get(address).content.decode()
    assert not Article.objects.exists()


def test_nothing_is_taken_without_the_token_of_the_form(curator_client, curator):
    address = previewed(curator_client, {"a.md": markdown()})
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(curator)
    assert bring(strict, {"a.md": markdown()}).status_code == 403
    assert strict.post(address, CONFIRMED).status_code == 403
    assert not Article.objects.exists()


def test_outcomes_are_filtered_and_counted(curator_client):
    address = previewed(curator_client, {"a.md": markdown(), "b.md": b"No date.", "c.md": b""})
    assert set(lines_of(curator_client, address)) == {"a.md", "b.md", "c.md"}
    assert set(lines_of(curator_client, address, show="changed")) == {"a.md"}
    assert set(lines_of(curator_client, address, show="rejected")) == {"b.md", "c.md"}
    assert set(lines_of(curator_client, address, show="updated")) == set()
    assert set(lines_of(curator_client, address, show="<b>")) == {"a.md", "b.md", "c.md"}
    assert curator_client.get(address).context["counts"]["changed"] == 1


def test_a_long_preview_has_pages(curator_client):
    table = "\n".join(['{"title": "A"}'] * 150).encode()
    address = previewed(curator_client, {"a.jsonl": table})
    assert list(lines_of(curator_client, address))[::99] == ["a.jsonl:1", "a.jsonl:100"]
    assert list(lines_of(curator_client, address, p=2))[::49] == ["a.jsonl:101", "a.jsonl:150"]
    assert 'href="?show=&amp;p=2"' in curator_client.get(address).content.decode()


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_archives_and_tables_are_taken_apart(curator_client):
    address = previewed(
        curator_client, {"news.zip": zipped({"one/a.md": markdown(), "b.md": b"x"})}
    )
    assert set(lines_of(curator_client, address)) == {"news.zip/one/a.md", "news.zip/b.md"}


def test_a_bomb_is_stopped(curator_client):
    bomb = zipped({f"{number}.md": bytes(40 * 2**20) for number in range(5)})
    address = previewed(curator_client, {"bomb.zip": bomb})
    reasons = [line["reason"] for line in lines_of(curator_client, address).values()]
    assert any("unpacks to more than 200 times its size" in reason for reason in reasons)


def test_what_unpacks_to_too_much_for_a_request_is_refused(curator_client, monkeypatch):
    monkeypatch.setattr(keeping, "MAX_UNPACKED", 2**20)
    answer = bring(curator_client, {"a.zip": zipped({"a.md": b"word " * 300_000})})
    assert refusal(answer).startswith("It unpacks to more than 1 MB.")


def test_more_articles_than_a_request_can_take_are_refused(curator_client):
    answer = bring(curator_client, {"a.jsonl": b'{"title": "A"}\n' * 1001})
    assert refusal(answer).startswith("More than 1,000 articles.")


def test_an_archive_of_nothing_is_refused(curator_client):
    assert refusal(bring(curator_client, {"a.zip": zipped({})})) == (
        "Nothing is in it. Choose other files."
    )


def test_no_more_than_ten_uploads_wait(curator_client):
    for number in range(keeping.MAX_WAITING):
        previewed(curator_client, {f"{number}.md": b"x"})
    answer = bring(curator_client, {"a.md": b"x"})
    assert "Confirm or discard some first." in answer.content.decode()
    assert Upload.objects.count() == keeping.MAX_WAITING


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.md", "a.md"),
        ("\u202egpj.a.md", "gpj.a.md"),
        ("<img src=x onerror=alert(1)>.md", "<img src=x onerror=alert(1)>.md"),
    ],
)
def test_a_hostile_name_is_only_a_name(curator_client, name, kept):
    address = previewed_raw(curator_client, name)
    page = curator_client.get(address).content.decode()
    assert "<img" not in page
    assert set(lines_of(curator_client, address)) == {kept}


def previewed_raw(client, name):
    """Send a file under a name, and return the address of its preview."""
    return sent_raw(client, name).url


def sent_raw(client, name):
    """Send a file under a name that the test client would have mended."""
    form = (
        '--x\r\nContent-Disposition: form-data; name="way"\r\n\r\nfiles\r\n--x\r\n'
        f'Content-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'
    )
    body = form.encode() + b"No date.\r\n--x--\r\n"
    return client.post(ADD, body, content_type="multipart/form-data; boundary=x")


def test_a_long_name_is_shortened(curator_client):
    [path] = lines_of(curator_client, previewed_raw(curator_client, "n" * 900 + ".md"))
    assert len(path) <= 500


def test_a_name_longer_than_any_is_refused_with_a_sentence(curator_client):
    answer = sent_raw(curator_client, "n" * 4000 + ".md")
    assert answer.status_code == 400
    assert "The request cannot be taken" in answer.content.decode()


def test_the_list_of_articles_leads_to_where_they_are_brought_in(curator_client):
    page = curator_client.get("/admin/articles/article/").content.decode()
    assert "Add article" in page
    assert curator_client.get("/admin/articles/article/add/").url == ADD
    assert ADD in curator_client.get("/admin/articles/import/").content.decode()


def test_history_names_who_confirmed_an_update(curator_client, curator):
    imported({"a.md": markdown()})
    newer = markdown(day="2025-07-21", text=OTHER_TEXT)
    curator_client.post(previewed(curator_client, {"a.md": newer}), CONFIRMED)
    listed = curator_client.get("/admin/articles/articlerevision/").content.decode()
    assert f'<td class="field-who">{curator.username}</td>' in listed
