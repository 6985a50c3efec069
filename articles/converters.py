"""Parts of addresses."""

from django.urls.converters import StringConverter

from articles.listings import FORMATS


class FormatConverter(StringConverter):
    """The suffix that names a format."""

    regex = "|".join(FORMATS)


class WordConverter(StringConverter):
    """A slug in any script."""

    regex = r"[-\w]+"


class DomainConverter(StringConverter):
    """A domain in small letters; underscores occur in hosts that are served all the same."""

    regex = r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?"


class YearConverter:
    """A year of four digits."""

    regex = r"[0-9]{4}"

    def to_python(self, value: str) -> int:
        """Return the year as a number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the year as it stands in an address."""
        return f"{value:04}"


class MonthConverter(YearConverter):
    """A month of two digits."""

    regex = r"[0-9]{2}"

    def to_url(self, value: int) -> str:
        """Return the month as it stands in an address."""
        return f"{value:02}"
