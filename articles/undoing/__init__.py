"""Take an import back: what it created goes, what it changed is as it was."""

from articles.undoing.act import UndoError, refusal, summary, undo
from articles.undoing.plans import Plan, plan

__all__ = ["Plan", "UndoError", "plan", "refusal", "summary", "undo"]
