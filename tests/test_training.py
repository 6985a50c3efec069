"""Weights are learned from labelled pairs."""

import json
import math
import random

import pytest
from django.core.management import CommandError, call_command

from articles.events import likeness
from articles.events.grouping import group_pending
from articles.events.training import fit
from tests.factories import make_article

CHANCE = random.Random(5)


def labelled(count):
    """Pairs of which a part decides, one speaks against it and one says nothing."""
    for _ in range(count):
        pair = {"for": CHANCE.random(), "against": CHANCE.random() * 10, "noise": CHANCE.random()}
        z = 8 * pair["for"] - 0.5 * pair["against"] - 2
        yield pair, CHANCE.random() < 1 / (1 + math.exp(-z))


def test_the_weights_that_made_the_labels_are_found_again():
    pairs, same = zip(*labelled(4000), strict=True)
    weights = fit(pairs, same)
    assert weights["for"] == pytest.approx(8, rel=0.2)
    assert weights["against"] == pytest.approx(-0.5, rel=0.2)
    assert weights["bias"] == pytest.approx(-2, abs=0.5)
    assert abs(weights["noise"]) < 0.5


def test_a_part_that_never_varies_does_no_harm():
    weights = fit([{"x": 0.0, "still": 1.0}, {"x": 1.0, "still": 1.0}], [False, True])
    assert weights["x"] > 0
    assert weights["still"] == 0


def test_labels_of_one_kind_alone_teach_nothing():
    with pytest.raises(ValueError, match="both kinds"):
        fit([{"x": 1.0}, {"x": 2.0}], [True, True])


@pytest.mark.django_db
def test_the_command_prints_a_weight_for_each_part_that_likeness_uses(tmp_path, capsys):
    names = [make_article().originals.get().origins[0] for _ in range(4)]
    group_pending()
    rows = [
        {"a": names[0], "b": names[1], "same": True},
        {"a": names[2], "b": names[3], "same": False},
        {"a": names[1], "b": names[2], "same": False},
    ]
    file = tmp_path / "pairs.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    call_command("train_events", file)
    assert json.loads(capsys.readouterr().out).keys() == likeness._WEIGHTS.keys()


@pytest.mark.django_db
def test_the_command_names_the_file_that_is_not_in_the_archive(tmp_path):
    file = tmp_path / "pairs.jsonl"
    file.write_text('{"a": "absent.md", "b": "absent.md", "same": true}')
    with pytest.raises(CommandError, match=r"absent\.md"):
        call_command("train_events", file)
