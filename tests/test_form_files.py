"""Files in a form: held up to a limit, and none of a stranger's."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.files.uploadedfile import SimpleUploadedFile

from archive import uploads

ADD = "/admin/articles/upload/add/"


def sent(rf, user, *contents):
    """A request with files."""
    files = [SimpleUploadedFile(f"{number}.md", content) for number, content in enumerate(contents)]
    request = rf.post("/", {"way": "files", "files": files})
    request.user = user
    return request


CLERK = User(is_staff=True)


def test_files_come_whole_and_under_their_names(rf):
    large = bytes(range(256)) * 1024
    request = sent(rf, CLERK, b"one", large, b"")
    files = request.FILES.getlist("files")
    assert [(file.name, file.read()) for file in files] == [
        ("0.md", b"one"),
        ("1.md", large),
        ("2.md", b""),
    ]
    assert uploads.refusal_of(request) == ""


@pytest.mark.parametrize("user", [AnonymousUser(), User()], ids=["anonymous", "no staff"])
def test_a_strangers_files_are_not_read(rf, user):
    request = sent(rf, user, b"one")
    assert request.POST["way"] == "files"
    assert list(request.FILES) == []
    assert "signed in at the desk" in uploads.refusal_of(request)


def test_too_many_bytes_are_not_held(rf, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 2**20)
    request = sent(rf, CLERK, b"x" * 2**19, b"x" * 2**19, b"x")
    assert len(request.FILES.getlist("files")) == 2
    assert uploads.refusal_of(request) == (
        "More than 1 MB in all. Send fewer files, or use import_articles."
    )


def test_too_many_files_are_not_held(rf, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_FILES", 2)
    request = sent(rf, CLERK, b"1", b"2", b"3")
    assert len(request.FILES.getlist("files")) == 2
    assert uploads.refusal_of(request) == "More than 2 files. Pack them as .zip."


def test_the_desk_says_what_was_too_much(curator_client, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    files = [SimpleUploadedFile("a.md", b"eleven bytes")]
    answer = curator_client.post(ADD, {"way": "files", "files": files})
    assert answer.context["forms"]["files"].non_field_errors() == [
        "More than 0 MB in all. Send fewer files, or use import_articles."
    ]
