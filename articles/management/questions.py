"""What commands ask whoever sits at the terminal."""

import sys


def agrees(question: str) -> bool:
    """Ask before what cannot be taken back, and say whether the answer was yes, in full.

    An end of the input (Ctrl-D) is a no.
    """
    try:
        return input(f'{question} Type "yes": ').strip().lower() == "yes"
    except EOFError:
        sys.stdout.write("\n")
        return False
