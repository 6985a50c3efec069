"""What grouping knows of articles: their terms, how rare terms are, and which articles are alike.

All of it but a curator's word can be made anew by `manage.py group_events --all`.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Greatest, Least

from articles.models.articles import Article


class Traits(models.Model):
    """The terms with which an article begins.

    The lists are of one length: for each of `terms`, its number in the title, in the first 120 and
    in the first 300 words of the body.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True)
    terms = ArrayField(models.TextField())
    in_title = ArrayField(models.PositiveSmallIntegerField())
    in_opening = ArrayField(models.PositiveSmallIntegerField())
    in_longer_opening = ArrayField(models.PositiveSmallIntegerField())

    class Meta:
        verbose_name_plural = "traits"

    def __str__(self):
        return f"{len(self.terms)} terms of {self.article}"


class Mark(models.Model):
    """A rare term of an article, by which others of its days that may report the same are found.

    `weight` says how rare, in thousandths; `published` is the article's, so that one index leads
    from a term to the days.
    """

    pk = models.CompositePrimaryKey("article", "term")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    term = models.TextField()
    published = models.DateField()
    weight = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["term", "published"], name="mark_by_term")]

    def __str__(self):
        return self.term


class TermCount(models.Model):
    """In how many articles a term stands that stands in more than one."""

    term = models.TextField(primary_key=True)
    articles = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.term}: {self.articles}"


class Census(models.Model):
    """The last count of terms: out of how many articles, and how many have come in since."""

    articles = models.PositiveIntegerField()
    newcomers = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "censuses"

    def __str__(self):
        return f"{self.articles} articles"


# From this likeness on, a pair that grouping left apart is worth a curator's look.
WORTH_A_LOOK = 0.2


def _places() -> Func:
    """Return where the two articles of a pair stand, in order: their events, or they themselves."""
    first, second = (
        Coalesce(f"{side}__event", -F(side), output_field=models.BigIntegerField())
        for side in ("first", "second")
    )
    return Func(
        Least(first, second),
        Greatest(first, second),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(models.BigIntegerField()),
    )


class LikenessQuerySet(models.QuerySet):
    """Queries on pairs of articles."""

    def of(self, articles):
        """Those of which one is among these articles (ids)."""
        return self.filter(Q(first__in=articles) | Q(second__in=articles))

    def undecided(self):
        """Those that no curator has spoken on."""
        return self.filter(kept_apart_at=None)

    def decided(self):
        """Those that a curator keeps apart."""
        return self.exclude(kept_apart_at=None)

    def suggested(self):
        """Those that may report one happening and do not stand together, for a curator to decide.

        What curators have placed, both of them or one of them apart, they have decided already,
        and so they have where they keep another pair between the same events apart.
        """
        parted = Likeness.objects.decided().annotate(places=_places()).values("places")
        kept = ("published", "review")
        both = Q(first__event_is_curated=True, second__event_is_curated=True)
        return (
            self.undecided()
            .alias(places=_places())
            .exclude(places__in=parted)
            .filter(score__gte=WORTH_A_LOOK)
            .filter(
                Q(first__event=None) | Q(second__event=None) | ~Q(first__event=F("second__event"))
            )
            .filter(first__status__in=kept, second__status__in=kept)
            .filter(first__duplicate_of=None, second__duplicate_of=None)
            .exclude(both)
            .exclude(first__event=None, first__event_is_curated=True)
            .exclude(second__event=None, second__event_is_curated=True)
            .exclude(first__event__locked=True)
            .exclude(second__event__locked=True)
        )


class Likeness(models.Model):
    """How likely it is that two articles report one happening.

    A pair that a curator keeps apart never comes together by itself, nor is it suggested again.
    """

    first = models.ForeignKey(Article, models.CASCADE, related_name="+")
    second = models.ForeignKey(Article, models.CASCADE, related_name="+")
    score = models.FloatField(help_text="From 0 to 1.")
    kept_apart_at = models.DateTimeField(null=True, blank=True, editable=False)
    kept_apart_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    objects = LikenessQuerySet.as_manager()

    class Meta:
        verbose_name = "suggestion"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_of_a_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_in_order"),
            models.CheckConstraint(condition=Q(score__range=(0, 1)), name="likeness_from_0_to_1"),
        ]

    def __str__(self):
        return f"{self.first} / {self.second}"
