"""How names become keys and addresses: pure functions, so that one name has one address."""

import hashlib
import re
import unicodedata

from django.utils.text import slugify

_INITIALISM = re.compile(r"(?<!\w)(?:\w\.)+\w?(?!\w)")
_SPACES = re.compile(r"[\s_\-\u2010-\u2015]+")
_WORD = re.compile(r"[^\W_]+")
_ACCENTS = re.compile("[\u0300-\u036f]")
_SLUG_LENGTH = 80
_KEY_LENGTH = 160


def name_key(name: str) -> str:
    """Return what makes two names the same: `Ai`, `AI` and `A.I.` agree, `C++` and `C#` do not.

    It is at most 160 characters long, which compatibility forms can exceed when spelled out.
    """
    text = unicodedata.normalize("NFKC", name).casefold()
    text = _INITIALISM.sub(lambda match: match.group().replace(".", ""), text)
    return _SPACES.sub(" ", text).strip()[:_KEY_LENGTH].strip()


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in small letters, accents and signs dropped.

    `Regulation (EU) 2024/1689` has the words regulation, eu, 2024 and 1689.
    """
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", plain).casefold()))


def name_slug(name: str) -> str:
    """Return the address of a tag or category, never empty.

    Signs that tell names apart are spelled out; names in other scripts keep their letters; a
    name of signs alone gets an address from its digest.
    """
    spelled = name_key(name).replace("+", " plus ").replace("#", " sharp ").replace("&", " and ")
    slug = slugify(spelled, allow_unicode=not _fits_ascii(spelled))
    return slug[:_SLUG_LENGTH].strip("-") or hashlib.sha256(name.encode()).hexdigest()[:12]


def _fits_ascii(text: str) -> bool:
    """Say whether all letters and digits of a text have plain forms, accents aside."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return sum(map(str.isalnum, plain)) == sum(map(str.isalnum, text))


def title_slug(title: str) -> str:
    """Return the readable part of an article's or event's address, empty in other scripts.

    It is cut at a word, at 80 characters at most.
    """
    slug = slugify(title)
    if len(slug) <= _SLUG_LENGTH:
        return slug
    return slug[: _SLUG_LENGTH + 1].rpartition("-")[0] or slug[:_SLUG_LENGTH]


def free_slug(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, or with the first number that makes it differ from all `taken`."""
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
