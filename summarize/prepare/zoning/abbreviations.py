"""Abbreviations after which a sentence continues: titles, references and units that sentencex does not know.

Lower case, without the last full stop. A word belongs here only if it hardly ever ends a sentence.
"""

from __future__ import annotations

from ...lang.language import Language, words_of_all


def abbreviations(language: Language) -> frozenset[str]:
    """The list of a language, with the titles that hold for all: reports name foreigners by those of their country."""
    return words_of_all("abbreviations_abroad") | language.abbreviations
