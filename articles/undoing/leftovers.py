"""What a run made beside articles, and what is left of it once they are gone."""

from collections.abc import Iterable

from django.db.models import Count, Q

from articles.events.membership import place
from articles.models import Article, Category, Event, Import, Source, SourceDomain, Tag
from articles.undoing import history


def delete_events(made: Iterable[int]) -> None:
    """Dissolve those of the events that hold fewer than two texts by now.

    One that a curator had a hand in stays. One that was public once keeps its row, by which its
    address answers 410.
    """
    texts = Count("articles", filter=Q(articles__duplicate_of=None), distinct=True)
    placed = Count("articles", filter=Q(articles__event_is_curated=True))
    small = (
        Event.objects.filter(pk__in=made, title_is_edited=False, locked=False, merged_into=None)
        .filter(merged_from=None, mentions=None, summary="", happened_start=None)
        .annotate(texts=texts, placed=placed)
        .filter(texts__lt=2, placed=0)
    )
    events = list(small.values_list("pk", flat=True))
    articles = Article.objects.filter(event__in=events).values_list("pk", flat=True)
    place(dict.fromkeys(articles), by_curator=False)
    Event.objects.filter(pk__in=events, first_public_at=None).delete()


def delete_names(run: Import) -> None:
    """Delete tags, categories and sources that the run made and that nothing uses.

    What has been changed since stays, and a source that the run named goes by its domain again.
    """
    unused = Tag.objects.filter(pk__in=history.added(run, "TagRevision"))
    unused.filter(tagged=None, aliases=None).delete()
    Category.objects.filter(pk__in=history.added(run, "CategoryRevision"), articles=None).delete()
    own_domains = history.added(run, "SourceDomainRevision")
    claimed = SourceDomain.objects.exclude(pk__in=own_domains).values("source")
    unused = Source.objects.filter(pk__in=history.added(run, "SourceRevision"), articles=None)
    unused.exclude(pk__in=claimed).delete()
    for source, (before, after) in history.changed(run, "SourceRevision").items():
        if after is None:
            Source.objects.filter(pk=source).update(name=before.name)
