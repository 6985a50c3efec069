"""Where commands write what other programs read."""

import io
import sys
from typing import TextIO


def in_utf_8() -> TextIO:
    """Return standard output, which writes UTF-8 from now on, whatever the terminal's encoding is.

    One that holds text, not bytes, stays as it is.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    return sys.stdout
