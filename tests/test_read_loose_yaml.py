"""Front matter that is no sound YAML is read where what was meant is plain, and a note says so."""

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from articles.ingest import readers
from articles.ingest.readers import loose_yaml
from articles.ingest.records import Item, Rejection

BODY = "The council adopted its rule on Friday."


def read(front):
    text = f"---\ndate: 2025-07-26\n{front}\n---\n{BODY}"
    return readers.read(Item("a.md", "a.md", text.encode()))


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("title: AI Act: what's next", "AI Act: what's next"),
        ('title: "He said "yes" there"', 'He said "yes" there'),
        ('title: "Yes" is the answer: why', '"Yes" is the answer: why'),
        ("title: @council speaks", "@council speaks"),
        ("title: `rule` adopted", "`rule` adopted"),
        ("title: 'It's adopted'", "It's adopted"),
        ("title: %d of them", "%d of them"),
        ("title: *Nature* prints a rule", "*Nature* prints a rule"),
        ("title: *all* of it", "*all* of it"),
        ("title: & more", "& more"),
        ("title: &rule it: yes", "&rule it: yes"),
        ("title: [Update] Rule adopted", "[Update] Rule adopted"),
        ("title: {Draft} rule", "{Draft} rule"),
        ("title: > a quote", "> a quote"),
        ("title: | a bar", "| a bar"),
    ],
)
def test_a_value_may_lack_its_quotes(line, title):
    article = read(line)
    assert article.title == title
    assert article.notes[0].startswith("Broken front matter on line 3: ")
    assert article.notes[0].endswith("Read as if its values were in quotes.")


@pytest.mark.parametrize(
    ("front", "title", "tags"),
    [
        ("title: Rule #5 adopted", "Rule #5 adopted", ()),
        ("title: Rule #5's end # to be checked", "Rule #5's end", ()),
        ("title: #AI is here", "#AI is here", ()),
        ("title: !important rule", "!important rule", ()),
        ("Title: Why it trends as #AI", "Why it trends as #AI", ()),
        ("title: Rule\ntags:\n  - #AI\n  - audits", "Rule", ("#AI", "audits")),
    ],
)
def test_a_sign_for_a_number_or_a_tag_begins_no_comment(front, title, tags):
    article = read(front)
    assert (article.title, article.tags) == (title, tags)
    assert "What begins with # or ! was read as text" in article.notes[0]


@pytest.mark.parametrize(
    "front",
    ["title: Rule # 5 adopted", "title: Rule #", "title: 'Rule' #5", "author: A #5\ntitle: Rule"],
)
def test_any_other_comment_is_one(front):
    article = read(front)
    assert (article.title, article.notes) == ("Rule", ())


def test_a_quotation_mark_may_begin_a_word():
    assert read("title: 'Tis the rule\ntags: [a]").title == "'Tis the rule"


def test_names_of_yaml_are_kept_where_another_line_is_mended():
    article = read("author: &one Ana Writer\nwriter: *one\ntitle: Rule: adopted\ntags: [a, b]")
    assert (article.byline, article.title, article.tags) == (
        "Ana Writer",
        "Rule: adopted",
        ("a", "b"),
    )


def test_a_merge_key_brings_what_a_table_lacks():
    article = read("base: &base\n  author: Ana Writer\n  title: Another\n<<: *base\ntitle: A rule")
    assert (article.title, article.byline, article.notes) == ("A rule", "Ana Writer", ())


def test_what_was_decoded_wrongly_is_put_right_even_where_yaml_forbids_it():
    assert read('title: "The EU’s â€œAI Actâ€\x9d, adopted"').title == "The EU’s “AI Act”, adopted"


def test_tabs_may_indent():
    article = read("title: Rule: adopted # 5\ntags:\n\t- audits\n\t- @models")
    assert (article.title, article.tags) == ("Rule: adopted # 5", ("audits", "@models"))


def test_the_other_lines_are_left_as_they_are():
    article = read("title: Rule: adopted\nsummary: >-\n  What it\n  says.\ntags: [a,\n  b] # two")
    assert (article.excerpt, article.tags) == ("What it says.", ("a", "b"))


def test_what_stays_broken_is_told_as_it_was():
    with pytest.raises(Rejection, match=r"on line 3: mapping values.*Correct the YAML\.$"):
        read("title: Rule: adopted\ntags: [a")


def test_sound_front_matter_has_no_note():
    assert read("title: 'Rule: adopted'").notes == ()


@example("- \t-\n\x85'")
@given(st.text(alphabet="abc:-#'\"[]{}@`\t \n\x9d", max_size=60))
def test_any_front_matter_is_read_or_rejected(front):
    assert loose_yaml.quoted(front).count("\n") == front.count("\n")
    with contextlib.suppress(Rejection):
        assert read(front).body
