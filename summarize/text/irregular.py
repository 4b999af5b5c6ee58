"""The base form of irregular English verbs, which a stemmer does not find: "gave" and "given" are "give". Data only."""

from __future__ import annotations

_FORMS = (
    "be was were been, bear bore borne, beat beaten, become became, begin began begun, bite bit bitten, blow blew "
    "blown, break broke broken, bring brought, build built, burn burnt, buy bought, catch caught, choose chose "
    "chosen, come came, cut, deal dealt, do did done, draw drew drawn, drink drank drunk, drive drove driven, eat "
    "ate eaten, fall fell fallen, feed fed, feel felt, fight fought, find found, flee fled, fly flew flown, "
    "forbid forbade forbidden, forget forgot forgotten, freeze froze frozen, get got gotten, give gave given, go "
    "went gone, grow grew grown, have had has, hear heard, hide hid hidden, hit, hold held, keep kept, know knew "
    "known, lead led, leave left, lend lent, let, lie lay lain, lose lost, make made, mean meant, meet met, pay "
    "paid, put, quit, read, ride rode ridden, rise rose risen, run ran, say said, see saw seen, seek sought, sell "
    "sold, send sent, shake shook shaken, shoot shot, show showed shown, shrink shrank shrunk, shut, sing sang "
    "sung, sink sank sunk, sit sat, sleep slept, speak spoke spoken, spend spent, stand stood, steal stole "
    "stolen, stick stuck, strike struck stricken, swear swore sworn, swim swam swum, take took taken, teach "
    "taught, tell told, think thought, throw threw thrown, uphold upheld, understand understood, wake woke woken, "
    "wear wore worn, win won, withdraw withdrew withdrawn, withhold withheld, write wrote written"
)
_BASES = {form: base for row in _FORMS.split(", ") for base, *others in [row.split()] for form in (base, *others)}


def base_form(word: str) -> str:
    """The base of an irregular verb's form (lower case); any other word as it is."""
    return _BASES.get(word, word)
