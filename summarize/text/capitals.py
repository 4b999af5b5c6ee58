"""Which capital speaks for which country: "Kyiv rejected the offer" is Ukraine's government. Data and two tests.

A capital stands for its government only where it is no place: never after "in", "to" or "near".
"""

from __future__ import annotations

import re

_SEATS = (
    "abuja: nigeria, addis ababa: ethiopia, amman: jordan, ankara: turkey, athens: greece, baghdad: iraq, "
    "baku: azerbaijan, bangkok: thailand, beijing: china, beirut: lebanon, belgrade: serbia, berlin: germany, "
    "bern: switzerland, bogota: colombia, brasilia: brazil, bratislava: slovakia, brussels: belgium, "
    "bucharest: romania, budapest: hungary, cairo: egypt, canberra: australia, caracas: venezuela, "
    "chisinau: moldova, copenhagen: denmark, damascus: syria, dhaka: bangladesh, doha: qatar, dublin: ireland, "
    "hanoi: vietnam, havana: cuba, helsinki: finland, islamabad: pakistan, jakarta: indonesia, kabul: afghanistan, "
    "khartoum: sudan, kyiv: ukraine, kiev: ukraine, lisbon: portugal, ljubljana: slovenia, london: britain, "
    "madrid: spain, manila: philippines, minsk: belarus, moscow: russia, kremlin: russia, nairobi: kenya, "
    "new delhi: india, delhi: india, oslo: norway, ottawa: canada, paris: france, prague: czech republic, "
    "pretoria: south africa, pyongyang: north korea, riga: latvia, riyadh: saudi arabia, rome: italy, "
    "sanaa: yemen, santiago: chile, sarajevo: bosnia, seoul: south korea, skopje: macedonia, sofia: bulgaria, "
    "stockholm: sweden, taipei: taiwan, tallinn: estonia, tbilisi: georgia, tehran: iran, tokyo: japan, "
    "tripoli: libya, tunis: tunisia, vienna: austria, vilnius: lithuania, warsaw: poland, washington: usa, "
    "white house: usa, downing street: britain, yerevan: armenia, zagreb: croatia"
)
_COUNTRIES = {seat: country for pair in _SEATS.split(", ") for seat, _, country in [pair.partition(": ")]}
_PLACE = re.compile(
    r"\b(?:in|at|to|from|near|outside|inside|around|over|through|via|into|towards?|leav(?:es?|ing)|left|on|"
    r"visit(?:s|ed|ing)?|reach(?:es|ed|ing)?|em|en|nach|aus|à|vers|"
    r"capital(?:\sof)?,?)(?:\s(?:the|downtown|central))?\s$",
    re.IGNORECASE,
)


def country_of(seat: str) -> str:
    """The country (folded) that a capital or seat of government (folded) may speak for; "" for any other name."""
    return _COUNTRIES.get(seat, "")


def is_place(text: str, start: int) -> bool:
    """Whether the name that starts here stands as a place: "in Kyiv", "a visit to Kyiv"."""
    return bool(_PLACE.search(text[max(0, start - 24) : start]))
