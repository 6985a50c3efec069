"""What events and articles were called at a moment, which history knows."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.apps import apps
from django.db.models import Model


class Titles:
    """The titles of records of one kind (ids), at any moment from `since` on; two queries."""

    def __init__(self, model: type[Model], ids: Iterable[int], since: datetime):
        ids = set(ids)
        self.present = dict(model.objects.filter(pk__in=ids).values_list("pk", "title"))
        self.former: dict[int, list] = defaultdict(list)
        history = apps.get_model("articles", f"{model.__name__}Revision").objects
        rows = history.filter(pgh_obj_id__in=ids, pgh_created_at__gt=since)
        rows = rows.exclude(pgh_label="added").order_by("pgh_id")
        for pk, until, title in rows.values_list("pgh_obj_id", "pgh_created_at", "title"):
            self.former[pk].append((until, title))

    def at(self, pk: int, moment: datetime) -> str:
        """Return what a record was called then; nothing where that is known no longer."""
        # A revision holds the row as it was until then.
        later = (title for until, title in self.former[pk] if until > moment)
        return next(later, self.present.get(pk, ""))

    def is_there(self, pk: int) -> bool:
        """Whether the record is still there."""
        return pk in self.present
