"""From article texts to zones, sentences, origins, articles that do not belong, and stories in a mixed pile."""

from .confirmation import recounted
from .groups import group_articles
from .story import Story, prepare_story
from .strangers import Strangers, find_strangers

__all__ = ["Story", "Strangers", "find_strangers", "group_articles", "prepare_story", "recounted"]
