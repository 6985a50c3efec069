"""A wrong setting is named, with what is wrong and an example of what is right."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from archive import checks, environment
from tests.commands import manage, refusal

KEY = "k7Qx9z" * 10


@pytest.fixture
def production(settings, monkeypatch):
    """Settings of a public site in which nothing is wrong."""
    for name in environment.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    settings.DEBUG = False
    settings.SITE_URL = "https://archive.example"
    settings.HTTPS = True
    settings.ALLOWED_HOSTS = ["archive.example"]
    settings.SECRET_KEY = KEY
    settings.CONTACT = ""
    return settings


def ids(check):
    return [message.id for message in check(None)]


@pytest.mark.parametrize("value", ["", "0", "no", "False", " off ", "1", "yes", "TRUE", "on"])
def test_debug_may_say_yes_or_no(production, monkeypatch, value):
    monkeypatch.setenv("DEBUG", value)
    assert ids(checks.check_debug) == []


@pytest.mark.parametrize("value", ["maybe", "2", "express:*", "y"])
def test_debug_that_says_neither_is_named_and_is_off(production, monkeypatch, value):
    monkeypatch.setenv("DEBUG", value)
    assert ids(checks.check_debug) == ["archive.E001"]
    assert environment.is_on("DEBUG") is False


def test_debug_on_a_public_site_is_named(production):
    production.DEBUG = True
    assert ids(checks.check_debug) == ["archive.E002"]
    production.HTTPS = False
    assert ids(checks.check_debug) == []


def test_a_public_site_that_answers_every_host_name_is_warned_of(production):
    production.ALLOWED_HOSTS = ["*"]
    assert ids(checks.check_hosts) == ["archive.W004"]


def test_a_public_site_without_https_is_warned_of_once():
    said = manage("check", "--deploy", SITE_URL="http://archive.example", SECRET_KEY=KEY)
    assert "archive.W003" in said.stderr
    assert "security.W" not in said.stderr


@pytest.mark.parametrize(
    "host", ["https://archive.example", "archive.example:443", "archive.example/", "two words"]
)
def test_a_host_with_more_than_a_name_is_named(production, host):
    production.ALLOWED_HOSTS = ["archive.example", host]
    [message] = checks.check_hosts(None)
    assert message.id == "archive.E003"
    assert repr(host) in message.msg


@pytest.mark.parametrize("hosts", [[".example"], ["x", "archive.example"], ["ARCHIVE.example"]])
def test_hosts_that_answer_the_sites_own_are_fine(production, hosts):
    production.ALLOWED_HOSTS = hosts
    assert ids(checks.check_hosts) == []


def test_hosts_that_leave_out_the_sites_own_are_named(production):
    production.ALLOWED_HOSTS = ["www.archive.example"]
    [message] = checks.check_hosts(None)
    assert message.id == "archive.E004"
    assert "archive.example, the host of SITE_URL" in message.msg


def test_a_site_under_a_number_of_version_six_is_fine(production):
    production.SITE_URL = "http://[::1]:8000"
    production.ALLOWED_HOSTS = ["[::1]"]
    assert ids(checks.check_hosts) == []


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (KEY, []),
        ("short", ["archive.W001"]),
        ("change-me" * 10, ["archive.E005"]),
        ("your-secret-key-here" * 4, ["archive.E005"]),
    ],
)
def test_a_key_that_could_be_guessed_is_named(production, key, expected):
    production.SECRET_KEY = key
    assert ids(checks.check_secret_key) == expected


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("", []),
        ("desk@archive.example", []),
        ("https://archive.example/contact", []),
        ("mailto:desk@archive.example", ["archive.E006"]),
        ("javascript:alert(1)", ["archive.E006"]),
        ("call us", ["archive.E006"]),
    ],
)
def test_a_contact_is_an_address_to_write_to(production, contact, expected):
    production.CONTACT = contact
    assert ids(checks.check_contact) == expected


@pytest.mark.parametrize(
    ("proxies", "expected"),
    [
        ("", []),
        ("127.0.0.1,::1", []),
        ("10.0.0.0/8, *", []),
        ("proxy", ["archive.E007"]),
        ("10.0.0.1/8", ["archive.E007"]),
        ("10.0.0.1, ", ["archive.E007"]),
    ],
)
def test_a_proxy_is_an_address_that_gunicorn_can_read(production, monkeypatch, proxies, expected):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", proxies)
    assert ids(checks.check_proxies) == expected


def test_a_data_folder_in_a_file_is_named(production, monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setitem(production.DATABASES["default"], "ENGINE", "archive.embedded")
    production.DATA_DIR = tmp_path / "file" / "data"
    assert ids(checks.check_data_folder) == ["archive.E008"]
    production.DATA_DIR = tmp_path / "new" / "data"
    assert ids(checks.check_data_folder) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("SITEURL", "SITE_URL"),
        ("site_url", "SITE_URL"),
        ("ALLOWED_HOST", "ALLOWED_HOSTS"),
        ("ARCHIVE_DATADIR", "ARCHIVE_DATA_DIR"),
        ("DATABASE_URI", "DATABASE_URL"),
    ],
)
def test_a_misspelt_name_is_told_with_the_right_one(production, monkeypatch, name, meant):
    monkeypatch.setenv(name, "x")
    [message] = checks.check_names(None)
    assert message.id == "archive.W002"
    assert message.msg.startswith(name)
    assert f"write {meant}" in message.hint
    monkeypatch.setenv(meant, "x")
    assert ids(checks.check_names) == []


@pytest.mark.parametrize(
    "name",
    ["DATABASE_URL_OLD", "TEST_DATABASE_URL", "DEBUGGER", "SECRET_KEY_FILE", "EMAIL_CONTACT"],
)
def test_a_name_of_another_program_is_left_alone(production, monkeypatch, name):
    monkeypatch.setenv(name, "x")
    assert ids(checks.check_names) == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://archive.example", ("https://archive.example", "archive.example", True)),
        ("http://LocalHost:8000/", ("http://localhost:8000", "localhost", False)),
        ("http://[::1]:8000", ("http://[::1]:8000", "[::1]", False)),
    ],
)
def test_the_address_of_a_site_is_read(address, expected):
    site = environment.site_at(address)
    assert (site.url, site.host, site.https) == expected


@pytest.mark.parametrize(
    "address",
    [
        *("archive.example", "//archive.example", "ftp://archive.example", "https://"),
        *("https://archive.example/news", "https://archive.example?x", "https://archive.example#x"),
        *("https://me:secret@archive.example", "https://archive.example:no", "https://a b"),
        *("https://archive.example:99999", "https://[::1", "https://münchen.example"),
    ],
)
def test_what_is_no_address_of_a_site_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match=r"such as https://archive\.example\.org"):
        environment.site_at(address)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("mysql://h/name", "DATABASE_URL must name a PostgreSQL database"),
        ("h/name", "DATABASE_URL must name a PostgreSQL database"),
        ("postgres://u:secret@h:port/name", "DATABASE_URL cannot be read"),
        ("postgres://u:secret@h:99999/name", "DATABASE_URL cannot be read"),
        ("postgres://u:sec#ret@h/name", "DATABASE_URL cannot be read"),
        ("postgres://u:secret@h", "DATABASE_URL names no database"),
        ("postgres://u:secret@h/", "DATABASE_URL names no database"),
        ("postgres://u:secret@h/name?colour=red", 'invalid connection option "colour"'),
    ],
)
def test_what_is_no_address_of_a_database_is_refused_and_not_shown(address, told):
    with pytest.raises(ImproperlyConfigured) as refused:
        environment.database_at(address, "DATABASE_URL")
    assert told in str(refused.value)
    assert "secret" not in str(refused.value).replace("user:password", "")
    assert "ret@" not in str(refused.value)


def test_the_address_of_a_database_is_read():
    address = "postgres://desk:p%40ss@db.example:6543/news?sslmode=require"
    database = environment.database_at(address, "DATABASE_URL")
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["USER"], database["PASSWORD"]) == ("desk", "p@ss")
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example", 6543, "news")
    assert database["OPTIONS"] == {"sslmode": "require", "connect_timeout": 10}


def test_all_that_is_wrong_is_told_at_once_and_every_command_heeds_it(tmp_path):
    wrong = {"DEBUG": "maybe", "CONTACT": "call us", "ARCHIVE_DATA_DIR": tmp_path}
    for command in (["check"], ["group_events"], ["serve", "--port", "0"]):
        said = refusal(*command, **wrong)
        assert "(archive.E001) DEBUG is 'maybe', which is neither yes nor no." in said
        assert "(archive.E006)" in said


def test_what_no_setting_can_be_made_from_ends_a_command_with_a_sentence(tmp_path):
    said = refusal("check", SITE_URL="archive.example", ARCHIVE_DATA_DIR=tmp_path)
    assert said.count("\n") == 1
    assert said.startswith("SITE_URL is 'archive.example'.")


def test_a_public_site_passes_without_a_word_and_asks_no_database(tmp_path):
    done = manage(
        *("check", "--deploy", "--fail-level", "INFO"),
        ALLOWED_HOSTS="archive.example,www.archive.example",
        ARCHIVE_DATA_DIR=tmp_path,
        CONTACT="desk@archive.example",
        DATABASE_URL="postgres://archive:secret@127.0.0.1:1/archive",
        FORWARDED_ALLOW_IPS="*",
        SECRET_KEY=KEY,
        SITE_URL="https://archive.example",
    )
    assert done.stdout == "System check identified no issues (0 silenced).\n"
    assert done.stderr == ""
