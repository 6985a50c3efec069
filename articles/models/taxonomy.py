"""Categories and tags. A name is resolved by its key, so that spellings of one name meet."""

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func
from django.urls import reverse
from taggit.managers import TaggableManager, _TaggableManager
from taggit.models import ItemBase, TagBase

from articles.models.history import revisions
from articles.names import free_slug, name_key, name_slug
from articles.querysets import CountedQuerySet


class NamedQuerySet(CountedQuerySet):
    """Queries on things with a name, a key and an address."""

    def resolve(self, names) -> dict:
        """Return the object of every name, as {name: object}, making what is missing.

        The first spelling of a name stands; later ones find it. Blank names are left out.
        """
        return self.resolve_described({name: {"name": " ".join(name.split())} for name in names})

    def resolve_described(self, described) -> dict:
        """The same for {name: its columns}, so that what is made gets more than a name."""
        wanted = {name: key for name in described if (key := name_key(name))}
        found = self._by_key(set(wanted.values()))
        missing = {
            key: described[name] for name, key in reversed(wanted.items()) if key not in found
        }
        if missing:
            self._make(missing)
            found |= self._by_key(set(missing))
        return {name: found[key] for name, key in wanted.items()}

    def _by_key(self, keys):
        return {thing.key: thing for thing in self.filter(key__in=keys)}

    def _make(self, missing):
        made = [
            self.model(**{"slug": name_slug(given["name"])} | given | {"key": key})
            for key, given in sorted(missing.items())
        ]
        taken = self._slugs_like(thing.slug for thing in made)
        for thing in made:
            thing.slug = free_slug(thing.slug, taken)
            taken.add(thing.slug)
        self.bulk_create(made, ignore_conflicts=True)

    def _slugs_like(self, slugs):
        starts = models.Q(pk=None)
        for slug in set(slugs):
            starts |= models.Q(slug__startswith=slug)
        return set(self.filter(starts).values_list("slug", flat=True))


class TagQuerySet(NamedQuerySet):
    """Queries on tags, which are also found by their aliases."""

    def _by_key(self, keys):
        found = super()._by_key(keys)
        aliases = TagAlias.objects.filter(key__in=keys - found.keys()).select_related("tag")
        return found | {alias.key: alias.tag for alias in aliases}

    def _slugs_like(self, slugs):
        slugs = set(slugs)
        aliases = TagAlias.objects.filter(slug__in=slugs).values_list("slug", flat=True)
        return super()._slugs_like(slugs) | set(aliases)


def refuse_known_name(name, *others) -> None:
    """Raise ValidationError where one of the querysets `others` holds the name in any spelling."""
    for rows in others:
        if known := rows.filter(key=name_key(name)).first():
            raise ValidationError({"name": f"{known} is the same name."})


@revisions("CategoryRevision")
class Category(models.Model):
    """The one broad heading that an article is filed under."""

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=160, unique=True, editable=False)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "categories"

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Save the category under the key of its name."""
        self.key = name_key(self.name)
        self.slug = self.slug or name_slug(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """Return the page of this category."""
        return reverse("articles:category-detail", args=[self.slug])

    def clean(self):
        """Refuse another spelling of a name that is taken."""
        refuse_known_name(self.name, Category.objects.exclude(pk=self.pk))


@revisions("TagRevision")
class Tag(TagBase):
    """A word that articles are filed under, with its kind and its other spellings."""

    class Kind(models.TextChoices):
        """What a tag names, where that is known."""

        TOPIC = "topic", "Topic"
        JURISDICTION = "jurisdiction", "Jurisdiction"
        ORGANISATION = "organisation", "Organisation"
        INSTRUMENT = "instrument", "Instrument"
        PERSON = "person", "Person"

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=160, unique=True, editable=False)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=12, choices=Kind.choices, blank=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(Func(F("name"), function="archive_words"), name="tag_words")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["", "topic", "jurisdiction", "organisation", "instrument", "person"]
                ),
                name="tag_kind_known",
            )
        ]

    def save(self, *args, **kwargs):
        """Save the tag under the key of its name; an address left behind becomes an alias."""
        former = Tag.objects.filter(pk=self.pk).first() if self.pk else None
        self.key = name_key(self.name)
        self.slug = self.slug or name_slug(self.name)
        models.Model.save(self, *args, **kwargs)
        if former:
            self._leave_behind(former)

    def clean(self):
        """Refuse a name or an address that leads to another tag."""
        aliases = TagAlias.objects.exclude(tag=self.pk)
        refuse_known_name(self.name, Tag.objects.exclude(pk=self.pk), aliases)
        if taken := aliases.filter(slug=self.slug).first():
            raise ValidationError({"slug": f"This address leads to {taken.tag}."})

    def _leave_behind(self, former):
        """Let a former address and a former name lead here."""
        aliases = TagAlias.objects
        if former.slug != self.slug:
            is_known = aliases.filter(key=former.key).exists()
            name = former.slug if is_known else former.name
            aliases.get_or_create(slug=former.slug, defaults={"tag": self, "name": name})
        if former.key != self.key:
            aliases.get_or_create(key=former.key, defaults={"tag": self, "name": former.name})

    def get_absolute_url(self):
        """Return the page of this tag."""
        return reverse("articles:tag-detail", args=[self.slug])


@revisions("TagAliasRevision")
class TagAlias(models.Model):
    """Another name of a tag: it finds the tag, and its address redirects there."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=80)
    key = models.CharField(max_length=160, unique=True, editable=False)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "tag aliases"

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        """Save the alias under the key of its name."""
        self.key = name_key(self.name)
        if not self.slug:
            wanted = name_slug(self.name)
            taken = TagAlias.objects.filter(slug__startswith=wanted)
            self.slug = free_slug(wanted, set(taken.values_list("slug", flat=True)))
        super().save(*args, **kwargs)

    def clean(self):
        """Refuse a name that leads to another tag."""
        tags = Tag.objects.exclude(pk=self.tag_id)
        refuse_known_name(self.name, tags, TagAlias.objects.exclude(pk=self.pk))


@revisions("TaggedArticleRevision")
class TaggedArticle(ItemBase):
    """That an article carries a tag."""

    content_object = models.ForeignKey("Article", models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="article_has_tag_once")
        ]

    def __str__(self):
        return f"{self.content_object_id}: {self.tag}"


class ResolvingTagManager(_TaggableManager):
    """An article's tags; every name passes the resolver before it is added or set."""

    def _to_tag_model_instances(self, tags, tag_kwargs):
        names = [tag for tag in tags if isinstance(tag, str)]
        given = {tag for tag in tags if isinstance(tag, Tag)}
        return given | set(Tag.objects.resolve(names).values())


def article_tags():
    """Return the field that holds an article's tags."""
    return TaggableManager(
        through=TaggedArticle,
        manager=ResolvingTagManager,
        blank=True,
        related_name="articles",
        ordering=["name"],  # else those of several articles come in any order
    )
