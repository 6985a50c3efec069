"""What was done to events, so that it can be told and undone."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

KINDS = ["merge", "split", "move", "mention", "change", "apart", "suggest", "join", "undo"]


class EventActQuerySet(models.QuerySet):
    """Queries on acts."""

    def of_event(self, event: int):
        """Those that an event (its id) had a part in."""
        return self.filter(events__contains=[event])

    def placing(self, articles):
        """Those that placed any of these articles (ids), or kept them where they were."""
        keys = list(map(str, articles))
        named = Q(changes__articles__has_any_keys=keys) | Q(changes__kept__has_any_keys=keys)
        return self.filter(named)


class EventAct(models.Model):
    """One act of a curator, or a merge by grouping: what it changed, from what to what.

    `changes` has, under `articles` and `events`, {id: {unit: [before, after]}}, under `kept`,
    {article: event} of those that a curator had placed already and that count as placed by this
    act too, under `mentions`,
    [article, event, whether it is one now] and, under `pairs`, [article, article, kept apart when
    and by whom before, the same after, how alike they are]; see articles/events/states.py.
    """

    class Kind(models.TextChoices):
        """What was done."""

        MERGE = "merge", "Merge"
        SPLIT = "split", "Split"
        MOVE = "move", "Move"
        MENTION = "mention", "Also about"
        CHANGE = "change", "Change"
        APART = "apart", "Keep apart"
        SUGGEST = "suggest", "Suggest again"
        JOIN = "join", "Merge by grouping"
        UNDO = "undo", "Undo"

    kind = models.CharField(max_length=7, choices=Kind.choices)
    events = ArrayField(models.BigIntegerField(), help_text="The numbers of those it concerned.")
    changes = models.JSONField()
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    why = models.TextField(blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone_by", help_text="An earlier act."
    )

    objects = EventActQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [GinIndex(fields=["events"], name="act_events", fastupdate=False)]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="act_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="undo", undoes__isnull=False) | (~Q(kind="undo") & Q(undoes=None)),
                name="act_undoes_where_it_says_so",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} of {self.made_at:%d %B %Y, %H:%M} UTC"

    @property
    def author(self) -> str:
        """Who did it, as pages say it."""
        if self.kind == self.Kind.JOIN:
            return "grouping"
        return str(self.made_by or "a command")
