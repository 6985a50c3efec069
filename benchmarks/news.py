"""Made-up news in the archive's input format: the same files for the same seed.

Words are drawn by rank as in natural language (Zipf's law), and reports of one happening share
words of their own, so that searching, grouping and finding copies have work to do. About 300
articles a day from 60 outlets, of 100 to 1,100 words: most are HTML with links, lists, quotes and
images, some Markdown, some plain text; one in 25 is a copy of another.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

A_DAY = 300
FIRST_DAY = date(2019, 1, 1)
OUTLETS = 60
_SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
_STORY_WORDS = 40
_TAGS = [f"Topic {number}" for number in range(80)]


class Newsroom:
    """Writes files, each as (name, text); one seed gives one sequence of them."""

    def __init__(self, seed: int = 1):
        self._chance = random.Random(seed)
        self._vocabulary = [self._word() for _ in range(20_000)]
        self._weights = list(accumulate(1 / rank for rank in range(2, 20_002)))
        self._stories: list[list[str]] = []
        self._last_body = ""

    def files(self, count: int) -> Iterator[tuple[str, str]]:
        """Write so many files, in the order of their days."""
        for number in range(count):
            if number % A_DAY == 0:
                self._stories = [self._story() for _ in range(A_DAY // 2)]
            yield f"{number:07}.md", self._file(number)

    def report(self, number: int) -> tuple[int, str, str]:
        """Write the next report alone: its outlet, its title and its words."""
        if number % A_DAY == 0:
            self._stories = [self._story() for _ in range(A_DAY // 2)]
        story = self._chance.choice(self._stories)
        paragraphs = (self._paragraph(story) for _ in range(self._chance.randint(2, 20)))
        return self._chance.randrange(OUTLETS), self._title(story), "\n\n".join(paragraphs)

    def _word(self) -> str:
        return "".join(self._chance.choices(_SYLLABLES, k=self._chance.randint(1, 4)))

    def _words(self, count: int) -> list[str]:
        return self._chance.choices(self._vocabulary, cum_weights=self._weights, k=count)

    def _story(self) -> list[str]:
        """The words that the reports of one happening share."""
        return self._chance.sample(self._vocabulary[500:], _STORY_WORDS)

    def _file(self, number: int) -> str:
        story = self._chance.choice(self._stories)
        outlet = self._chance.randrange(OUTLETS)
        day = FIRST_DAY + timedelta(days=number // A_DAY)
        title = self._title(story)
        tags = ", ".join(self._chance.sample(_TAGS, 4))
        if number % 25 or not self._last_body:
            self._last_body = self._body(story, number % 10)
        return (
            f'---\ntitle: "{title}"\ndate: {day}\nauthor: Reporter {outlet}-{number % 7}\n'
            f"category: Desk {number % 9}\ntags: [{tags}]\n"
            f"source: https://www.outlet{outlet}.test/{day:%Y/%m}/{number}?utm_source=feed\n---\n"
            f"{self._last_body}\n"
        )

    def _title(self, story: list[str]) -> str:
        return " ".join(self._chance.sample(story, 4) + self._words(4)).capitalize()

    def _body(self, story: list[str], kind: int) -> str:
        paragraphs = [self._paragraph(story) for _ in range(self._chance.randint(2, 20))]
        if kind == 0:
            return "\n\n".join(paragraphs)
        if kind <= 2:
            return "\n\n".join(f"## {' '.join(self._words(4))}\n\n{text}" for text in paragraphs)
        return "\n".join(self._html(at, text) for at, text in enumerate(paragraphs))

    def _paragraph(self, story: list[str]) -> str:
        words = self._words(40) + self._chance.choices(story, k=12)
        self._chance.shuffle(words)
        return " ".join(words).capitalize() + "."

    def _html(self, at: int, text: str) -> str:
        link = f'<a href="https://law{self._chance.randrange(500)}.test/act/{at}">{text[:20]}</a>'
        if at % 7 == 3:
            return f"<h2>{text[:30]}</h2><ul><li>{link}</li><li>{text}</li></ul>"
        if at % 7 == 5:
            return f'<blockquote><p>{text}</p></blockquote><img src="/image/{at}.jpg" alt="{at}">'
        return f'<p class="text">{text} <strong>{link}</strong> <em>{text[20:60]}</em></p>'
