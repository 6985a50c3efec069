"""Addresses that another host carries in a writing of its own: guards of mail, and translators."""

import base64
import binascii
import json
import re
from urllib.parse import SplitResult, parse_qsl, unquote

# Proofpoint: /v3/__https://outlet.example/story__;!!abc, or with stars that stand for other signs.
_GUARDED = re.compile(r"/v3/__(https?:/+[^*]+)__;[!\w-]*!!.*", re.IGNORECASE)
_GUARD = re.compile(r"urldefense(?:\.proofpoint|\.us)?\.com|urldefense\.us")
# Substack: /redirect/2/<JSON in base64>.<signature>
_LETTER = re.compile(r"/redirect/2/([\w-]+)\..*")
_TRANSLATED = ".translate.goog"


def original(parts: SplitResult) -> str:
    """The address that the one in `parts` stands for, or nothing where it stands for itself.

    The host of `parts` is in lower case and has no `www.` before it.
    """
    host = parts.netloc
    if _GUARD.fullmatch(host):
        return _of_guard(parts)
    if host.endswith(_TRANSLATED):
        return _of_translator(parts)
    if host == "substack.com" and (letter := _LETTER.fullmatch(parts.path)):
        return _of_letter(letter[1])
    return ""


def _of_guard(parts: SplitResult) -> str:
    if found := _GUARDED.fullmatch(parts.path):
        return re.sub("^(https?):/+", r"\1://", found[1])
    given = dict(parse_qsl(parts.query)).get("u", "")
    return unquote(given.replace("_", "/").replace("-", "%")) if parts.path == "/v2/url" else ""


def _of_translator(parts: SplitResult) -> str:
    """Hyphens stand for dots in such a host, and two of them for one."""
    labels = parts.netloc.removesuffix(_TRANSLATED).split("--")
    host = "-".join(label.replace("-", ".") for label in labels)
    return parts._replace(scheme="https", netloc=host).geturl()


def _of_letter(coded: str) -> str:
    try:
        found = json.loads(base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        return ""
    address = found.get("e") if isinstance(found, dict) else ""
    return address if isinstance(address, str) else ""
