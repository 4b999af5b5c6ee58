"""From article texts to zones, sentences and origins."""

from .story import Story, prepare_story

__all__ = ["Story", "prepare_story"]
