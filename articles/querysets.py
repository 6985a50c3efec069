"""Named queries: every page, feed, command and admin list starts from one of these."""

from django.db import models
from django.db.models import (
    Count,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Value,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, Now, RowNumber

HEAVY = ("blocks", "body_html", "body_text", "repeated_at", "search_vector", "sketch")

# What a row of a list needs of an article, of its source and of its event.
_ROW = (
    *("title", "title_key", "published", "language", "excerpt", "word_count", "is_archive_summary"),
    *("source__name", "source__domain", "source__display"),
    *("event__title", "event__summary", "event__article_count", "event__merged_into"),
    *("event__first_reported", "event__last_reported"),
    *("event__happened_start", "event__happened_end"),
)

# So many listed articles make an event one that readers see.
ENOUGH = 2


def visible_event(prefix: str = "") -> Q:
    """Return the condition that readers may see an event: reported enough, not merged away.

    `prefix` leads to the event, such as "event__".
    """
    return Q(**{f"{prefix}merged_into": None, f"{prefix}article_count__gte": ENOUGH})


class ArticleQuerySet(models.QuerySet):
    """Queries on articles."""

    def published(self):
        """Those that readers may see, copies of one text included."""
        return self.filter(status="published")

    def listed(self):
        """Those that lists show: published, each text once."""
        return self.published().filter(duplicate_of=None)

    def reports_of(self, event):
        """The listed articles of an event: the first of each day, then the second of each, …

        `of_day` counts all that were published on the same day. Loaded is what a page shows.
        """
        within_a_day = [F("published_at").asc(nulls_last=True), "pk"]
        day = {"partition_by": F("published")}
        shown = (
            "title",
            "published",
            "published_at",
            "language",
            "is_archive_summary",
            "event_is_curated",
            "source",
        )
        return (
            self.listed()
            .filter(event=event)
            .annotate(
                of_day=Window(Count("pk"), **day),
                place=Window(RowNumber(), order_by=within_a_day, **day),
            )
            .order_by("place", "published")
            .select_related("source")
            .only(*shown)
        )

    def copies_of(self, event, most):
        """The first copies, `most` of each text, of the articles of an event.

        `untold` counts the others that carry the text of the same article.
        """
        return self.filter(duplicate_of__event=event).first_of_each_text(most)

    def copies_of_one(self, article, most):
        """The first copies, `most` of them, of an article; `untold` counts the others."""
        return self.filter(duplicate_of=article).first_of_each_text(most)

    def first_of_each_text(self, most):
        """Of copies, the first `most` of each text; `untold` counts the others."""
        text = {"partition_by": F("duplicate_of")}
        return (
            self.annotate(
                untold=Greatest(Window(Count("pk"), **text) - most, 0),
                place=Window(RowNumber(), order_by=["published", "pk"], **text),
            )
            .filter(place__lte=most)
            .order_by("published", "pk")
            .select_related("source")
            .defer(*HEAVY)
        )

    def for_export(self):
        """Everything, in the order of ids, with all that an export writes."""
        related = self.select_related("source", "category", "event").defer("search_vector")
        listed = ("tags__aliases", "source__domains", "mentions__event")
        return related.prefetch_related(*listed).order_by("pk")

    def in_review(self):
        """Those that wait for a curator."""
        return self.filter(status="review")

    def held(self):
        """Those that a quality gate keeps in review."""
        return self.in_review().exclude(held_for="")

    def as_rows(self):
        """With what a row of a list shows or links with, and no more."""
        return self.select_related("source", "event").only(*_ROW)

    def with_related(self, *, bodies: bool = False, tags: bool = False):
        """With what a page or feed entry shows; with bodies and tags only where they are asked for.

        `original_url` is the address that leads readers to the text where it first stood; the
        canonical address only tells whether two are the same.
        """
        original = FilteredRelation("links", condition=Q(links__kind="original"))
        related = self.select_related("source", "category", "event").annotate(original=original)
        related = related.prefetch_related("tagged__tag") if tags else related
        related = related.annotate(original_url=Coalesce("original__url", Value("")))
        return related.defer("search_vector") if bodies else related.defer(*HEAVY)

    def newest_first(self):
        """By date of publication, the latest first; the id settles a tie."""
        return self.order_by("-published", "-id")

    def groupable(self):
        """Those that may stand in an event: each text once, nothing that a gate distrusts."""
        return self.filter(duplicate_of=None, status__in=("published", "review")).exclude(
            held_for__in=("judgement", "template", "placeholder")
        )

    def to_group(self):
        """Those that grouping has yet to look at."""
        return self.groupable().filter(grouped_at=None)

    def keep(self) -> dict[int, int | None]:
        """Keep these from others until the transaction ends, with all that carry their texts.

        Return them as {id: event}. Whoever changes several keeps them first: rows are taken in one
        order, so that no two wait for each other.
        """
        texts = {copy_of or pk for pk, copy_of in self.values_list("pk", "duplicate_of")}
        rows = self.model.objects.filter(Q(pk__in=texts) | Q(duplicate_of__in=texts))
        kept = rows.order_by("pk").select_for_update(no_key=True)
        return dict(kept.values_list("pk", "event"))

    def make_public(self) -> int:
        """Publish all of these; the moment of first publication is set once."""
        return self.update(
            status="published",
            held_for="",
            status_reason="",
            first_public_at=Coalesce("first_public_at", Now()),
            updated_at=Now(),
        )

    def make_withdrawn(self, reason: str) -> int:
        """Withdraw all of these, for a reason that readers see."""
        return self.update(status="withdrawn", held_for="", status_reason=reason, updated_at=Now())


class EventQuerySet(models.QuerySet):
    """Queries on events."""

    def visible(self):
        """Those that readers may see."""
        return self.filter(visible_event())

    def latest_first(self):
        """By latest report."""
        return self.order_by("-last_reported", "-id")


class CountedQuerySet(models.QuerySet):
    """Queries on what articles are filed under: sources, categories and tags."""

    def visible(self):
        """Those that readers may see: a published article, if only a copy, leads to them."""
        led_to = self.model.objects.filter(pk=OuterRef("pk"), articles__status="published")
        return self.filter(Exists(led_to))

    def filled(self):
        """Only those with listed articles."""
        listed = {"articles__status": "published", "articles__duplicate_of": None}
        return self.filter(Exists(self.model.objects.filter(pk=OuterRef("pk"), **listed)))

    def of_event(self, event):
        """Those that the listed articles of an event carry, with their number as `count`."""
        listed = {"articles__status": "published", "articles__duplicate_of": None}
        return (
            self.filter(articles__event=event, **listed)
            .annotate(count=Count("articles", distinct=True))
            .order_by(F("count").desc(), "name")
        )
