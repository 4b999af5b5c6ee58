"""From a prepared story to a draft: claims with evidence, and the fate of every sentence."""

from .draft import Draft
from .embedded import draft_embedded
from .tongues import in_one_language

__all__ = ["Draft", "draft_embedded", "in_one_language"]
