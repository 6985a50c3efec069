"""Erase an article for good: its text, its originals and its history. A tombstone stays."""

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace

from articles import curation
from articles.events.membership import refresh
from articles.ingest import repeated
from articles.ingest.clean import text_digest, word_count
from articles.ingest.sanitize import outline
from articles.ingest.store_lock import keep_others_from_storing
from articles.models import (
    Article,
    Event,
    EventAct,
    Import,
    ImportProblem,
    Original,
    Tag,
    TagAlias,
    Tombstone,
    Upload,
    VocabularyWord,
    traces,
)
from articles.names import words_of

_TITLE_IN_ITS_PLACE = "Title erased"
_ARTICLE_IN_ITS_PLACE = "an erased article"
# Words that so few texts and titles have may be its own alone, of it and the event named after it.
_RARE = 2

# Each history that holds an article's text, and its column with the article's number.
_HISTORIES = {
    "ArticleRevision": "pgh_obj_id",
    "BodyRevision": "pgh_obj_id",
    "TaggedArticleRevision": "content_object_id",
    "MentionRevision": "article_id",
}


@transaction.atomic
def erase(article: Article, reason: str) -> Tombstone:
    """Erase an article and return its tombstone.

    Whatever repeats its headline goes too: a machine-made event title, the notes of imports, the
    log of the admin; and so do tags that only it carried. Another article that carries its text
    stays, see `copies_of`.
    """
    keep_others_from_storing()
    article.refresh_from_db()
    titles = _titles(article)
    events = _events(article)
    # Whoever stands behind it as a copy moves up, and its event goes on without it.
    curation.withdraw(Article.objects.filter(pk=article.pk), reason)
    tombstone = _tombstone(article, reason, titles)
    _erase_from_imports(article, titles)
    number, tags = article.pk, list(article.tags.all())
    files = list(article.originals.values_list("pk", flat=True))
    article.originals.all().delete()
    article.delete()
    repeated.judge((), article.blocks)
    _erase_tags(tags)
    refresh(events)
    _erase_from_events(events, titles)
    _erase_from_log(number, events, titles)
    _erase_words(" ".join((*titles, article.body_text)))
    for history, column in _HISTORIES.items():
        _history(history).filter(**{column: number}).delete()
    _history("OriginalRevision").filter(pgh_obj_id__in=files).delete()
    return tombstone


def copies_of(article: Article) -> QuerySet[Article]:
    """Return the other articles that carry the same text, or nearly the same."""
    front = article.duplicate_of_id or article.pk
    same = Q(text_digest=article.text_digest) | Q(pk=front) | Q(duplicate_of=front)
    return Article.objects.filter(same).exclude(pk=article.pk)


def _tombstone(article, reason, titles):
    files = article.originals.values_list("sha256", flat=True)
    known = {
        digest
        for title in titles
        for url in _addresses(article)
        for text, words in _texts(article)
        for digest in traces(title, url, text, words)
    }
    return Tombstone.objects.create(
        article=article.pk,
        reason=reason,
        was_public=article.was_public,
        digests=sorted({*files, *known}),
    )


def _texts(article) -> set[tuple[str, int]]:
    """Return the digest and the number of words of every text that the article has had."""
    former = _history("BodyRevision").filter(pgh_obj_id=article.pk)
    found = {(article.text_digest, article.word_count)}
    for body in former.values_list("body_html", flat=True):
        text, _ = outline(body)
        found.add((text_digest(text), word_count(text)))
    return found


def _addresses(article) -> set[str]:
    """Return every canonical address that the article has had."""
    former = _history("ArticleRevision").filter(pgh_obj_id=article.pk)
    return {article.canonical_url, *former.values_list("canonical_url", flat=True)}


def _titles(article) -> set[str]:
    """Return every title that the article has had."""
    former = _history("ArticleRevision").filter(pgh_obj_id=article.pk)
    return {article.title, *former.values_list("title", flat=True)}


def _events(article) -> set[int]:
    """Return the ids of the events that the article has stood in."""
    former = _history("ArticleRevision").filter(pgh_obj_id=article.pk)
    return {article.event_id, *former.values_list("event_id", flat=True)} - {None}


def _erase_from_imports(article, titles):
    files = Original.objects.filter(article=article).defer("content")
    ImportProblem.objects.filter(original__in=files).delete()
    for title in titles:
        quoted = f"“{title}”"
        named = ImportProblem.objects.filter(reason__contains=quoted)
        named.update(reason=Replace(F("reason"), Value(quoted), Value(_ARTICLE_IN_ITS_PLACE)))
    _erase_names({name for file in files for name in file.origins})


def _erase_names(names):
    """Take the names of its files from what imports were given; a typed one has its headline."""
    for name in names:
        for run in Import.objects.filter(what__contains=name):
            run.what = "\n".join(_unless_named(run.what.split("\n"), name))
            run.save(update_fields=["what"])
        for upload in Upload.objects.filter(names__contains=[name]).light():
            upload.names = _unless_named(upload.names, name)
            upload.save(update_fields=["names"])


def _unless_named(given, name):
    """Return what was given, with a word in place of a file of that name, in whatever folder."""
    return [
        _ARTICLE_IN_ITS_PLACE if one == name or one.endswith(f"/{name}") else one for one in given
    ]


def _erase_tags(tags):
    """Delete those of the tags that no article carries now, for one may be a person's name."""
    bare = [tag.pk for tag in tags if not tag.tagged.exists()]
    aliases = list(TagAlias.objects.filter(tag__in=bare).values_list("pk", flat=True))
    Tag.objects.filter(pk__in=bare).delete()
    _history("TagRevision").filter(pgh_obj_id__in=bare).delete()
    _history("TagAliasRevision").filter(pgh_obj_id__in=aliases).delete()


def _erase_from_events(events, titles):
    """Take the titles from events that had theirs from the article, and from their history."""
    named = Event.objects.filter(pk__in=events, title__in=titles)
    named.update(title=_TITLE_IN_ITS_PLACE)
    former = _history("EventRevision").filter(pgh_obj_id__in=events, title__in=titles)
    former.update(title=_TITLE_IN_ITS_PLACE)
    for act in EventAct.objects.filter(events__overlap=list(events)):
        for units in act.changes["events"].values():
            for value in units.get("title", ()):
                value[0] = _TITLE_IN_ITS_PLACE if value[0] in titles else value[0]
        act.save(update_fields=["changes"])


def _erase_from_log(number, events, titles):
    about_article = _entries(Article, [number])
    about_event = _entries(Event, events).filter(_any_of(titles))
    about_article.update(object_repr=f"Article {number}, erased")
    about_event.update(object_repr=_TITLE_IN_ITS_PLACE)


def _erase_words(text):
    """Take rare words from those that spelling knows; what other texts have is counted again."""
    VocabularyWord.objects.filter(word__in=set(words_of(text)), articles__lte=_RARE).delete()


def _entries(model, ids) -> QuerySet[LogEntry]:
    kind = ContentType.objects.get_for_model(model)
    return LogEntry.objects.filter(content_type=kind, object_id__in=map(str, ids))


def _any_of(titles) -> Q:
    # The log keeps the first 200 characters.
    length = LogEntry._meta.get_field("object_repr").max_length
    return Q(object_repr__in=[title[:length] for title in titles])


def _history(name) -> QuerySet:
    return apps.get_model("articles", name).objects.all()
