"""Brings a text to its length by leaving out its least important sentences. Cuts no sentence, adds none."""

from __future__ import annotations

from collections.abc import Sequence

TOLERANCE = 0.10  # of the length asked for, to either side


def keep_to_length(lengths: Sequence[int], weights: Sequence[int], words: int) -> tuple[int, ...]:
    """Which sentences stay, as ascending places, so that their lengths (words) together are within 10 % of `words`.

    The least important go first, of equal ones the later; one that would leave the text too short is skipped while a
    less harmful one is left. A text that is too short from the start is left unchanged.
    """
    most, least = words * (1 + TOLERANCE), words * (1 - TOLERANCE)
    kept = set(range(len(lengths)))
    total = sum(lengths)
    while total > most and len(kept) > 1:
        by_importance = sorted(kept, key=lambda place: (weights[place], -place))
        enough = (place for place in by_importance if total - lengths[place] >= least)
        gone = next(enough, None)
        if gone is None:  # every sentence is too long to go: take the one that leaves the text closest to its length
            gone = min(by_importance, key=lambda place: abs(total - lengths[place] - words))
            if abs(total - lengths[gone] - words) >= total - words:
                break
        kept.remove(gone)
        total -= lengths[gone]
    return tuple(sorted(kept))
