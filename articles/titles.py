"""What makes two titles the same."""

import re

# Characters, as the column has them.
_LONGEST_KEY = 300
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def title_key(title: str) -> str:
    """Return a title without numbers and punctuation, case folded.

    By it template titles are known, which differ in numbers alone. Folding can make it longer than
    the title, so it is cut.
    """
    return " ".join(_NOT_LETTERS.sub(" ", title.casefold()).split())[:_LONGEST_KEY]
