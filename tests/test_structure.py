"""Who may import whom. The table is the architecture; a change to it is a decision."""

import ast
import inspect
import re
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# What each part of `articles` may import of the others. A part covers its submodules, which may
# import each other.
MAY_IMPORT = {
    "names": "",
    "titles": "",
    "querysets": "",
    "query": "",
    "differences": "",
    "models": "names querysets",
    "search": "coverage models names query querysets titles",
    "coverage": "models querysets",
    # The write side.
    "ingest.records": "",
    "ingest.characters": "",
    "ingest.address_rules": "",
    "ingest.wrapped_addresses": "",
    "ingest.urls": "ingest.address_rules ingest.wrapped_addresses",
    "ingest.packing": "",
    "ingest.markup": "ingest.characters",
    "ingest.unseen": "",
    "ingest.tokens": "ingest.characters ingest.unseen ingest.urls",
    "ingest.blocks": "ingest.characters ingest.records",
    "ingest.excerpts": "ingest.characters ingest.records",
    "ingest.boilerplate": "",
    "ingest.sanitize": ("ingest.blocks ingest.characters ingest.records ingest.tokens ingest.urls"),
    "ingest.places": "ingest.characters ingest.records",
    "ingest.lines": "",
    "ingest.json_values": "",
    "ingest.json_lists": (
        "ingest.characters ingest.json_values ingest.lines ingest.places ingest.readers"
        " ingest.records"
    ),
    "ingest.tables": (
        "ingest.json_lists ingest.json_values ingest.lines ingest.places ingest.readers"
        " ingest.records"
    ),
    "ingest.warcs": "ingest.places ingest.records",
    "ingest.mailboxes": "ingest.places ingest.records",
    "ingest.press_files": "ingest.places ingest.readers ingest.records",
    "ingest.archives": (
        "ingest.characters ingest.feed_files ingest.mailboxes ingest.meters ingest.pictures"
        " ingest.places ingest.press_files ingest.records ingest.tables ingest.warcs"
    ),
    "ingest.property_lists": "",
    "ingest.pictures": "ingest.property_lists",
    "ingest.meters": "",
    "ingest.feed_files": "ingest.entries ingest.places ingest.records ingest.worker",
    "ingest.containers": "ingest.archives ingest.feed_files ingest.places ingest.records",
    "ingest.readers": (
        "ingest.characters ingest.markup ingest.packing ingest.records ingest.shingles ingest.urls"
    ),
    "ingest.shingles": "ingest.characters",
    "ingest.clean": (
        "ingest.blocks ingest.characters ingest.excerpts ingest.languages ingest.markup"
        " ingest.records ingest.sanitize ingest.shingles ingest.urls titles"
    ),
    "ingest.languages": "",
    "ingest.entries": ("ingest.characters ingest.places ingest.readers ingest.records ingest.urls"),
    "ingest.outlines": "ingest.characters ingest.records",
    "ingest.typed": "ingest.characters ingest.records ingest.urls",
    "ingest.exported": (
        "ingest.blocks ingest.characters ingest.clean ingest.readers ingest.records"
        " ingest.sanitize ingest.shingles ingest.typed ingest.urls titles"
    ),
    "ingest.worker": (
        "ingest.clean ingest.entries ingest.exported ingest.outlines ingest.readers ingest.records"
    ),
    "copies": "",
    "progress": "",
    "sequences": "",
    "ingest.gates": "copies ingest.records models",
    "ingest.erased": "ingest.records models",
    "ingest.sources": "ingest.records models",
    "ingest.copying": "sequences",
    "ingest.duplicates": "ingest.blocks ingest.records ingest.shingles models querysets",
    "ingest.repeated": (
        "ingest.blocks ingest.boilerplate ingest.characters ingest.excerpts ingest.records models"
    ),
    "ingest.versions": "copies ingest.copying ingest.duplicates ingest.records models",
    "ingest.refused": "ingest.records",
    "ingest.known": "ingest.records ingest.shingles models",
    "ingest.outcomes": "ingest.records models",
    "ingest.store_lock": "",
    "ingest.originals": "ingest.copying ingest.known ingest.records ingest.warcs models",
    "ingest.store": (
        "ingest.characters ingest.copying ingest.duplicates ingest.erased ingest.gates "
        "ingest.known ingest.originals ingest.outcomes ingest.records ingest.refused "
        "ingest.repeated ingest.sources ingest.store_lock ingest.versions models"
    ),
    "ingest.derivation": (
        "ingest.exported ingest.records ingest.repeated ingest.versions ingest.worker models"
    ),
    "ingest.joining": (
        "events ingest.derivation ingest.sources ingest.urls ingest.versions models"
    ),
    "ingest.rebuilding": (
        "events ingest.derivation ingest.gates ingest.joining ingest.records ingest.refused "
        "ingest.store_lock ingest.versions ingest.worker models search"
    ),
    "ingest.ledger": "ingest.records",
    "ingest.surroundings": "ingest.copying ingest.exported ingest.repeated models names sequences",
    "ingest.keeping": (
        "events ingest.copying ingest.exported ingest.outcomes ingest.records ingest.refused"
        " ingest.repeated ingest.store_lock ingest.surroundings ingest.versions models sequences"
    ),
    "ingest.pipeline": (
        "events ingest.gates ingest.keeping ingest.ledger ingest.outcomes ingest.places"
        " ingest.records ingest.store ingest.worker models search"
    ),
    "events": "ingest.records models querysets",
    "curation": "copies events models",
    "undoing": (
        "copies curation events ingest.derivation ingest.gates ingest.pipeline ingest.repeated "
        "ingest.store_lock ingest.versions ingest.worker models"
    ),
    "erasure": (
        "curation events ingest.clean ingest.repeated ingest.sanitize ingest.store_lock models "
        "names"
    ),
    # What is fetched from the web.
    "fetching.addresses": "",
    "fetching.web": "fetching.addresses ingest.characters ingest.packing",
    "fetching.at_once": "",
    "fetching.polling": (
        "fetching.addresses fetching.at_once fetching.web ingest.entries ingest.gates"
        " ingest.pipeline ingest.places ingest.records ingest.worker models"
    ),
    "fetching.opml": "ingest.characters ingest.outlines ingest.urls models",
    "uploads": (
        "differences fetching.web ingest.archives ingest.characters ingest.clean ingest.entries"
        " ingest.gates ingest.pipeline ingest.places ingest.readers ingest.records ingest.sanitize"
        " ingest.worker models names"
    ),
    # The renderers.
    "listings": "models query",
    "converters": "listings",
    "feeds": "listings models query search",
    "spreadsheets": "listings models query search",
    "sitemaps": "listings models querysets",
    "views": "coverage feeds listings models query search spreadsheets",
    "templatetags": "listings models query search",
    "details": "models sequences",
    "export": "details ingest.repeated models",
    # They call in from outside.
    "urls": "converters sitemaps views",
    "management": (
        "curation erasure events export fetching.addresses fetching.opml fetching.polling"
        " ingest.containers ingest.gates ingest.keeping ingest.outlines ingest.pipeline"
        " ingest.rebuilding ingest.records ingest.worker models progress undoing"
    ),
    "admin": (
        "copies coverage curation differences events fetching.opml ingest.characters ingest.clean"
        " ingest.pipeline ingest.repeated ingest.sanitize ingest.store_lock ingest.urls models"
        " query querysets search templatetags titles undoing uploads"
    ),
    "apps": "",
}

