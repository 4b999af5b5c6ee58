"""Tells a page that only makes a request (pay, log in, accept cookies, prove to be human) from an article.

In a short text such a request makes the page a wall; in a long one it is a box beside the news.
"""

from __future__ import annotations

import re

from ...lang.language import phrases_of_all

_BARE = 60  # words; in a text this short one weak sign is enough
_SPACES = re.compile(r"\s+")

# Kinds of wall: the name of its signs in each language's data, the reason, and the most words such a page has (a
# teaser before a paywall has a hundred or more, other walls are short). The first that fits is the reason.
_WALLS = (
    ("paywall", "a paywall, not the article", 180),
    ("log_in", "a log-in page, not the article", 100),
    ("consent", "a consent page, not the article", 180),
    ("robots", "a check for robots, not the article", 100),
    ("scripts", "a page that needs scripts to show its text", 100),
    ("error", "an error page, not the article", 80),
)
_MOST = max(most for _, _, most in _WALLS)
_WEAK_NEEDED = 2  # mentions in a bare text: a brief may mention a subscription once


def is_wall(text: str, title: str | None = None) -> str:
    """Why a page's text is not an article, such as "a paywall, not the article"; "" if it may be one.

    `text` is the main text that was found on the page. A long text is never a wall.
    """
    words = len(text.split())
    if words > _MOST:
        return ""
    folded = _SPACES.sub(" ", f"{title or ''}\n{text}".lower().replace("’", "'"))
    signs, weak = phrases_of_all("wall_signs"), phrases_of_all("weak_wall_signs")
    for kind, reason, most in _WALLS:
        if words <= most and any(sign in folded for sign in signs[kind]):
            return reason
    if words > _BARE:
        return ""
    found = (why for kind, why, _ in _WALLS if sum(map(folded.count, weak.get(kind, ()))) >= _WEAK_NEEDED)
    return next(found, "")
