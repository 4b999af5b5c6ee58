"""From article texts to zones, sentences, origins, persons, and articles that do not belong."""

from .confirmation import recounted
from .disagreements import Difference, find_differences
from .people import find_people
from .story import Story, prepare_story
from .strangers import Strangers, find_strangers

__all__ = [
    "Difference",
    "Story",
    "Strangers",
    "find_differences",
    "find_people",
    "find_strangers",
    "prepare_story",
    "recounted",
]
