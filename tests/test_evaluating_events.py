"""A grouping is scored against labels that people made."""

import itertools
import json
from collections import defaultdict

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from articles.events.gold import GoldError, articles_by_name, read_lines
from articles.events.scoring import b_cubed, intervals, pairwise, score
from articles.models import Article, Original
from tests.factories import make_article, make_event

LABELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=14)


def near(found, precision, recall):
    assert (found.precision, found.recall) == (pytest.approx(precision), pytest.approx(recall))


@given(LABELS)
def test_b_cubed_is_the_mean_over_articles_of_what_their_groups_hold(labels):
    events, groups = defaultdict(set), defaultdict(set)
    for article, (event, group) in enumerate(labels):
        events[event].add(article)
        groups[group].add(article)
    shares = [
        (len(events[e] & groups[g]) / len(groups[g]), len(events[e] & groups[g]) / len(events[e]))
        for e, g in labels
    ]
    precision, recall = (sum(column) / len(labels) for column in zip(*shares, strict=True))
    near(score(labels, b_cubed), precision, recall)


@given(LABELS)
def test_pairwise_scores_count_pairs(labels):
    pairs = list(itertools.combinations(labels, 2))
    true = [one[0] == other[0] for one, other in pairs]
    said = [one[1] == other[1] for one, other in pairs]
    right = sum(t and s for t, s in zip(true, said, strict=True))
    precision = right / sum(said) if any(said) else 1
    near(score(labels, pairwise), precision, right / sum(true) if any(true) else 1)


def test_a_perfect_grouping_has_no_doubt_about_it():
    labels = [(1, "a"), (1, "a"), (2, "b"), (3, "c")]
    assert score(labels, b_cubed).f1 == score(labels, pairwise).f1 == 1
    assert intervals(labels, b_cubed) == ((1, 1),) * 3


def test_an_interval_lies_around_its_figure():
    labels = [(n // 3, n // 3 + n % 5 // 4) for n in range(90)]
    (low, high), *_ = intervals(labels, pairwise)
    assert low < score(labels, pairwise).precision < high


def gold(tmp_path, *rows):
    file = tmp_path / "gold.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows))
    return file


def name_of(article):
    return Original.objects.get(article=article).origins[0]


@pytest.mark.django_db
def test_the_command_scores_the_archive_copies_included(tmp_path, capsys):
    text = " ".join(f"word{n} in a long text" for n in range(30))
    first, copy = (make_article(title=f"Title {n}", body_text=text) for n in "ab")
    other, alone = make_article(), make_article()
    Original.objects.filter(article=alone).update(origins=["a folder/sub\\alone.md"])
    make_event(first, other)
    rows = [{"id": name_of(article), "event": "one"} for article in (first, copy, other)]
    call_command("evaluate_events", gold(tmp_path, *rows, {"id": "alone.md", "event": None}))
    printed = capsys.readouterr().out
    assert Article.objects.get(pk=copy.pk).duplicate_of == first
    assert "4 files, 2 events by the labels, 2 here." in printed
    assert "B-cubed" in printed
    assert printed.count("1.000") == 6


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"id": "absent.md", "event": None}, r"absent\.md"),
        ({"id": "absent.md"}, "line 1: lacks event"),
        ("[1]", "line 1: lacks id, event"),
        ("{", "line 1: not JSON"),
        ({"id": ["list.md"], "event": None}, "line 1: what id holds"),
        ({"id": None, "event": None}, "line 1: what id holds"),
        ({"id": "a.md", "event": {}}, "line 1: what event holds"),
        ({"id": "a.md", "event": True}, "line 1: what event holds"),
        ({"id": "a.md", "event": ""}, "line 1: what event holds"),
        ("", "holds no labels"),
    ],
)
def test_labels_that_cannot_be_used_are_an_error(tmp_path, row, said):
    with pytest.raises(CommandError, match=said):
        call_command("evaluate_events", gold(tmp_path, row))


def test_a_file_with_two_labels_is_an_error(tmp_path):
    rows = [{"id": "a.md", "event": 1}, {"id": "b.md", "event": 1}, {"id": "a.md", "event": 2}]
    with pytest.raises(CommandError, match=r"a\.md has more than one line"):
        call_command("evaluate_events", gold(tmp_path, *rows))


@pytest.mark.django_db
def test_the_first_ten_files_that_are_not_there_are_named(tmp_path):
    rows = [{"id": f"{number:02}.md", "event": None} for number in range(12)]
    with pytest.raises(CommandError, match=r"12 of 12 .*00\.md, .*09\.md and 2 more"):
        call_command("evaluate_events", gold(tmp_path, *rows))


@pytest.mark.django_db
def test_a_name_of_files_of_two_articles_is_an_error():
    for folder, article in zip("ab", (make_article(), make_article()), strict=True):
        Original.objects.filter(article=article).update(origins=[f"{folder}/same.md"])
    with pytest.raises(GoldError, match=r"same\.md is the name of 2 files.*leave the line out"):
        articles_by_name(["same.md"])


@pytest.mark.django_db
def test_a_name_of_files_of_one_text_is_that_article():
    text = " ".join(f"word{n} in a long text" for n in range(30))
    first, copy = (make_article(title=f"Title {n}", body_text=text) for n in "ab")
    for folder, article in zip("ab", (first, copy), strict=True):
        Original.objects.filter(article=article).update(origins=[f"{folder}/same.md"])
    assert articles_by_name(["same.md"]) == {"same.md": first.pk}


@pytest.mark.parametrize("mark", ["\u2028", "\u2029", "\u0085"])
def test_signs_that_end_lines_elsewhere_may_stand_in_a_label(tmp_path, mark):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(f'{{"id": "a{mark}b.md"}}\r\n{{"id": "c"}}\n'.encode())
    assert read_lines(path, {"id": str}) == [{"id": f"a{mark}b.md"}, {"id": "c"}]


@pytest.mark.django_db
def test_a_mark_of_its_encoding_before_the_first_line_is_no_part_of_it(tmp_path):
    path = tmp_path / "marked.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "absent.md", "event": null}')
    with pytest.raises(CommandError, match=r"not in the archive: absent\.md"):
        call_command("evaluate_events", path)


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("evaluate_events", tmp_path / "none.jsonl")
