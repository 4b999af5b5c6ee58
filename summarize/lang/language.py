"""What the program knows about a language: one record, the same for every language, read from one compiled file.

`data/<code>.toml` is the source; `tools/compile_languages.py` joins all of them, and the names of months and days from
CLDR, into `languages.json`. A language without a file, or a key that its file leaves out, is empty data: a rule that
needs it does nothing. Words are in lower case. The lists joined by `words_of_all` and its kin are used on texts of any
language: a word that another language uses differently must not be in such a list. Patterns are built from the phrases
under a key (a set of words, or regular expressions tried in order); without any the pattern never matches.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from importlib.resources import files
from typing import TypeVar

Words = frozenset[str]
Numbers = Mapping[str, int]
Meanings = Mapping[str, str]
Phrases = Mapping[str, tuple[str, ...]]
Forms = tuple[tuple[str, ...], ...]
Pairs = tuple[tuple[Words, Words], ...]
Patterns = tuple[str, ...]  # regular expressions of phrases, one each, that `pattern_of` and its kin join
PatternTable = Mapping[str, tuple[str, ...]]
Value = TypeVar("Value")
COMPILED = "languages.json"
NEVER = re.compile(r"(?!)")
PHRASES = "{}"  # where the phrases go in a form
WORD_EDGE = r"\b"
WHOLE = WORD_EDGE + PHRASES + WORD_EDGE


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """The data of one language. Two are equal only if they are one object: `load_language` gives each once.

    Numbers map words to their value, meanings map words to what they mean. Months and weekdays each have a tuple of
    forms, beginning with January and Monday.
    """

    code: str
    name: str = ""  # in English
    stemmer: str = ""  # the name of its Snowball stemmer
    function_words: Words = frozenset()  # too common to say what a sentence is about; they also identify the language
    phrase_start: str = ""  # what must stand before a phrase, a regular expression; "" for the edge of a word
    phrase_end: str = ""  # what must follow one
    elides: bool = False  # l'accordo: a function word and an apostrophe are joined to the next word

    # -- the calendar
    months: Forms = ()
    weekdays: Forms = ()
    weekday_phrases: PatternTable = field(default_factory=dict)  # names of two words, by number. Bounds and all
    month_words: Patterns = ()  # before its number, where that is its name: tháng 4
    year_words: Patterns = ()  # before the year of such a month: năm 2026
    short_months: Numbers = field(default_factory=dict)  # January is 1; a point or a day must follow
    short_weekdays: Numbers = field(default_factory=dict)  # Monday is 0; a point must follow
    before_weekdays: Words = frozenset()  # they make a weekday the time of something: on Friday, nesta sexta-feira
    near_days: Numbers = field(default_factory=dict)  # yesterday is -1
    near: Numbers = field(default_factory=dict)  # before a span or a season: last is -1, this 0, next 1
    spans: Words = frozenset()
    before_spans: Words = frozenset()  # belong to them: earlier this week
    seasons: Meanings = field(default_factory=dict)
    parts_of_month: Meanings = field(default_factory=dict)  # before a month: "early", "mid" or "late"
    # of all languages: other words too; they count only beside a day or after a lead
    ambiguous_months: Words = frozenset()
    month_leads: Words = frozenset()
    of: Words = frozenset()  # between a day, a month and a year: 14 de febrero
    # before a day: it is of the "last" week, this "week", "unsure"
    leads_of_days: Meanings = field(default_factory=dict)
    any_of_days: Words = frozenset()  # before a day that is no certain one: a Tuesday
    # of all languages:
    ahead: Patterns = ()  # what is still to come
    ahead_behind_days: Patterns = ()  # the same behind a day: on Friday the court will
    only_meant: Patterns = ()  # whether it has come, the sentence does not say: wanted to meet on Friday
    before_last_days: Words = frozenset()  # by Friday
    verbs_of_days: Patterns = ()  # behind a day that is the subject: Tuesday is the deadline
    verbs_of_announcing: Words = frozenset()  # before a day on which somebody spoke
    vague_spans: Patterns = ()  # say too little to be an event's date. Bounds and all
    other_times: Patterns = ()  # of another year or event: no day beside them is of the days around the writing
    month_first: bool = False  # February 14 and 2/14/2025
    day_then_capital: bool = False  # behind a day, too, a month has a capital: 14 February, not "14 may"
    calendar_capitals: bool = False  # months and weekdays always have capitals
    capital_months_are_names: bool = False  # Марта, Maja

    # -- numbers
    comma_decimals: bool = False  # 1.234,5
    cardinals: Numbers = field(default_factory=dict)  # below the scales
    more_cardinals: Numbers = field(default_factory=dict)  # that make no compound words
    cardinals_with_other_meanings: Words = frozenset()  # part of compounds, never read alone
    joined_units: str = ""  # between a unit and a ten that are one word: fünfundzwanzig
    joined_scales: Numbers = field(default_factory=dict)  # written as one word with their number: zweihundert
    elides_tens: bool = False  # ventuno: a ten loses its last letter before a vowel, and is one word with its unit
    fourscore: bool = False  # quatre-vingts, soixante-dix
    and_after_tens: bool = False  # treinta y cinco
    number_and: str = ""  # two hundred and five
    scales: Numbers = field(default_factory=dict)  # they multiply what stands before them
    dozens: Words = frozenset()
    ordinals: tuple[str, ...] = ()  # from the first on
    magnitudes: Numbers = field(default_factory=dict)  # hundreds: an uncertain number
    halves: Words = frozenset()
    lone_halves: Words = frozenset()  # those that are a share also when they stand alone
    fractions: Numbers = field(default_factory=dict)  # denominators behind a number: two thirds
    indefinite_articles: Words = frozenset()
    blanks_part_numbers: bool = False  # "1 234" is two numbers
    bare_scales_are_rough: bool = False  # "a thousand"; where it is false, mil and cent alone are exact
    qualifiers_before: Phrases = field(default_factory=dict)  # by "over", "least", "under", "most", "nearly", "about"
    between_bounds_and_numbers: Patterns = ()  # more than the 500, under the age of 50
    qualifiers_behind: Phrases = field(default_factory=dict)  # by "least", "most", "about"

    # of all languages:
    percent: Words = frozenset()  # behind a number that is a share
    ordinal_endings: Words = frozenset()  # glued to digits: 3rd
    between_range_ends: Words = frozenset()  # 3 to 5
    joins_range_ends: Words = frozenset()  # the same behind
    before_joined_ends: Words = frozenset()  # one of these: between 3 and 5
    before_range_starts: Words = frozenset()  # from 3 to 5
    degrees: Words = frozenset()
    says_one: Words = frozenset()  # they say 1 without naming it
    says_two: Words = frozenset()

    # -- what is counted
    outcomes: Meanings = field(default_factory=dict)  # what became of people: "killed", "injured", "missing" ...
    outcome_phrases: Phrases = field(default_factory=dict)  # the same in several words: taken to hospital
    vote_words: Words = frozenset()
    tally_joiners: Words = frozenset()  # between the votes for and those against: 31 to 20
    # of all languages:
    other_events: Patterns = ()  # in sentences that look back on other events, or compare with them
    people: Words = frozenset()  # nouns that say no more than "people", and auxiliaries behind a figure
    everyone: Words = frozenset()  # nouns that name all people in an event: passengers, residents, protesters
    joins_names: Words = frozenset()  # between two names of one list; capitals count
    joiners_in: Words = frozenset()  # nouns that name who took part: protesters, strikers
    relatives: Words = frozenset()  # behind a noun they name a part of it: people who stood outside
    measuring: Words = frozenset()  # beside an amount, of no thing: it cost an estimated
    prepositions: Words = frozenset()  # that hang a noun on another one: tickets for the ferry
    onsets: Words = frozenset()  # verbs that say no more than that something happened
    increases: Words = frozenset()  # behind a figure that comes on top of others: three more
    increases_before: Words = frozenset()  # before one: another three
    clause_joiners: Words = frozenset()
    others: Words = frozenset()  # between a figure and its noun: 19 other children
    including: tuple[str, ...] = ()  # before a part of what was counted

    out_of: Words = frozenset()  # between two numbers that make a share: one in four
    uncounted_nouns: Words = frozenset()  # what anything may be called: they tell no number from another
    rate_marks: Patterns = ()  # before what an amount is counted for: an hour, por mes. The end of the mark and all
    rated_nouns: Words = frozenset()  # what an amount may be counted for beside time, behind an article
    around_times: Words = frozenset()  # before a time of day that is not exact or is a limit

    # -- quotations; of all languages
    elisions: Words = frozenset()  # behind an apostrophe that is no quotation mark: 'em
    small_words_before_speech_verbs: Words = frozenset()  # behind a dash that ends speech: — lhe disse
    preterite_endings: tuple[str, ...] = ()  # of verbs that no list names

    # -- who speaks; of all languages
    verbs_before_subjects: Words = frozenset()  # joined by a dash with
    pronouns_behind_verbs: Words = frozenset()  # one of these: dit-il
    passive_auxiliaries: Words = frozenset()  # before a verb of saying whose subject does not speak
    speech_verbs: Words = frozenset()  # their subject speaks, whatever noun it is: the plumber said
    ambiguous_speech_verbs: Words = frozenset()  # of other work too: their subject must be a name or a speaker
    belief_verbs: Words = frozenset()  # count only where there is no verb of saying
    speech_verbs_with_quotation: Words = frozenset()  # verbs of saying beside a quotation only: called, continued
    speech_verbs_with_listener: Words = frozenset()  # whoever is spoken to stands behind them: told the agency
    subject_before_speech_verb: bool = False  # but for a quotation before the verb
    source_markers: Words = frozenset()  # the source follows: according to, laut
    days_beside_speakers: Words = frozenset()
    times_beside_speakers: Words = frozenset()  # between a verb and its subject
    abbreviations_like_names: Words = frozenset()  # months and states, shortened: no speakers
    party_members: Words = frozenset()  # never names by themselves: the top Democrat
    bodies_with_long_names: Words = frozenset()  # Fund for Nature
    pronouns: Words = frozenset()
    name_particles: Words = frozenset()
    particles_beside_speakers: Words = frozenset()  # of longer names than `name_particles` join
    determiners: Words = frozenset()
    between_subject_and_verb: Words = frozenset()
    no_names: Words = frozenset()  # with a capital at the start of a sentence only
    before_clauses: Words = frozenset()
    before_noun_phrases: Words = frozenset()
    speakers: Words = frozenset()  # persons and bodies that speak, in the singular

    # -- names
    titles: Words = frozenset()  # of all languages
    honorifics: Words = frozenset()  # of all languages: titles that are no office
    pointed_titles: Words = frozenset()  # of all languages: a point behind them ends no sentence
    more_pointed_titles: Words = frozenset()  # of all languages: before a speaker
    demonym_endings: Words = frozenset()  # of all languages
    no_name_endings: tuple[str, ...] = ()  # of all languages: of ordinary words
    words_of_bodies: Words = frozenset()  # of all languages: a name with one of them is a body, a place or a thing
    words_opening_sentences: Words = frozenset()  # of all languages: nobody's given name
    offices: Words = frozenset()  # of all languages: nouns of what a person is
    left_out_of_initials: Words = frozenset()  # of all languages: United States of America, USA
    ranks_before_names: Words = frozenset()  # of all languages: no part of a name
    titles_before_surnames: Words = frozenset()  # they stand for a given name: Ms. Ruiz
    verbs_of_persons: Words = frozenset()  # behind a surname they show that it is a person's
    verbs_behind_subjects: Words = frozenset()  # behind the first word of a sentence they show that it is its subject

    # -- where sentences end
    abbreviations: Words = frozenset()  # without their last full stop; a sentence goes on behind them
    abbreviations_abroad: Words = frozenset()  # titles that reports in any language give to foreigners

    ordinals_have_points: bool = False  # before a noun with a capital: im 19. Jahrhundert
    # before a name, behind a country's points: in the U.S. President Ruiz
    titles_opening_sentences: Words = frozenset()

    # of all languages, where capitals count:
    words_like_abbreviations: Patterns = ()  # a sentence ends behind them, though a point makes them abbreviations
    abbreviations_of_times: Patterns = ()  # no sentence ends behind one that goes on with
    behind_abbreviations_of_times: Patterns = ()  # one of these: 9 a.m. Tuesday. Bounds and all
    titles_behind_quotations: Words = frozenset()  # who asked, behind a quotation: "Is it?" Ms. Ruiz said,
    speech_behind_quotations: Patterns = ()  # bounds and all
    words_behind_speech: Words = frozenset()  # which show that the sentence goes on

    # -- what was, and what is less than one
    past_verbs: Words = frozenset()  # beside those with `past_ending`
    past_ending: str = ""
    foretelling: Patterns = ()  # before a verb: that it will be done
    not_yet_done: Patterns = ()  # before words that tell of nothing that has been done
    words_behind_parts: Words = frozenset()  # behind an ordinal that is a part: a fifth of, a fifth higher
    units_have_parts: bool = False  # half a year, a minute and a half
    vague_plurals: tuple[str, ...] = ()  # before a noun: several, dozens of
    plural_ending: str = ""  # of nouns
    irregular_plurals: Meanings = field(default_factory=dict)  # and their singular: people, person
    determiners_of_one: Words = frozenset()  # before a noun in the singular: an, one, the

    # -- what denies
    negations: Words = frozenset()
    negative_ending: str = ""  # of verbs: didn't
    refusals: tuple[str, ...] = ()  # beginnings of words that deny or refuse
    denying_beginnings: tuple[str, ...] = ()  # of words that deny by their sense: excluded
    denying_words: Words = frozenset()
    clause_breaks: Words = frozenset()  # a negation reaches no further
    conjunctions: Words = frozenset()  # begin a clause that is not denied with the one before: but, even if
    denying_phrases: Patterns = ()  # in small letters: left out, kept away. Bounds and all
    harmless_negations: Patterns = ()  # deny nothing: no fewer than
    denying_verbs: tuple[str, ...] = ()  # beginnings of verbs that deny one that follows with
    infinitive_mark: str = ""  # this
    adverb_ending: str = ""  # an adverb is not what a negation denies
    weak_words: Words = frozenset()  # a negation before them denies the word behind them
    bare_speech_verbs: Words = frozenset()  # say nothing of what is told
    conditions: Words = frozenset()  # what goes with them is not said to be so: if, whether
    no_conditions: Patterns = ()  # hold a word for a condition and set none: even if
    conditionals: Words = frozenset()  # verbs that say so themselves: would
    asking: Words = frozenset()  # a question is told with them: asked, why
    that: Words = frozenset()  # behind a comma too, a negation reaches over them

    # -- what web sites print around articles; of all languages. Words as `WORD` finds them: "e mail"
    site_phrases: tuple[str, ...] = ()  # newsletter boxes, share bars, comment forms, legal notes, appeals
    link_openers: tuple[str, ...] = ()  # how a line begins that opens a run of links to other stories
    reader_words: tuple[str, ...] = ()  # the reader addressed
    publisher_words: tuple[str, ...] = ()  # the publisher speaking of itself
    reader_orders: tuple[str, ...] = ()  # first words of a sentence that asks the reader to do something
    notice_labels: tuple[str, ...] = ()  # first words of the publisher's remarks about the article
    abstract_labels: tuple[str, ...] = ()  # first words of a box of key points or its heading
    credit_words: Words = frozenset()  # every credit of a photograph or an agency holds one

    # -- what a summary calls its sources, behind their number: two reports say; of all languages
    nouns_for_reports: Words = frozenset()  # however many articles print them
    nouns_for_articles: Words = frozenset()

    # -- whose report an article is; of all languages, where capitals count
    source_labels: Patterns = ()  # before an agency's name that is all of a line: Source:
    published_first: Words = frozenset()  # and one of
    before_publications: Words = frozenset()  # these, before the name of the medium where the article was before
    material_from: Words = frozenset()  # before the name of an agency whose report was used; capitals do not count
    told_to: Words = frozenset()  # before the name of the medium that heard it
    reported: Words = frozenset()  # behind the name of the medium that found it out
    first_reported_by: Words = frozenset()  # before its name
    known_from: Words = frozenset()  # before the name of a medium that is relied on
    anonymous_sources: Words = frozenset()  # who tells it, unnamed, to one medium alone
    shown_beside_articles: Words = frozenset()  # a copyright behind them is not the article's

    # -- lines around an article; of all languages. Capitals count in patterns, but not where it says so
    stamp_words: Words = frozenset()  # beside months and days, of which a line of nothing but times consists
    byline_openings: Patterns = ()  # how a line begins that names the writer
    picture_nouns: Words = frozenset()  # in the singular, before the maker's name or a colon
    stock_pictures: Words = frozenset()  # a picture of an earlier occasion; capitals do not count
    credit_phrases: Patterns = ()  # of a picture's credit; capitals do not count. Bounds and all
    verbs_presenting_writers: Words = frozenset()  # Tove Rask covers courts
    words_of_writers: Words = frozenset()  # what a writer is and does
    caption_openings: Patterns = ()  # how a picture's caption begins that is known by that
    picture_positions: tuple[str, ...] = ()  # behind a name and between commas: Tove Rask, left, and
    glued_link_ends: Patterns = ()  # in capitals, behind another story's title within a sentence: MORE
    link_labels: tuple[str, ...] = ()  # before a colon and the title of another story: Related:
    contributor_phrases: Patterns = ()  # end a line that names who helped
    pointers_to_more: Patterns = ()  # beside a web address: where more can be read; capitals do not count
    advertising_orders: Patterns = ()  # how a sentence begins that tells its reader to buy. Bounds and all
    advertising_words: Patterns = ()  # what an advertisement speaks of; capitals do not count
    mail_fields: Words = frozenset()  # the lines of a mail's head
    telling_mail_fields: Words = frozenset()  # those of them without which lines are no mail's head
    forwarding_words: Words = frozenset()  # behind dashes: an older message follows
    place_particles: Words = frozenset()  # small words in names of places: Stow on the Wold
    paragraph_labels: Patterns = ()  # what some sites set before a paragraph, and a colon: Why it matters
    advert_labels: Patterns = ()  # glued to a paragraph

    page_words: Patterns = ()  # before the number of a printed page; capitals do not count
    of_pages: Words = frozenset()  # between it and how many there are: 3 of 12

    # -- pages that are no articles; of all languages
    wall_signs: Phrases = field(default_factory=dict)  # set phrases of a "paywall", "log_in", "consent" ... page
    weak_wall_signs: Phrases = field(default_factory=dict)  # of a bare text, where they stand more than once

    # -- headlines
    no_title_openings: Patterns = ()  # of all languages: a line that begins so is no title: Photos:. Bounds and all

    # -- whether a sentence can stand alone
    points_back: Patterns = ()  # sentence openings that point to somebody or something named before
    points_nowhere: Patterns = ()  # the same words where they point at nothing: It is the first time that
    verbs_before_bare_roles: Words = frozenset()  # "...", disse o coordenador.: nobody knows who that is
    bare_roles_behind_verbs: Patterns = ()
    bare_roles: Patterns = ()  # persons without a name or a description: the official said
    adjectives_of_roles: Patterns = ()  # they do not tell who it is: the senior official
    bare_occasions: Words = frozenset()  # at the meeting
    pointing_determiners: Words = frozenset()  # before a bare role or occasion
    openers_of_known_things: Patterns = ()  # before a thing that the sentence takes for known: In his statement,
    possessives: Words = frozenset()
    words_and_deeds: Words = frozenset()  # behind a possessive: his letter, the mayor's plan
    describing_phrases: Patterns = ()  # behind one: it is described, the minister of finance
    late_pronouns: Patterns = ()  # After the talks, he said: the owner stands in the sentence before. Bounds and all
    leaning_phrases: Patterns = ()  # of something before: in this vehicle, that day, a rally here. Bounds and all
    # of all languages:
    quoted_pointers: Patterns = ()  # openings of a quotation: the reader cannot know whom the speaker means
    contrasting_openings: Words = frozenset()  # tie a sentence to the one before
    continuing_openings: Words = frozenset()  # those of them that cannot open a paragraph
    concluding_openings: Patterns = ()  # an article that sums up what its reader has read

    # -- whose voice a sentence is
    first_person: Patterns = ()
    ongoing: Patterns = ()  # what goes on, is near or makes headway: nothing that has been done
    # of all languages:
    second_person: Words = frozenset()
    verdicts: Patterns = ()  # the writer's own: what no editor would print unattributed; no measure of bias
    obligations: Patterns = ()  # what ought to be
    subordinators: Words = frozenset()  # a clause behind them is somebody's
    appeals_to_readers: Patterns = ()  # of the page: what to watch, whom to call, what a picture shows. Bounds and all

    judgements: PatternTable = field(default_factory=dict)  # the writer's, by their kind. Bounds and all
    expectations: Patterns = ()  # of all languages: what somebody expects to happen

    # -- where a main clause ends
    clause_openers: Words = frozenset()  # words that open a further clause or circumstance
    place_openers: Words = frozenset()
    aim_openers: Words = frozenset()  # what comes after them says more of the noun before, or what for
    finite_verbs: Patterns = ()  # forms that a main clause's verb has; loose: they only refuse pieces that have none
    # of all languages:
    said_last: Words = frozenset()  # a piece that ends behind one of them lacks what was said
    aside_openers: Words = frozenset()  # behind a comma

    # -- what reports tell of one another
    accusations: Patterns = ()
    denials: Patterns = ()
    comes_about: Patterns = ()  # a matter is settled the one way
    fails: Patterns = ()  # or the other
    negations_between_reports: Patterns = ()  # refusals too: two reports of one matter have as many, or one denies it
    of_earlier_events: Patterns = ()  # of all languages: a toll beside them is another event's, or an earlier one
    part_of: Words = frozenset()  # of all languages: behind a figure that is no total: 12 of the dead
    unsure_before_figures: Patterns = ()  # of all languages: feared, up to
    week_or_month_before: Patterns = ()  # of all languages: a report that says so of a day is a later one

    # -- what contradicts what
    antonyms: Pairs = ()  # words that say the one, words that say the other
    unsure: Words = frozenset()


def _rows(value: list[list[str]]) -> Forms:
    return tuple(tuple(forms) for forms in value)


def _phrases(value: Mapping[str, list[str]]) -> Phrases:
    return {key: tuple(phrases) for key, phrases in value.items()}


def _pairs(value: list[tuple[list[str], list[str]]]) -> Pairs:
    return tuple((frozenset(one), frozenset(other)) for one, other in value)


# How a value in the compiled file becomes a field, by the field's type.
_MAKERS: Mapping[str, Callable[..., object]] = {
    "str": str,
    "bool": bool,
    "Words": frozenset,
    "Numbers": dict,
    "Meanings": dict,
    "Phrases": _phrases,
    "Forms": _rows,
    "Pairs": _pairs,
    "Patterns": tuple,
    "PatternTable": _phrases,
    "tuple[str, ...]": tuple,
}


@cache
def load_language(code: str) -> Language:
    """The data of a language by its two-letter code; empty data for a code without a file."""
    data = _compiled().get(code, {})
    made = {each.name: _MAKERS[str(each.type)](data[each.name]) for each in fields(Language) if each.name in data}
    return Language(code=code, **made)  # type: ignore[arg-type]  # each made by its field's type


def known_languages() -> tuple[str, ...]:
    """The codes of all languages that have a file, sorted."""
    return tuple(_compiled())


def language_or_english(code: str) -> Language:
    """The data of a language, or of English if it has no file: for forms that writers borrow from English."""
    return load_language(code if code in _compiled() else "en")


@cache
def words_of_all(key: str) -> Words:
    """The words that all languages have under a key, for rules that read a text whatever its language."""
    return frozenset(word for code in known_languages() for word in getattr(load_language(code), key))


@cache
def numbers_of_all(key: str) -> Numbers:
    """The same for words with their values."""
    return {word: number for code in known_languages() for word, number in getattr(load_language(code), key).items()}


@cache
def meanings_of_all(key: str) -> Meanings:
    """The same for words with what they mean."""
    return {word: sense for code in known_languages() for word, sense in getattr(load_language(code), key).items()}


@cache
def phrases_of_all(key: str) -> Phrases:
    """The same for phrases by what they mean."""
    found: dict[str, tuple[str, ...]] = {}
    for code in known_languages():
        for meant, phrases in getattr(load_language(code), key).items():
            found[meant] = (*found.get(meant, ()), *phrases)
    return found


@cache
def _compiled() -> dict[str, dict[str, object]]:
    text = files(__package__).joinpath(COMPILED).read_text(encoding="utf-8")
    compiled: dict[str, dict[str, object]] = json.loads(text)
    return compiled


@cache
def pattern_of(code: str, key: str, form: str = "", flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """The phrases of one language under a key. `form` says what surrounds them; they take the place of its `{}`.

    Without a form they are whole words, as the language's script writes them.
    """
    data = load_language(code)
    whole = (data.phrase_start or WORD_EDGE) + PHRASES + (data.phrase_end or WORD_EDGE)
    return joined(getattr(data, key), form or whole, flags)


@cache
def pattern_of_all(key: str, form: str = WHOLE, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """The phrases that all languages have under a key, for rules that read a text whatever its language."""
    return joined(
        [phrase for code in known_languages() for phrase in _in_order(getattr(load_language(code), key))], form, flags
    )


@cache
def denials(code: str) -> re.Pattern[str]:
    """What denies or refuses in a language; a word of it may mean something else in another one (a sin, no Brasil)."""
    ending = re.escape(load_language(code).negative_ending).replace("'", "['’]")
    return pattern_of(code, "negations_between_reports", rf"\b(?:{PHRASES}|\w*{ending})\b" if ending else WHOLE)


def joined(phrases: Iterable[str], form: str = WHOLE, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    """Any of some phrases or words as one pattern."""
    found = "|".join(dict.fromkeys(_in_order(phrases)))
    return re.compile(form.replace(PHRASES, f"(?:{found})"), flags) if found else NEVER


def _in_order(phrases: Iterable[str]) -> list[str]:
    """Patterns in the given order; words, which have no order, the longest first."""
    if isinstance(phrases, frozenset):
        return [re.escape(word) for word in sorted(phrases, key=lambda word: (-len(word), word))]
    return list(phrases)
