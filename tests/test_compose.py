"""The container and its database are what the rest of the project takes them for."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from archive import serving
from archive.embedded import cluster
from archive.environment import VARIABLES
from archive.settings import BASE_DIR

DOCKERFILE = (BASE_DIR / "Dockerfile").read_text()
COMPOSE = (BASE_DIR / "docker-compose.yml").read_text()
SERVICES = yaml.safe_load(COMPOSE)["services"]
SECRETS = {"SECRET_KEY", "DATABASE_PASSWORD"}


def _example() -> dict[str, str]:
    lines = (BASE_DIR / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_example_has_every_variable_that_compose_asks_for_and_no_other():
    assert set(re.findall(r"\$\{(\w+)", COMPOSE)) == set(_example())


def test_secrets_are_asked_for_and_never_given():
    for name in SECRETS:
        told = re.findall(rf"\$\{{{name}([^}}]*)\}}", COMPOSE)
        assert told
        # A hyphen or another operator could begin a default, which would then be the secret.
        assert all(re.fullmatch(r":\?[\w ,.]+", sentence) for sentence in told)
        assert _example()[name] == ""


def test_the_site_is_given_every_variable_that_it_reads():
    given = set(SERVICES["web"]["environment"])
    assert given == set(VARIABLES) - {"ARCHIVE_DATA_DIR", "DEBUG"} | {"PGPASSWORD"}


@pytest.mark.parametrize("service", ["web", "migrate", "feeds"])
def test_the_site_runs_without_rights_that_it_does_not_need(service):
    configured = SERVICES[service]
    assert configured["read_only"] is True
    assert configured["cap_drop"] == ["ALL"]
    assert configured["security_opt"] == ["no-new-privileges:true"]


def test_the_image_runs_as_a_user_that_is_not_root():
    user, group = re.findall(r"^USER (\d+):(\d+)$", DOCKERFILE, re.MULTILINE)[-1]
    assert int(user) > 0
    assert int(group) > 0


def test_the_image_is_migrated_before_it_serves():
    web, migrate = SERVICES["web"], SERVICES["migrate"]
    assert (web["image"], web["build"]) == (migrate["image"], migrate["build"])
    assert web["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    assert migrate["depends_on"]["db"]["condition"] == "service_healthy"


def test_proxies_are_believed_because_no_other_machine_reaches_the_site():
    assert SERVICES["web"]["environment"]["FORWARDED_ALLOW_IPS"] == "*"
    ports = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_database_is_made_as_the_embedded_one():
    options = shlex.split(SERVICES["db"]["environment"]["POSTGRES_INITDB_ARGS"])
    settings = [f"--set={name}={value}" for name, value in cluster.DEFAULTS.items()]
    source = Path(cluster.__file__).read_text()
    locale = re.findall(r'"(--(?:encoding|(?:builtin-)?locale|lc-|data-)[^"]*)"', source)
    assert sorted(options) == sorted([*locale, *settings])


def test_the_image_serves_with_the_options_of_make_run():
    command = DOCKERFILE.rpartition("\nCMD ")[2].replace("\\\n", "")
    assert " ".join(serving.OPTIONS) in " ".join(yaml.safe_load(command))


def test_the_image_has_every_package_and_folder_that_the_site_needs_and_no_other():
    rules = (BASE_DIR / ".dockerignore").read_text().splitlines()
    let_in = {BASE_DIR / rule[1:] for rule in rules if rule.startswith("!")}
    packages = {path.parent for path in BASE_DIR.glob("*/__init__.py")} - {
        BASE_DIR / "benchmarks",
        BASE_DIR / "tests",
    }
    others = {BASE_DIR / name for name in ("static", "templates", "manage.py", "requirements.txt")}
    assert "*" in rules
    assert let_in == packages | others
    assert all(path.exists() for path in let_in)