# Parts that a test can run without a database, a request or settings.
PURE = {
    *(
        "names",
        "titles",
        "query",
        "differences",
        "ingest.records",
        "ingest.characters",
        "ingest.markup",
    ),
    *("ingest.address_rules", "ingest.wrapped_addresses"),
    *("ingest.blocks", "ingest.boilerplate", "ingest.urls"),
    *("ingest.packing", "fetching.addresses"),
    *("ingest.tokens", "ingest.sanitize", "ingest.archives", "ingest.containers"),
    *(
        "ingest.entries",
        "ingest.feed_files",
        "ingest.mailboxes",
        "ingest.outlines",
        "ingest.places",
        "ingest.tables",
        "ingest.warcs",
    ),
    *("ingest.readers", "ingest.shingles", "ingest.languages", "ingest.clean", "ingest.worker"),
    *("ingest.typed", "ingest.exported"),
}
# Django's text helpers need no settings.
HARMLESS = {"django.utils.text"}


def module_name(path):
    """The dotted name of a file: articles/query/__init__.py is articles.query."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources(package):
    """{module name: syntax tree} of a package, migrations left out."""
    return {
        module_name(path): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / package).rglob("*.py"))
        if "migrations" not in path.parts
    }


ARTICLES = sources("articles")
ARCHIVE = sources("archive")


def imported(tree, modules):
    """The names of the modules that a tree imports; of `modules`, the very file is named."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in modules else node.module


