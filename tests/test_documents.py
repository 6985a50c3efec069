"""What the documents say is so: names, tables, commands, settings, links."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import get_commands
from pghistory.models import Event as Revision

from archive.environment import VARIABLES
from articles.listings import FORMATS
from articles.query import CHOICES
from articles.query.language import FIELDS, KINDS
from tests.factories import make_article
from tests.test_structure import ARTICLES, MAY_IMPORT, own_imports, part_of

ROOT = Path(__file__).resolve().parent.parent
README, GUIDE, SECURITY = (ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "SECURITY"))
ARCHITECTURE = ROOT / "docs" / "architecture.md"
IN_DEPTH = [ARCHITECTURE, GUIDE, SECURITY]
FOLDERS = ("archive", "articles", "benchmarks", "docs", "tests", ".github")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
MARKDOWN = sorted({*DOCUMENTS, *(p for name in FOLDERS for p in (ROOT / name).rglob("*.md"))})

FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+(?:\n[^`\n]+)?)`")
# With a slash in it, or the end of a file's name; an address of the site begins with a slash.
A_PATH = re.compile(
    r"(?<![\w/.<{])[\w.*-]+(?:/[\w.*-]*)+|(?<![\w/.*-])[\w-]+\.(?:py|md|toml|yml|txt|html|css)\b"
)
A_NAME = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")
A_HEADING = re.compile(r"^### (\w+): `(\w+)`$", re.MULTILINE)

# Tables that libraries bring, and that none of our sources names.
FOREIGN = {"pghistory_context", "taggit_tag", "taggit_taggeditem"}


@cache
def text(path):
    return path.read_text(encoding="utf-8")


def spans(path):
    """The inline code of a document, each on one line."""
    prose = A_HEADING.sub("", FENCED.sub("", text(path)))
    return [" ".join(span.split()) for span in SPAN.findall(prose)]


def diagrams(path):
    return [body for kind, body in FENCED.findall(text(path)) if kind == "mermaid"]


def paths(path):
    """What a document names as a file or a folder."""
    return {found for words in spans(path) + diagrams(path) for found in A_PATH.findall(words)}


def exists(name):
    """Whether there is such a file or folder, from the root or from `articles/`."""
    return any(next(folder.glob(name.rstrip("/")), None) for folder in (ROOT, ROOT / "articles"))


@cache
def words_of_the_sources():
    sources = [ROOT / name for name in ("Dockerfile", "Makefile", "docker-compose.yml")]
    for folder in ("archive", "articles", "tests"):
        sources += [p for p in (ROOT / folder).rglob("*.py") if p != Path(__file__)]
    return {word for source in sources for word in re.findall(r"\w+", text(source))}


def rows(table):
    """The cells of a Markdown table, without its heading."""
    lines = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in cells] for cells in lines[2:]]


def section(path, heading):
    """What stands under a heading, up to the next of its rank."""
    rank = heading.split()[0]
    rest = text(path).partition(f"\n{heading}\n")[2]
    assert rest, f"{path.name} has no heading “{heading}”."
    return re.split(rf"^{rank} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def dictionary():
    """{(model, table): {column: its other cells}} as docs/architecture.md has it."""
    parts = A_HEADING.split(section(ARCHITECTURE, "## Data dictionary"))[1:]
    return {
        (model, table): {column.strip("`"): cells for column, *cells in rows(body)}
        for model, table, body in zip(*[iter(parts)] * 3, strict=True)
    }


def models():
    """Our models, without those that hold history."""
    every = apps.get_app_config("articles").get_models(include_auto_created=True)
    return [model for model in every if not issubclass(model, Revision)]


def columns(model):
    """The names of a model's fields, without an `id` that Django made."""
    fields = [*model._meta.local_fields, *model._meta.local_many_to_many]
    return {field.name for field in fields if not field.auto_created and field.name != "pk"}


def test_the_dictionary_has_every_table_and_no_other():
    assert set(dictionary()) == {(model.__name__, model._meta.db_table) for model in models()}


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_the_dictionary_has_every_column_and_no_other(model):
    assert set(dictionary()[model.__name__, model._meta.db_table]) == columns(model)


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_the_dictionary_says_what_curators_may_edit(model, curator, rf):
    request, desk = rf.get("/"), admin.site._registry.get(model)
    request.user = curator
    may = desk and desk.has_change_permission(request)
    editable = desk.get_form(request, change=True).base_fields if may else {}
    said = dictionary()[model.__name__, model._meta.db_table]
    assert {column for column, cells in said.items() if cells[-1] == "yes"} == set(editable)


def test_every_kind_of_history_is_named():
    every = set(apps.get_app_config("articles").get_models())
    histories = {model.__name__ for model in every - set(models())}
    assert histories
    assert sorted(histories - set(spans(ARCHITECTURE))) == []


def test_every_advisory_lock_has_a_line():
    numbers = {
        number.replace("_", "")
        for folder in ("archive", "articles")
        for source in (ROOT / folder).rglob("*.py")
        for number in re.findall(r"\b7_206_\d{3}\b", text(source))
    }
    assert set(re.findall(r"\b7206\d{3}\b", section(ARCHITECTURE, "## Locks"))) == numbers


