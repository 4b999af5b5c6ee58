"""From texts to zones, sentences, origins, persons, the stories of a mixed pile, and off-topic articles."""

from .clustering.groups import group_articles
from .clustering.off_topic import OffTopic, find_off_topic
from .differing_accounts import find_differing_accounts
from .disagreements import Difference, differences_of, differing_values, find_differences, side_of
from .entities.people import find_people
from .story import Story, foreign_articles, prepare_story, with_titles

__all__ = [
    "Difference",
    "OffTopic",
    "Story",
    "differences_of",
    "differing_values",
    "find_differences",
    "find_differing_accounts",
    "find_off_topic",
    "find_people",
    "foreign_articles",
    "group_articles",
    "prepare_story",
    "side_of",
    "with_titles",
]
