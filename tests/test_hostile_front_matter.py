"""Front matter made to break a parser: each gets a reason or is read, and none of it takes long."""

import pytest

from articles.ingest import readers
from articles.ingest.characters import storable
from articles.ingest.records import CleanArticle, Item, Rejection
from articles.ingest.worker import Cleaner
from tests.endings import ending

DEEP = 100_000
FITTING = 30_000  # as deep as the longest front matter can be
DATED = "date: 2025-07-26\n"
BODY = "Ministers met in Oslo."


def under_yaml(front):
    return f"---\n{DATED}{front}\n---\n{BODY}"


def under_toml(front):
    return f"+++\n{front}\n+++\n{BODY}"


def under_json(front):
    return f";;;\n{front}\n;;;\n{BODY}"


def nested(depth, opening, closing, within=""):
    return opening * depth + within + closing * depth


def bomb():
    """Nine to the power of sixty, in sixty lines."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 60)]
    return "\n".join([*lines, "tags: *a59"])


DOTS = "a." * 200

REJECTED = {
    "yaml lists": under_yaml("a: " + nested(DEEP, "[", "]")),
    "yaml lists that fit": under_yaml("a: " + nested(FITTING, "[", "]")),
    "yaml maps": under_yaml("a: " + nested(10_000, "{a: ", "}", "1")),
    "items of items beside a value without quotes": under_yaml("a: b: c\n" + "- " * FITTING),
    "toml arrays": under_toml("a = " + nested(DEEP, "[", "]")),
    "toml arrays that fit": under_toml("a = " + nested(FITTING, "[", "]")),
    "toml tables": under_toml("a = " + nested(10_000, "{a=", "}", "1")),
    "json arrays": under_json('"a": ' + nested(DEEP, "[", "]")),
    "json arrays that fit": under_json('"a": ' + nested(FITTING, "[", "]")),
    "an object of arrays": '{"a": ' + nested(FITTING, "[", "]") + "}\n" + BODY,
    "an object without end": '{"a": ' + "[" * DEEP + "}\n" + BODY,
    "a date that is lists of lists": f"---\ndate: [[[2025]]]\n---\n{BODY}",
    "a date that is a map": f"---\ndate: {{y: 2025}}\n---\n{BODY}",
    "a date that is an empty list": under_toml("date = []"),
    "a date that is a time": under_toml("date = 10:30:00"),
    "a date of many digits": f"---\ndate: {'9' * 60_000}\n---\n{BODY}",
    "a toml number of many digits": under_toml(f"date = {'9' * 60_000}"),
    "a toml number in hexadecimal": under_toml(f"date = 0x{'f' * 60_000}"),
    "a json number of many digits": under_json(f'"date": {"9" * 60_000}'),
    "a json number of too many digits": under_json(f'"date": {"9" * 100_000}'),
    "a json number beyond all": under_json('"date": 1e999999'),
    "a lone surrogate for a date": under_json(r'"date": "\ud800"'),
    "a nul for a date": under_json(r'"date": "\u0000"'),
    "a nul for a date in yaml": f'---\ndate: "\\0"\n---\n{BODY}',
    "a list that holds itself": under_yaml("tags: &a [*a]"),
    "a map that holds itself": under_yaml("params: &a {params: *a, author: *a}"),
    "no end": f"---\n{DATED}" + "a: b\n" * 900_000,
    "no end of an object": '{"a": "b",\n' * 400_000,
    "only openings": "---json\n" * 500_000,
    "only brackets": "<" * 10_000_000,
    "brackets in a file that is not too large": "<" * 4_900_000,
    "only names": "a:\n" * 1_600_000,
    "spaces after a title": "Title: a\n" + " " * 4_900_000,
    "objects": '{"\n}' * 1_000_000,
    "percent signs": "% \n" * 1_600_000,
    "rules": "===\n" * 1_200_000,
    "a key of many dots": under_toml("a." * 30_000 + "a = 1"),
    "many keys of many dots": under_toml("\n".join(f"{DOTS}b{n} = 1" for n in range(150))),
    "many tables of many dots": under_toml("\n".join(f"[{DOTS}b{n}]" for n in range(150))),
}

READ = {
    "an alias bomb": under_yaml(bomb()),
    "a wide alias bomb": under_yaml(f"a: &a [{'[], ' * 9_000}]\ntags: [{'*a, ' * 5_000}]"),
    "many merges": under_yaml(f"a: &a {{b: c}}\n<<: [{'*a, ' * 5_000}]"),
    "keys that come twice": under_yaml("title: A\ntitle: B\nTitle: C"),
    "a lone surrogate": under_json(r'"date": "2025-07-26", "title": "\ud800", "url": "\ud800"'),
    "nuls": under_json(r'"date": "2025-07-26", "title": "\u0000a", "tags": ["\u0000"]'),
    "a title of many letters": under_yaml(f"title: {'x' * 63_000}"),
    "values without quotes": under_yaml("a: b: c\n" * 7_000),
    "many tags": under_yaml(f"tags: [{'a, ' * 20_000}]"),
}


@pytest.mark.parametrize("text", REJECTED.values(), ids=REJECTED)
def test_it_is_rejected_with_a_reason_in_time(text):
    with ending(), pytest.raises(Rejection) as rejection:
        readers.read(Item("a", "a", text.encode()))
    reason = str(rejection.value)
    assert reason.endswith(".")
    assert len(reason) < 300
    assert reason == storable(reason)


@pytest.mark.parametrize("text", READ.values(), ids=READ)
def test_it_is_read_in_time(text):
    with ending():
        assert readers.read(Item("a", "a", text.encode())).body == BODY


def test_no_worker_dies_of_it():
    texts = REJECTED | READ
    items = [Item(name, name, text.encode()) for name, text in texts.items()]
    with Cleaner(workers=1) as cleaner:
        results = {item.path: result for item, result in cleaner.clean_all(iter(items))}
    assert {name for name, result in results.items() if isinstance(result, CleanArticle)} == set(
        READ
    )
    assert [name for name, result in results.items() if str(result).startswith("Cleaning")] == []
