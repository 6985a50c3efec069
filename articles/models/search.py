"""What search knows of articles. All of it is made from the articles, by the database itself."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from articles.models.articles import Article


class SearchEntry(models.Model):
    """An article as search sees it, in a narrow row that triggers keep in step.

    `event` is the one that readers see it in, and `event_size` how many reports that has. `length`
    counts the words of `vector`. Hidden articles have an entry too, for the desk.
    """

    article = models.OneToOneField(
        Article, models.DO_NOTHING, primary_key=True, db_constraint=False, related_name="+"
    )
    listed = models.BooleanField()
    published = models.DateField()
    happened = models.DateField()
    first_public_at = models.DateTimeField(null=True)
    source = models.BigIntegerField(null=True)
    category = models.BigIntegerField(null=True)
    event = models.BigIntegerField(null=True)
    event_size = models.IntegerField()
    language = models.TextField()
    byline = models.TextField()
    tags = ArrayField(models.BigIntegerField())
    length = models.IntegerField()
    vector = SearchVectorField()

    class Meta:
        verbose_name_plural = "search entries"
        indexes = [
            models.Index(
                fields=["-published", "-article"],
                name="entry_published",
                condition=models.Q(listed=True),
            ),
            models.Index(
                fields=["-first_public_at", "-article"],
                name="entry_added",
                condition=models.Q(listed=True),
            ),
            models.Index(
                fields=["-happened", "-article"],
                name="entry_happened",
                condition=models.Q(listed=True),
            ),
        ]

    def __str__(self):
        return f"entry of article {self.article_id}"


class SearchTerm(models.Model):
    """In how many of the articles that were counted a key of the index stands.

    A key is a stem, a mark of how much a stem weighs in an article, the pair of two that follow
    each other, or what it is filed under; see `archive_key` in the database. Keys of a single
    article are left out.
    """

    key = models.TextField(primary_key=True)
    articles = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.key}: {self.articles}"


class SearchCensus(models.Model):
    """The last count of keys: out of how many articles, of how many that were listed then.

    `mean_length` is that of their vectors, in words; `languages` are theirs, one for each way of
    reading words, the most frequent first. `is_due` says that words or keys are made otherwise
    since, so that the next import counts anew.
    """

    counted = models.PositiveIntegerField()
    listed = models.PositiveIntegerField()
    mean_length = models.FloatField()
    languages = ArrayField(models.TextField())
    is_due = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "search censuses"

    def __str__(self):
        return f"{self.counted} of {self.listed} articles"
