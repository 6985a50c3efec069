"""Paragraphs and the like that an outlet repeats from article to article."""

from django.db import models

from articles.models.history import revisions
from articles.models.sources import Source

# Articles of a block are counted up to so many.
MOST_COUNTED = 1000

_OF_ARTICLES = """(
    SELECT %(function)s FROM (
        SELECT id FROM articles_article a WHERE a.blocks @> ARRAY[%(expressions)s] LIMIT %(most)s
    ) held
)"""


def _of_articles(figure: str) -> models.Func:
    """Return an SQL expression over the articles that hold a block."""
    return models.Func(
        "digest",
        template=_OF_ARTICLES,
        function=figure,
        most=MOST_COUNTED,
        output_field=models.BigIntegerField(),
    )


class RepeatedBlockQuerySet(models.QuerySet):
    """Queries on repeated blocks."""

    def boilerplate(self):
        """Those that are left out of the texts of their source."""
        return self.exclude(standing=RepeatedBlock.Standing.OWN)

    def with_articles(self):
        """With the number of articles that hold each, as `count`, and one of them as `example`."""
        return self.annotate(count=_of_articles("count(*)"), example=_of_articles("min(id)"))


@revisions("RepeatedBlockRevision", additions=False, exclude=["text"])
class RepeatedBlock(models.Model):
    """A block that stands in several articles of one source and belongs to none of them.

    `digest` stands for its words in that source; Article.blocks has the same number. What was found
    goes again when it no longer holds; what a curator said stays while an article has the block.
    """

    class Standing(models.TextChoices):
        """Who says what a block is."""

        FOUND = "found", "Boilerplate, known by its repetition"
        BOILERPLATE = "boilerplate", "Boilerplate, as a curator says"
        OWN = "own", "The articles’ own text, as a curator says"

    source = models.ForeignKey(Source, models.CASCADE, related_name="repeated_blocks")
    digest = models.BigIntegerField(unique=True, editable=False)
    text = models.TextField(help_text="One paragraph, heading or list item, whole.")
    standing = models.CharField(max_length=11, choices=Standing.choices, default=Standing.FOUND)
    found_at = models.DateTimeField(auto_now_add=True)

    objects = RepeatedBlockQuerySet.as_manager()

    class Meta:
        ordering = ["source", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(standing__in=["found", "boilerplate", "own"]),
                name="block_standing_known",
            ),
        ]

    def __str__(self):
        return self.text[:80]

    @property
    def is_found(self) -> bool:
        """Whether its repetition alone says what it is."""
        return self.standing == self.Standing.FOUND
