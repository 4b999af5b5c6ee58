"""From a prepared story to a draft: claims with evidence, and the disposition of every sentence."""

from .draft import Draft
from .eligibility import judge as judge_eligibility
from .eligibility import judge_line
from .extractive.engine import draft_embedded
from .language_filter import in_one_language

__all__ = ["Draft", "draft_embedded", "in_one_language", "judge_eligibility", "judge_line"]
