"""What curators do: to articles (publish, withdraw) and to events (merge, split, move, ...).

History is kept by the database; `pghistory.context` around an act adds who and why. Acts on events
are besides kept as an EventAct each, by which they are undone.
"""

from articles.curation.acts import FACTS, change, mention, merge, move, split, unmention
from articles.curation.recording import CurationError
from articles.curation.standing import follow_up, publish, withdraw
from articles.curation.undoing import Plan, plan, undo

__all__ = [
    "FACTS",
    "CurationError",
    "Plan",
    "change",
    "follow_up",
    "mention",
    "merge",
    "move",
    "plan",
    "publish",
    "split",
    "undo",
    "unmention",
    "withdraw",
]
