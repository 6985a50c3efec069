"""What generators leave in a body: dropped where it is not for readers, the words kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.ingest.readers import template_marks
from tests.endings import ending


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("Before {% raw %}words{% endraw %} after.", "Before words after."),
        ("{% include figure.html src='a.png' %}\n\nText.", "Text."),
        ("{%- if page.x == '5%' -%}Text.{%- endif -%}", "Text."),
        ("![](a.png){: .wide }\nText.\n{: #id .note}\nMore.", "![](a.png)\nText.\n\nMore."),
        ("## A heading {#section}\n\nText.", "## A heading\n\nText."),
        ("[here]({% post_url 2025-07-26-a %}) and on", "here and on"),
        ("[home]({{ site.baseurl }}/about/)", "home"),
        ("See {{ page.title }}.", "See ."),
        ('{{< figure src="a.png" caption="A <b>b</b>" >}}\n\nText.', "Text."),
        ("{{% notice tip %}}\nWords.\n{{% /notice %}}", "Words."),
        ('[the act]({{< ref "act.md" >}}) says', "the act says"),
        (":::note\nWords.\n:::\nMore.", "Words.\n\nMore."),
        (":::tip[A title]\nWords.\n:::", "A title\nWords."),
        ("::: warning Heed this\nWords.\n:::", "Heed this\nWords."),
        ("::: {.callout-note}\nWords.\n:::", "Words."),
        ("A::: b", "A::: b"),
        ("Words <!-- more --> go on.", "Words  go on."),
        ("The [[EU AI Act]] and [[act|the act]] say.", "The EU AI Act and the act say."),
        ("![[picture.png]]\nText.", "Text."),
        (
            (
                "import Note from '../Note.astro';\nimport './a.css'\n\n<Note kind={a => 'b'}>"
                '\nText.\n</Note>\n<Video id="x" />\n{/* later */}'
            ),
            "Text.",
        ),
        ("Words.\n\n{/* truncate */}\n\nMore.", "Words.\n\n\nMore."),
        ("* TOC\n{:toc}\n\nWords.", "Words."),
        ("Words %%for me alone%% go on.\n\n%%\nTwo\nlines\n%%", "Words  go on."),
        ("export const meta = { a: 1 }\n\nText <Badge /> here.", "Text  here."),
    ],
)
def test_it_drops_what_is_for_the_generator(body, left):
    assert template_marks.without(body) == left


@pytest.mark.parametrize(
    "body",
    [
        "A [[1]](https://example.org/1) in brackets.",
        "A [[1]][1] in brackets.",
        "Growth of 5 % {in one year} and {more}.",
        "Import duties rise.\n\nimport taxes from China are 'new'.",
        "<P>ONE.</P><Div>Two.</Div>",
        "A set {a, b} and {{name}} stay.",
        "f'{x:.2f} {y:d}' is code.",
        "a[[0, 1], [2, 3]]",
        "5 < 6 <!-- never closed",
        "{% never closed",
        "{{< never closed",
    ],
)
def test_it_leaves_other_text_alone(body):
    assert template_marks.without(body) == body


@pytest.mark.parametrize(
    "piece",
    ["{%", "{{<", "{{%", "{{ site.", "[[", "![[", "<!--", "<", "[a](", "{:", " ", "import ", "<Aa ",
     "[a]({%", "{{% %", "\n{#", "=>", "[[a|"],
)  # fmt: skip
def test_nothing_takes_long(piece):
    body = "import './a'\n" + piece * (4_000_000 // len(piece))
    with ending():
        template_marks.without(body)


@given(st.text(alphabet="{}%<>[]()!:#|-/* \nAaimport'", max_size=60))
def test_what_is_left_is_part_of_the_text(body):
    left = iter(template_marks.without(body))
    kept = next(left, None)
    for sign in body:
        if sign == kept:
            kept = next(left, None)
    assert kept is None
