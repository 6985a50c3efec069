"""How history is kept, by database triggers: bulk updates and plain SQL are caught like any other.

A revision holds the row as it was before a change or deletion, or as it was added; the live row
is the latest state. Revisions outlive what they describe.
"""

import pghistory


def revisions(model_name, part="", *, additions=True, **options):
    """Return a class decorator that keeps the history of a row in the model `model_name`.

    A model may have several, each with its own fields, told apart by `part`. `additions` says
    whether the moment at which a row was added is kept too.
    """
    added = [pghistory.InsertEvent(f"{part}added")] if additions else []
    return pghistory.track(
        *added,
        pghistory.UpdateEvent(f"{part}changed", row="OLD"),
        pghistory.DeleteEvent(f"{part}deleted"),
        model_name=model_name,
        obj_field=pghistory.ObjForeignKey(related_name=f"{part}revisions"),
        **options,
    )
