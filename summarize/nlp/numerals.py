"""How numbers are written: digits with separators, number words by language and how they add up.

Data and composition only; no offsets, no units.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from .number_words import LARGE, SHARED_HALVES, SMALL

_SEPARATOR = re.compile(r"[.,٫٬'’\u00a0\u202f\u2009]")
_COMMA_DECIMALS = frozenset(("de", "es", "fr", "it", "pt", "nl", "ru", "uk", "pl", "tr", "vi", "id"))

_UNITS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen",
    "de": "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn "
    "siebzehn achtzehn neunzehn",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis "
    "diecisiete dieciocho diecinueve",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove",
    "pt": "zero um dois três quatro cinco seis sete oito nove dez onze doze treze quatorze quinze dezesseis dezessete "
    "dezoito dezenove",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "vingt trente quarante cinquante soixante",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
}
_MORE = {
    "en": {},
    "de": {"zwo": 2, "dreissig": 30},
    "es": {"veintiún": 21, "veintiuno": 21, "veintidós": 22, "veintitrés": 23, "veinticuatro": 24, "veinticinco": 25}
    | {"veintiséis": 26, "veintisiete": 27, "veintiocho": 28, "veintinueve": 29, "doscientos": 200, "trescientos": 300}
    | {"cuatrocientos": 400, "quinientos": 500, "seiscientos": 600, "setecientos": 700, "ochocientos": 800}
    | {"novecientos": 900, "doscientas": 200, "trescientas": 300, "quinientas": 500, "ciento": 100},
    "fr": {"septante": 70, "huitante": 80, "nonante": 90, "vingts": 20},
    "it": {"duecento": 200, "trecento": 300, "quattrocento": 400, "cinquecento": 500, "seicento": 600}
    | {"settecento": 700, "ottocento": 800, "novecento": 900, "duemila": 2000, "tremila": 3000, "diecimila": 10_000},
    "pt": {"duas": 2, "dezasseis": 16, "dezassete": 17, "dezanove": 19, "catorze": 14, "cento": 100, "duzentos": 200}
    | {"trezentos": 300, "quatrocentos": 400, "quinhentos": 500, "seiscentos": 600, "setecentos": 700}
    | {"oitocentos": 800, "novecentos": 900, "duzentas": 200, "trezentas": 300, "quinhentas": 500},
}
# Words that multiply. Billion is 10^9 in English and Brazilian Portuguese, 10^12 in German, French, Spanish, Italian.
_SCALES: dict[str, dict[str, int]] = {
    "en": {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
    | {"lakh": 10**5, "crore": 10**7},
    "de": {"hundert": 100, "tausend": 10**3, "million": 10**6, "millionen": 10**6, "milliarde": 10**9}
    | {"milliarden": 10**9, "billion": 10**12, "billionen": 10**12},
    "es": {"cien": 100, "mil": 10**3, "millón": 10**6, "millon": 10**6, "millones": 10**6, "millardo": 10**9}
    | {"billón": 10**12, "billones": 10**12},
    "fr": {"cent": 100, "cents": 100, "mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9}
    | {"milliards": 10**9, "billion": 10**12, "billions": 10**12},
    "it": {"cento": 100, "mille": 10**3, "mila": 10**3, "milione": 10**6, "milioni": 10**6, "miliardo": 10**9}
    | {"miliardi": 10**9, "bilione": 10**12, "bilioni": 10**12},
    "pt": {"cem": 100, "mil": 10**3, "milhão": 10**6, "milhões": 10**6, "bilhão": 10**9, "bilhões": 10**9}
    | {"bilião": 10**12, "biliões": 10**12, "trilhão": 10**12, "trilhões": 10**12, "milhar": 10**3},
}
# Short forms after digits, in any language ("1.5m", "$5bn", "3 Mrd."). Lower case.
SHORT_SCALES = {"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "mio": 10**6, "mill": 10**6, "mil": 10**6}
SHORT_SCALES |= {"b": 10**9, "bn": 10**9, "bln": 10**9, "bil": 10**9, "mrd": 10**9, "mds": 10**9, "md": 10**9}
SHORT_SCALES |= {"tn": 10**12, "trn": 10**12, "tln": 10**12, "万": 10**4, "萬": 10**4, "億": 10**8}
SHORT_SCALES |= {"亿": 10**8, "兆": 10**12}
_AND = {"en": "and", "de": "und", "es": "y", "fr": "et", "it": "e", "pt": "e"}
_ORDINALS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    "de": "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte",
    "es": "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo",
    "fr": "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième",
    "it": "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo",
    "pt": "primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo",
}
HALVES = {
    "en": {"half"}, "de": {"hälfte", "halbe", "halben", "halber"}, "es": {"mitad", "medio"}, "fr": {"moitié", "demi"},
    "it": {"metà", "mezzo"}, "pt": {"metade", "meio"}, **SHARED_HALVES,
}  # fmt: skip
# A half that is a share when it stands alone; the others ("medio", "meio") are words of their own without a scale.
LONE_HALVES = frozenset(("half", "hälfte", "mitad", "moitié", "metà", "metade"))
ARTICLES = frozenset(("a", "an", "un", "une", "una", "um", "uma", "ein", "eine", "einer", "einen"))
_MANY = {
    "en": {"hundreds": 100, "thousands": 10**3, "millions": 10**6, "billions": 10**9, "dozens": 12}
    | {"trillions": 10**12},
    "de": {"hunderte": 100, "tausende": 10**3, "dutzende": 12},
    "es": {"cientos": 100, "miles": 10**3, "decenas": 10}, "fr": {"centaines": 100, "milliers": 10**3, "dizaines": 10},
    "it": {"centinaia": 100, "migliaia": 10**3, "decine": 10},
    "pt": {"centenas": 100, "milhares": 10**3, "dezenas": 10},
}  # fmt: skip
# Denominators after a number or an article: two-thirds, ein Viertel, dos tercios.
PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
PARTS |= {f"{word}s": value for word, value in PARTS.items()}
PARTS |= {"drittel": 3, "viertel": 4, "fünftel": 5, "zehntel": 10, "tercio": 3, "tercios": 3, "cuartos": 4}
PARTS |= {"tiers": 3, "quart": 4, "quarts": 4, "terço": 3, "terços": 3, "quartos": 4, "terzi": 3, "quarti": 4}
FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4)}
_DOZENS = {"dozen": 12, "dutzend": 12, "docena": 12, "douzaine": 12, "dozzina": 12, "dúzia": 12}


@lru_cache(maxsize=8)
def cardinals(language: str) -> dict[str, int]:
    """Lower-case words below the scales, by language; English for a language without a table."""
    if language in SMALL:
        return SMALL[language]
    code = language if language in _UNITS else "en"
    units = dict(zip(_UNITS[code].split(), range(20), strict=False))
    tens = dict(zip(_TENS[code].split(), range(20, 100, 10), strict=False))
    found = units | tens | _MORE[code]
    if code == "de":
        inner = {word: value for word, value in units.items() if 1 <= value <= 9}
        found |= {f"{one}und{ten}": a + b for one, a in inner.items() for ten, b in tens.items()}
        found |= {f"{one}hundert": a * 100 for one, a in inner.items()}
        found |= {f"{one}tausend": a * 1000 for one, a in (units | tens).items() if a > 1}
    if code == "it":
        found |= {ten[:-1] + one if one[0] in "uo" else ten + one: b + a
                  for ten, b in tens.items() for one, a in units.items() if 1 <= a <= 9}  # fmt: skip
    return {word: value for word, value in found.items() if word not in ARTICLES and word not in ("uno", "sei")}


@lru_cache(maxsize=8)
def scales(language: str) -> dict[str, int]:
    """Lower-case words that multiply what stands before them."""
    if language in LARGE:
        return LARGE[language]
    return _SCALES.get(language, _SCALES["en"]) | _DOZENS


@lru_cache(maxsize=8)
def ordinals(language: str) -> dict[str, int]:
    """Lower-case ordinal words, "second" included although it is also a unit of time."""
    words = _ORDINALS.get(language, "" if language in SMALL else _ORDINALS["en"]).split()
    return {word: place for place, word in enumerate(words, 1)}


@lru_cache(maxsize=8)
def magnitudes(language: str) -> dict[str, int]:
    """Words for an uncertain number ("hundreds", "milhares") with the smallest unit they are made of."""
    return _MANY.get(language, {} if language in SMALL else _MANY["en"])


def conjunction(language: str) -> str:
    """The word that may stand inside a number: two hundred *and* five."""
    return _AND.get(language, "and")


def compose(words: Sequence[str], language: str) -> tuple[int, int] | None:
    """Read the longest number at the start of lower-case words: (value, how many words), or None.

    "two hundred and five" → (205, 4); "cinco mil millones" → (5_000_000_000, 3).
    """
    small, large, joiner = cardinals(language), scales(language), conjunction(language)
    total, current, used = 0, 0, 0
    for place, word in enumerate(words):
        if word in large:
            total, current = _scaled(total, current, large[word])
        elif word in small and _adds(current, small[word], total, language, fresh=place == 0 or used == 0):
            current += small[word] if not _is_fourscore(current, small[word], language) else 76
        elif word == joiner and used and _may_follow(words[place + 1 : place + 2], small, current, language):
            continue
        else:
            break
        used = place + 1
    return (total + current, used) if used else None


def _scaled(total: int, current: int, scale: int) -> tuple[int, int]:
    if scale <= 100:
        return total, max(current, 1) * scale
    if 0 < total < scale:
        return (total + current) * scale, 0
    return total + max(current, 1) * scale, 0


def _adds(current: int, value: int, total: int, language: str, *, fresh: bool) -> bool:
    """Whether a small number word continues the number: twenty-five, hundred five; not "five six"."""
    if fresh or (current == 0 and total) or _is_fourscore(current, value, language):
        return True
    if language == "fr" and current % 100 in (60, 80) and 1 <= value <= 19:
        return True
    below = current % 100
    return (below == 0 and current > 0 and value < 100) or (below >= 20 and below % 10 == 0 and 0 < value < 10)


def _is_fourscore(current: int, value: int, language: str) -> bool:
    return language == "fr" and current % 100 == 4 and value == 20


def _may_follow(after: Sequence[str], small: dict[str, int], current: int, language: str) -> bool:
    """ "and" belongs to a number after a hundred or a scale, in Romance languages after tens too."""
    tens = language in ("es", "fr", "pt") and current % 100 >= 20 and current % 10 == 0
    ready = current % 100 == 0 or tens
    return bool(after) and after[0] in small and ready and (small[after[0]] < (10 if tens else 100))


def read_digits(digits: str, language: str) -> Decimal | None:
    """Read a run of digits and separators: 1,234.5 in English, 1.234,5 in German, 12,34,567 in India.

    None when the separators are those of a list, a date or a version (14.02.2025). Digits of any script.
    """
    signs = [char for char in digits if not char.isdecimal()]
    whole = ["".join(str(int(digit)) for digit in part) for part in _SEPARATOR.split(digits)]
    last_decimal = bool(signs) and _is_decimal(signs, whole, language)
    groups, grouping = (whole[:-1], signs[:-1]) if last_decimal else (whole, signs)
    if len(set(grouping)) > 1 or not _is_grouped(groups):
        return None
    return Decimal("".join(groups) + (f".{whole[-1]}" if last_decimal else ""))


def _is_decimal(signs: list[str], parts: list[str], language: str) -> bool:
    """Whether the last separator is a decimal one: by script, by company, by the language's custom for 3 digits."""
    last = signs[-1]
    if last == "٫" or (len(set(signs)) == 2 and signs.count(last) == 1 and last in ".,"):
        return True
    if len(signs) > 1 or last not in ".,":
        return False
    custom = "," if language in _COMMA_DECIMALS else "."
    return last == custom or len(parts[-1]) != 3 or parts[0] == "0"


def _is_grouped(groups: list[str]) -> bool:
    """1,234,567 and the Indian 12,34,567; a single group is a plain number."""
    if len(groups) == 1:
        return True
    inner = {len(group) for group in groups[1:-1]}
    return len(groups[-1]) == 3 and 1 <= len(groups[0]) <= 3 and (inner <= {3} or inner <= {2})
