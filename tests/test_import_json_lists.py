"""JSON that holds several articles: in lists wherever they stand, or one after the other."""

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.containers import items
from articles.ingest.worker import clean_item

ONE = {"title": "One", "date": "2025-07-26", "body": "The council adopted a rule."}
TWO = {"title": "Two", "date": "2025-07-27", "body": "The council met again."}
FILM = {"title": "A film", "date": "2025-07-27", "url": "https://outlet.example/film"}


def found(tmp_path, text, name="a.json", passed_over=None):
    (tmp_path / name).write_text(text if isinstance(text, str) else json.dumps(text))
    return list(items([str(tmp_path / name)], None, passed_over))


def titles(given):
    return [clean_item(item).title for item in given]


@pytest.mark.parametrize(
    "packed",
    [
        {"stories": [ONE, TWO]},
        {"hits": {"total": 2, "hits": [{"_id": "1", "_source": ONE}, {"_source": TWO}]}},
        {"data": [{"type": "a", "attributes": ONE}, {"type": "a", "attributes": TWO}]},
        {"data": {"posts": {"edges": [{"node": ONE}, {"node": TWO}]}}},
        {"rows": [{"id": "1", "doc": ONE}, {"id": "2", "doc": TWO}]},
        {"response": {"docs": [ONE, TWO]}},
        {"articles": {"-Na": ONE, "-Nb": TWO}},
        [{"type": "header"}, {"type": "table", "data": [ONE, TWO]}],
    ],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_of_articles_is_found_wherever_it_stands(tmp_path, packed, indent):
    assert titles(found(tmp_path, json.dumps(packed, indent=indent))) == ["One", "Two"]


def test_every_list_of_articles_is_read_under_its_name(tmp_path):
    given = found(tmp_path, {"posts": [ONE], "pages": [TWO]})
    assert titles(given) == ["One", "Two"]
    assert [item.origin for item in given] == ["a.json#posts:1", "a.json#pages:1"]


def test_a_list_beside_articles_that_has_no_texts_is_told(tmp_path):
    one, left = found(tmp_path, {"articles": [ONE], "videos": [FILM, FILM]})
    assert (one.origin, left.origin) == ("a.json:1", "a.json#videos")
    assert left.problem.startswith("A list beside the articles was left out: its 2 records have no")
    assert "They hold 'title', 'date', 'url'." in left.problem


def test_a_list_of_other_things_is_counted(tmp_path):
    passed_over = Counter()
    given = found(
        tmp_path, {"posts": [ONE], "users": [{"id": 1}, {"id": 2}]}, "a.json", passed_over
    )
    assert titles(given) == ["One"]
    assert passed_over == {"of the list 'users', which holds no articles": 2}


def test_what_stands_within_an_article_is_its_own(tmp_path):
    article = ONE | {"comments": [{"title": "Re", "body": "No.", "date": "2025-07-27"}]}
    assert [item.origin for item in found(tmp_path, article)] == ["a.json"]
    assert titles(found(tmp_path, {"posts": [article]})) == ["One"]


def test_objects_one_after_the_other_are_a_sequence(tmp_path):
    for mark in ("", "\x1e"):
        for indent in (None, 2):
            text = "".join(f"{mark}{json.dumps(one, indent=indent)}\n" for one in (ONE, TWO))
            assert titles(found(tmp_path, text)) == ["One", "Two"]


def test_answers_one_after_the_other_are_read_through(tmp_path):
    text = f"{json.dumps({'articles': [ONE]})}\n{json.dumps({'articles': [TWO]})}\n"
    assert titles(found(tmp_path, text, "a.jsonl")) == ["One", "Two"]
    assert titles(found(tmp_path, f"{json.dumps([ONE])}\n{json.dumps([TWO])}")) == ["One", "Two"]


def test_a_sequence_that_is_cut_short_says_so(tmp_path):
    *read, last = found(tmp_path, json.dumps({"posts": [ONE, TWO]}, indent=1)[:-40])
    assert titles(read) == ["One"]
    assert last.problem.endswith("the file is cut short. Get it anew.")


def test_lines_for_a_search_engine_are_passed_over(tmp_path):
    passed_over = Counter()
    lines = [{"index": {"_index": "news", "_id": "1"}}, ONE, {"create": {}}, TWO]
    text = "\n".join(map(json.dumps, lines))
    assert titles(found(tmp_path, text, "a.ndjson", passed_over)) == ["One", "Two"]
    assert passed_over == {"that tell a search engine what to do with the next": 2}


def test_an_article_among_what_it_refers_to_is_one_file(tmp_path):
    graph = [
        {"@type": "Person", "@id": "#a", "name": "Ana Writer"},
        {"@type": "NewsArticle", "headline": "One", "datePublished": "2025-07-26"}
        | {"author": {"@id": "#a"}, "articleBody": "The council adopted a rule."},
    ]
    [item] = found(tmp_path, {"@context": "https://schema.example", "@graph": graph})
    assert (clean_item(item).title, clean_item(item).byline) == ("One", "Ana Writer")
    passed_over = Counter()
    several = found(tmp_path, {"@graph": [*graph, graph[1]]}, "a.json", passed_over)
    assert titles(several) == ["One", "One"]
    assert passed_over == {"of linked data that describe no article": 1}


def test_json_in_utf_16_is_read(tmp_path):
    (tmp_path / "a.json").write_bytes(json.dumps({"posts": [ONE, TWO]}).encode("utf-16"))
    assert titles(items([str(tmp_path / "a.json")])) == ["One", "Two"]


def test_text_under_an_object_is_no_sequence(tmp_path):
    text = f"{json.dumps({'title': 'One', 'date': '2025-07-26'}, indent=1)}\n\nIt met. {{a}} {{b}}"
    assert titles(found(tmp_path, text, "a.md")) == ["One"]


@given(st.text(alphabet='"[]{},:\\\n ab\x1e', max_size=80), st.sampled_from(["a.json", "a.jsonl"]))
def test_any_json_comes_apart_without_a_failure(tmp_path_factory, text, name):
    folder = tmp_path_factory.mktemp("json")
    for beginning in ("{", "[{", '{"posts": [{"title": "a", "body": "b"}'):
        for item in found(folder, beginning + text, name):
            assert item.content or item.problem


def test_objects_under_very_many_keys_are_all_read(tmp_path):
    record = ONE | {"tags": [{"name": "a"}], "author": {"name": "Ana"}}
    given = found(tmp_path, {"articles": {f"-N{number}": record for number in range(400)}})
    assert len(titles(given)) == 400


def test_more_lists_than_can_be_told_apart_are_told(tmp_path):
    lists = {f"list{number}": [FILM] for number in range(200)}
    *_, last = found(tmp_path, lists | {"posts": [ONE]} | {"more": lists})
    assert last.problem.startswith("More lists than can be told apart")


def test_records_that_are_named_by_their_addresses_have_them(tmp_path):
    packed = {f"https://outlet.example/rule-{n}": one for n, one in enumerate((ONE, TWO))}
    long = "https://outlet.example/" + "a" * 1500
    given = found(tmp_path, {**packed, long: {**ONE, "body": "The council was late."}})
    assert [clean_item(item).canonical_url for item in given] == [*packed, long]


def test_records_that_are_named_by_numbers_are_read_as_they_stand(tmp_path):
    given = found(tmp_path, {"12": ONE, "13": TWO})
    assert [json.loads(item.content) for item in given] == [ONE, TWO]
