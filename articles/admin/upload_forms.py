"""What the desk asks of somebody who brings articles: files, an address, or the article itself."""

from typing import Any

from django import forms

from articles.ingest import clean
from articles.ingest.urls import MAX_LENGTH

MAX_TYPED = 500_000  # characters of a text; Django takes 2.5 MB of a form


class _FilesInput(forms.FileInput):
    """An input for several files."""

    allow_multiple_selected = True


class _FilesField(forms.FileField):
    """Several files, as a list; an empty one is a matter for the preview."""

    def __init__(self, **options: Any):
        super().__init__(widget=_FilesInput, allow_empty_file=True, **options)

    def clean(self, data: Any, initial: Any = None) -> list:
        """Return the files that were chosen."""
        return [super(_FilesField, self).clean(file, initial) for file in data or [None]]


class FilesForm(forms.Form):
    """Asks for files."""

    files = _FilesField(
        label="Files",
        help_text="Several at once: text with front matter, saved pages, tables (JSON Lines, CSV), "
        "WARC files, .zip and .tar.gz. Up to 32 MB and 1,000 articles.",
    )


class AddressForm(forms.Form):
    """Asks for the address of an article."""

    address = forms.URLField(
        max_length=MAX_LENGTH,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "off"}),
        help_text="The page is fetched once, and its title, date and text are read from it.",
    )


class TypedForm(forms.Form):
    """Asks for an article; its fields have the names that a file's front matter has."""

    title = forms.CharField(max_length=clean.MAX_TITLE)
    date = forms.DateField(
        label="Published on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    body = forms.CharField(
        label="Text", max_length=MAX_TYPED, widget=forms.Textarea(attrs={"rows": 12})
    )
    body_format = forms.ChoiceField(
        label="Written in",
        required=False,
        choices=[
            ("", "What it looks like"),
            ("markdown", "Markdown"),
            ("html", "HTML"),
            ("text", "Plain text"),
        ],
    )
    source = forms.URLField(
        label="Address",
        max_length=MAX_LENGTH,
        required=False,
        assume_scheme="https",
        help_text="Where the article was published.",
    )
    source_name = forms.CharField(
        label="Outlet",
        max_length=clean.MAX_SOURCE_NAME,
        required=False,
        help_text="What to call a source that the archive does not know yet.",
    )
    author = forms.CharField(label="Byline", max_length=clean.MAX_BYLINE, required=False)
    category = forms.CharField(
        max_length=clean.MAX_NAME,
        required=False,
        widget=forms.TextInput(attrs={"list": "categories"}),
    )
    tags = forms.CharField(max_length=2000, required=False, help_text="With commas between them.")
    language = forms.CharField(
        max_length=12, required=False, help_text="Its code, such as en; without one, English."
    )
    excerpt = forms.CharField(
        max_length=clean.MAX_EXCERPT, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    image = forms.URLField(
        label="Cover image",
        max_length=MAX_LENGTH,
        required=False,
        assume_scheme="https",
        help_text="The address of a picture; readers get it as a link.",
    )

    def clean_tags(self) -> list[str]:
        """Return the tags one by one."""
        return [tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip()]


class ConfirmForm(forms.Form):
    """Asks how what was previewed is to come in."""

    gate = forms.ChoiceField(
        label="New articles",
        widget=forms.RadioSelect,
        initial="judge",
        choices=[
            ("judge", "Publish what passes the quality gates, and hold the rest for review"),
            ("hold", "Hold all for review"),
            ("publish", "Publish all, whatever the gates say"),
        ],
    )
    group = forms.BooleanField(
        label="Place them in events at once",
        required=False,
        initial=True,
        help_text="Else the next import does.",
    )

    def __init__(self, user, *args: Any, **options: Any):
        super().__init__(*args, **options)
        if not user.has_perm("articles.change_article"):
            self.fields["gate"].choices = self.fields["gate"].choices[:-1]
