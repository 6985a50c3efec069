"""The numbers of rows, as addresses and forms name them."""

_MOST_DIGITS = 18  # a bigint of PostgreSQL holds them all, and Python refuses thousands


def row_number(written: str) -> int | None:
    """Return the number of a row that a value names, None where it is no such number."""
    is_one = written.isascii() and written.isdecimal() and len(written) <= _MOST_DIGITS
    return int(written) if is_one else None
