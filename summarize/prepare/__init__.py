"""From texts to zones, sentences, origins, persons, stories of a mixed pile, and articles that do not belong."""

from .clustering.groups import group_articles
from .clustering.off_topic import Strangers, find_strangers
from .disagreements import Difference, differences_of, find_differences, side_of
from .entities.people import find_people
from .story import Story, foreign_articles, prepare_story, with_titles
from .tellings import told_differently

__all__ = [
    "Difference",
    "Story",
    "Strangers",
    "differences_of",
    "find_differences",
    "find_people",
    "find_strangers",
    "foreign_articles",
    "group_articles",
    "prepare_story",
    "side_of",
    "told_differently",
    "with_titles",
]
