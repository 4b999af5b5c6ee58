"""The log of a run, under the name "summarize": silent unless the calling program listens to it.

One line per stage at INFO, retries and faults at WARNING. Rule: no word of an article or a reply, and no key.
"""

from __future__ import annotations

import logging

from .records import Event

LOGGER = logging.getLogger("summarize")
LOGGER.addHandler(logging.NullHandler())

_STAGES = frozenset({"prepare", "compose", "check", "end"})
_FAULTS = frozenset({"retry", "cache failed"})


def log_event(event: Event) -> None:
    """Log an event, if it is one of those that an operator wants to see."""
    if event.stage in _FAULTS:
        LOGGER.warning("%s (%d of %d)", event.stage, event.done, event.total)
    elif event.stage in _STAGES and event.done == event.total:  # once, when it is over
        LOGGER.info("%s (%d of %d)", event.stage, event.done, event.total)
