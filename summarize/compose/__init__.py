"""From a prepared story to a draft: claims with evidence, and the disposition of every sentence."""

from .draft import Draft
from .eligibility import judge as judge_eligibility
from .eligibility import judge_line
from .extractive.candidates import in_one_language
from .extractive.engine import draft_embedded

__all__ = ["Draft", "draft_embedded", "in_one_language", "judge_eligibility", "judge_line"]
