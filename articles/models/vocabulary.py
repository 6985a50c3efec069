"""What search knows about words: which mean the same, and which the archive has."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Left, Length

from articles.models.history import revisions
from articles.names import words_of

MOST_MEMBERS = 12
LONGEST_MEMBER = 100


@revisions("SynonymRevision")
class Synonym(models.Model):
    """Names of one thing: whoever searches for one of them finds the others too."""

    members = models.TextField(
        "names",
        help_text=f"One a line, from two to {MOST_MEMBERS}. Each is found for each of the others.",
    )

    class Meta:
        ordering = ["members"]

    def __str__(self):
        return " = ".join(self.names)

    @property
    def names(self) -> tuple[str, ...]:
        """The names, each once, in the order in which they are written."""
        known = {}
        for line in self.members.splitlines():
            known.setdefault(words_of(line), line.strip())
        return tuple(line for words, line in known.items() if words)

    def clean(self):
        """Refuse too few names, too many, too long ones, and one that stands in another group."""
        self.members = "\n".join(self.names)
        if not 2 <= len(self.names) <= MOST_MEMBERS:
            self._refuse(f"Write from two to {MOST_MEMBERS} different names, one a line.")
        for name in self.names:
            if len(name) > LONGEST_MEMBER:
                told = f"“{name[:40]}…” is longer than {LONGEST_MEMBER} characters."
                self._refuse(f"{told} Write names, not sentences.")
        ours = set(map(words_of, self.names))
        for other in Synonym.objects.exclude(pk=self.pk):
            for name in other.names:
                if words_of(name) in ours:
                    self._refuse(f"“{name}” stands in “{other}” already. Change it there.")

    def _refuse(self, message):
        raise ValidationError({"members": message})


class VocabularyWord(models.Model):
    """A word that articles are written with, by which a mistyped one is known."""

    word = models.CharField(max_length=40, primary_key=True)
    articles = models.PositiveIntegerField(help_text="Among those that were counted.")

    class Meta:
        ordering = ["word"]
        indexes = [
            models.Index(
                Left("word", 1), Length("word"), models.F("articles").desc(), name="word_likeness"
            ),
        ]

    def __str__(self):
        return self.word
