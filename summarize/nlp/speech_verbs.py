"""Verbs of saying, words that lead to a source, and nouns for persons and bodies that speak, of all languages together.

A sentence is read with all of them at once, because reports quote in more than one language. `Language` says what each
list is for; `speakers` decides what they mean in a sentence. A dash may lead to one, as in Portuguese dialogue.
"""

from __future__ import annotations

from ..lang.language import PHRASES, known_languages, load_language, pattern_of_all, words_of_all

SPEECH_VERBS = words_of_all("speech_verbs")
AMBIGUOUS_VERBS = words_of_all("ambiguous_speech_verbs")
BELIEF_VERBS = words_of_all("belief_verbs")
ONLY_WITH_QUOTATION = words_of_all("speech_verbs_with_quotation")
WITH_LISTENER = words_of_all("speech_verbs_with_listener")
VERBS = SPEECH_VERBS | AMBIGUOUS_VERBS | BELIEF_VERBS
PARTICIPLES = frozenset(word for word in SPEECH_VERBS | AMBIGUOUS_VERBS if word.endswith("ing"))
# Verbs that may come before their subject; English ones follow it, except after a quotation.
BEFORE_SUBJECT = frozenset(
    verb
    for data in map(load_language, known_languages())
    if not data.subject_before_speech_verb
    for verb in data.speech_verbs | data.ambiguous_speech_verbs | data.belief_verbs
)
SOURCE_FOLLOWS = words_of_all("source_markers")
NAMES_OF_DAYS = words_of_all("days_beside_speakers")
NO_SPEAKERS = words_of_all("abbreviations_like_names")
PARTIES = words_of_all("party_members")
BODIES = words_of_all("bodies_with_long_names")
TIMES = words_of_all("times_beside_speakers")
PRONOUNS = words_of_all("pronouns")
PARTICLES = words_of_all("name_particles") | words_of_all("particles_beside_speakers")
DETERMINERS = words_of_all("determiners")
BETWEEN = words_of_all("between_subject_and_verb")
NOT_NAMES = words_of_all("no_names")
BEFORE_CLAUSES = words_of_all("before_clauses")
OPENS_PHRASE = words_of_all("before_noun_phrases")
# "- We shall wait - said the mayor.", "—No lo sé —dijo—.": a word in small letters behind the second dash.
_SPEECH_DASH = rf"(?<=[\s,.!?…])[-–—]\s?(?:{PHRASES} )?([^\W\d_]{{2,20}})"
_PRETERITE = rf"[^\W\d_]{{2,15}}{PHRASES}"  # "reagiu"
_DASHES = ("-", "–", "—")


def _with_plurals(nouns: frozenset[str]) -> frozenset[str]:
    """Each noun and its plural by the rules of spelling; a few forms that no language has do no harm."""
    forms = set()
    for noun in nouns:
        stem = noun[:-1] + "ie" if noun.endswith("y") and noun[-2] not in "aeiou" else noun
        forms |= {noun, stem + "s", noun + "es", noun.replace("man", "men") if noun.endswith("man") else noun}
    return frozenset(forms)


SPEAKERS = _with_plurals(words_of_all("speakers")) - SPEECH_VERBS


def begins_as_speech(paragraph: str) -> bool:
    """Say whether a paragraph's opening dash opens direct speech, as in Portuguese, Spanish and French reports.

    It does if another dash leads to a verb of saying. A list item has a dash too, but no such verb after one.
    """
    if not paragraph.lstrip().startswith(_DASHES):
        return False
    dash = pattern_of_all("small_words_before_speech_verbs", _SPEECH_DASH, 0)
    preterite = pattern_of_all("preterite_endings", _PRETERITE, 0)
    words = (match[1] for match in dash.finditer(paragraph, len(paragraph) - len(paragraph.lstrip()) + 1))
    return any(word.islower() and (word in VERBS or preterite.fullmatch(word)) for word in words)
