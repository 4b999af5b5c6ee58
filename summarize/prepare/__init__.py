"""From texts to zones, sentences, origins, persons, stories of a mixed pile, and articles that do not belong."""

from .disagreements import Difference, differences_of, find_differences
from .groups import group_articles
from .people import find_people
from .story import Story, foreign_articles, prepare_story
from .strangers import Strangers, find_strangers

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
]
