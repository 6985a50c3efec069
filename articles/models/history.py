"""How history is kept: the row as it was, on every change and deletion, by database triggers."""

import pghistory


def revisions(model_name, part="", **options):
    """Return a class decorator that keeps each former state of a row in the model `model_name`.

    A revision holds the row before the change; the live row is the latest state. Revisions
    outlive what they describe, and bulk updates and plain SQL are caught like any other. A
    model may have several, each with its own fields, told apart by `part`.
    """
    return pghistory.track(
        pghistory.UpdateEvent(f"{part}changed", row="OLD"),
        pghistory.DeleteEvent(f"{part}deleted"),
        model_name=model_name,
        obj_field=pghistory.ObjForeignKey(related_name=f"{part}revisions"),
        **options,
    )
