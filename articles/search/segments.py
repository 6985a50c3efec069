"""What a passage is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A stretch of a passage; `marked` where it is a word that was searched for."""

    text: str
    marked: bool