def part_of(module):
    """The part of the table that a module of `articles` belongs to, or None."""
    name = module.removeprefix("articles.")
    found = [part for part in MAY_IMPORT if name == part or name.startswith(f"{part}.")]
    return max(found, key=len, default=None)


def own_imports(module, modules=ARTICLES):
    """The modules of ours that a module imports."""
    return {name for name in imported(modules[module], modules) if name in modules}


def test_no_two_locks_have_one_number():
    texts = [
        path.read_text(encoding="utf-8")
        for package in ("archive", "articles")
        for path in (ROOT / package).rglob("*.py")
    ]
    numbers = [number for text in texts for number in re.findall(r"7_206_\d{3}", text)]
    assert len(numbers) > 5
    assert sorted(numbers) == sorted(set(numbers))


def test_every_module_has_a_place_in_the_table_and_every_place_a_module():
    bare = {"articles", "articles.ingest", "articles.fetching"}
    placed = {module: part_of(module) for module in ARTICLES if module not in bare}
    assert [module for module, part in placed.items() if part is None] == []
    assert set(MAY_IMPORT) - set(placed.values()) == set()


@pytest.mark.parametrize("module", ARTICLES)
def test_a_module_imports_only_what_the_table_allows(module):
    part = part_of(module)
    allowed = {part, *MAY_IMPORT.get(part, "").split()}
    wrong = {name for name in own_imports(module) if part_of(name) not in allowed}
    assert not wrong, (
        f"{module} imports {', '.join(sorted(wrong))}. "
        f"The part {part} may import {MAY_IMPORT[part] or 'nothing of ours'}: "
        "move the code, or change the table with a reason in docs/decisions.md."
    )


@pytest.mark.parametrize("modules", [ARTICLES, ARCHIVE], ids=["articles", "archive"])
def test_no_imports_run_in_a_circle(modules):
    graph = {module: own_imports(module, modules) - {module} for module in modules}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail("These import each other: " + " -> ".join(error.args[1]))


@pytest.mark.parametrize("module", {**ARTICLES, **ARCHIVE})
def test_no_import_hides_in_a_function(module):
    tree = (ARTICLES | ARCHIVE)[module]
    hidden = [
        f"line {inner.lineno}, in {outer.name}"
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == [], f"{module} imports inside a function: {hidden}"


@pytest.mark.parametrize("module", [m for m in ARTICLES if part_of(m) in PURE])
def test_a_pure_part_imports_no_django(module):
    foreign = {name for name in imported(ARTICLES[module], ARTICLES) if name.startswith("django")}
    assert foreign - HARMLESS == set()


@pytest.mark.parametrize("module", ARTICLES)
def test_no_domain_logic_hides_behind_a_signal(module):
    names = set(imported(ARTICLES[module], ARTICLES))
    assert not {name for name in names if "signals" in name or name == "django.dispatch"}


@pytest.mark.parametrize("module", {**ARTICLES, **ARCHIVE})
def test_every_import_is_written_in_full(module):
    nodes = ast.walk((ARTICLES | ARCHIVE)[module])
    assert not [node.lineno for node in nodes if isinstance(node, ast.ImportFrom) and node.level]


def test_the_project_knows_nothing_of_the_articles_but_their_addresses():
    names = {name for tree in ARCHIVE.values() for name in imported(tree, ARTICLES)}
    assert not {name for name in names if name.split(".")[0] == "articles"}


@pytest.mark.parametrize("module", ["archive.install", "archive.embedded.locks"])
def test_what_sets_up_the_environment_needs_the_standard_library_alone(module):
    names = set(imported(ARCHIVE[module], ARCHIVE)) - set(ARCHIVE)
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def test_the_reading_of_imports_sees_every_form():
    tree = ast.parse(
        inspect.cleandoc(
            """
            import articles.names
            from articles import query
            from articles.models import Article
            def late():
                from articles.search import answer
            """
        )
    )
    assert set(imported(tree, ARTICLES)) == {
        "articles.names",
        "articles.query",
        "articles.models",
        "articles.search",
    }
