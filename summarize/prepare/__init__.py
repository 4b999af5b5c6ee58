"""From article texts to zones, sentences, origins, articles that do not belong, and stories in a mixed pile."""

from .confirmation import recounted
from .disagreements import Difference, find_differences
from .groups import group_articles
from .story import Story, prepare_story
from .strangers import Strangers, find_strangers

__all__ = [
    "Difference",
    "Story",
    "Strangers",
    "find_differences",
    "find_strangers",
    "group_articles",
    "prepare_story",
    "recounted",
]
