"""How articles and events stand, for tests of what curators do to them and undo."""

from articles.models import Article, Event, Mention


def standing():
    """All that an act on events may change, and all that follows from it but moments."""
    places = Article.objects.values_list("pk", "event", "event_is_curated", "grouped_at")
    events = Event.objects.values(
        *("pk", "title", "title_is_edited", "summary", "happened_start", "happened_end"),
        *("locked", "merged_into", "split_from", "article_count", "source_count"),
        *("first_reported", "last_reported"),
    )
    named = {event["pk"]: event for event in events}
    for pk, event in named.items():
        if not event["title_is_edited"] and not Article.objects.filter(event=pk).exists():
            event["title"] = "by the rule, from no article"
    return {
        "articles": {article: place for article, *place in places},
        "events": named,
        "mentions": set(Mention.objects.values_list("article", "event")),
    }


def standing_of(events):
    """The same, of these events alone; others are those that acts have made."""
    return (now := standing()) | {
        "events": {event: said for event, said in now["events"].items() if event in events}
    }


def is_sound():
    """Assert what holds after any act: nothing stands in, or is also about, a merged event."""
    merged = Event.objects.exclude(merged_into=None)
    assert not Article.objects.filter(event__in=merged).exists()
    assert not Mention.objects.filter(event__in=merged).exists()
    for event in merged:
        assert event.heir().merged_into_id is None
    for copy in Article.objects.exclude(duplicate_of=None).select_related("duplicate_of"):
        assert copy.event_id == copy.duplicate_of.event_id
    for event in Event.objects.all():
        listed = Article.objects.listed().filter(event=event)
        assert event.article_count == listed.count()