@pytest.mark.parametrize("path", IN_DEPTH, ids=lambda path: path.name)
def test_every_file_that_is_named_exists(path):
    assert sorted(name for name in paths(path) if not exists(name)) == []


def test_the_diagram_names_the_modules():
    [diagram] = diagrams(ARCHITECTURE)
    assert {"ingest/store.py", "events/grouping.py", "search/answers.py"} <= set(
        A_PATH.findall(diagram)
    )


@pytest.mark.parametrize("path", IN_DEPTH, ids=lambda path: path.name)
def test_every_name_in_code_type_stands_in_the_sources(path):
    names = {span for span in spans(path) if A_NAME.fullmatch(span) and not A_PATH.search(span)}
    known = words_of_the_sources() | FOREIGN
    assert sorted(name for name in names if not set(name.split(".")) <= known) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_exists(path):
    targets = re.findall(r"^(\w+):", text(ROOT / "Makefile"), re.MULTILINE)
    told = re.findall(r"manage\.py\s+([a-z_]+)", text(path))
    assert sorted(set(told) - set(get_commands())) == []
    made = [words for span in spans(path) for words in re.findall(r"^make (\w+)", span)]
    assert sorted(set(made) - set(targets)) == []


def variables_read(module):
    """The environment variables that a module asks `archive.environment` for."""
    calls = [node for node in ast.walk(ast.parse(text(module))) if isinstance(node, ast.Call)]
    first = [node.args[0].value for node in calls if node.args and _is_text(node.args[0])]
    return {name for name in first if re.fullmatch(r"[A-Z][A-Z_]+", name)}


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_every_variable_that_is_read_is_in_the_table_and_no_other():
    told = {name.strip("`") for name, *_ in rows(section(README, "## Settings"))}
    assert variables_read(ROOT / "archive" / "settings.py") | {"FORWARDED_ALLOW_IPS"} == told
    assert set(VARIABLES) == told


def test_the_readme_is_short():
    assert len(text(README).splitlines()) < 150


def test_the_guide_is_a_page():
    assert len(text(GUIDE).splitlines()) < 90


@pytest.mark.parametrize("path", MARKDOWN, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_within_the_project_leads_somewhere(path):
    prose = SPAN.sub("", FENCED.sub("", text(path)))
    links = re.findall(r"\]\(<?([^)>\s]+)", prose) + re.findall(r"(?:src|href)=\"([^\"]+)\"", prose)
    links += re.findall(r"^\[[^\]]+\]:\s*<?([^>\s]+)", prose, re.MULTILINE)
    own = [link for link in links if not re.match(r"[a-z][a-z0-9+.-]*:|//|#", link)]
    assert [link for link in own if not (path.parent / link.partition("#")[0]).exists()] == []


def layers():
    """The parts of `articles` by line, as the guide has them."""
    [block] = [body for kind, body in FENCED.findall(text(GUIDE)) if kind == "layers"]
    return {part: number for number, line in enumerate(block.splitlines()) for part in line.split()}


def test_the_guide_has_every_part_in_a_layer():
    assert set(layers()) == {part.partition(".")[0] for part in MAY_IMPORT}


def test_the_guide_says_rightly_who_imports_whom():
    layer = layers()
    imports = {
        (part_of(module).partition(".")[0], part_of(other).partition(".")[0])
        for module in ARTICLES
        if part_of(module)
        for other in own_imports(module)
    }
    assert sorted(pair for pair in imports if layer[pair[0]] < layer[pair[1]]) == []


def filters():
    """Every name that may stand before a colon in a query."""
    return ["title", "has", "date", "after", "before", *FIELDS, *KINDS]


def test_the_search_help_has_every_filter_and_no_other():
    told = re.findall(r"\b([a-z]+):", re.sub(r"<[^>]+>", " ", text(help_page())))
    assert set(told) == set(filters())


def help_page():
    return ROOT / "templates" / "articles" / "_search_help.html"


@pytest.mark.django_db
@pytest.mark.parametrize("name", filters())
def test_every_filter_that_the_parser_knows_is_answered(client, name):
    value = "2025" if name in ("date", "after", "before") else "event"
    figures = client.get("/search.json", {"q": f"{name}:{value}"}).json()["_archive"]
    told = [problem["message"] for problem in figures["problems"]]
    nothing = "No article here is in" if name == "lang" else f"No {name} here is called"
    assert not told or told[0].startswith(f"{nothing} “event”.")


@pytest.mark.django_db
@pytest.mark.parametrize("name", CHOICES)
def test_every_filter_parameter_is_answered(client, name):
    value = "1999" if name == "date" else "nothing"
    assert client.get("/search.json", {name: value}).json()["_archive"]["total"] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_answered_and_offered(client, name):
    make_article()
    assert client.get(f"/articles.{name}").status_code == 200
    assert f'"/articles.{name}"' in client.get("/articles/").content.decode()
    assert f"`.{name}`" in section(README, "## Follow")
