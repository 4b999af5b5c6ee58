"""From a prepared story to a draft: claims with evidence, and the fate of every sentence."""

from .draft import Draft
from .embedded import draft_embedded

__all__ = ["Draft", "draft_embedded"]
