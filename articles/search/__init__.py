"""Every list of the archive: a Query in, an Answer out. Renderers only ever show an Answer."""

from articles.search.answers import Answer, Hit, Row, Shape, answer
from articles.search.ranking import best

__all__ = ["Answer", "Hit", "Row", "Shape", "answer", "best"]
