"""From article texts to zones, sentences, origins, articles that do not belong, and stories in a mixed pile."""

from .groups import group_articles
from .story import Story, language_of, prepare_story
from .strangers import Strangers, find_strangers

__all__ = ["Story", "Strangers", "find_strangers", "group_articles", "language_of", "prepare_story"]
