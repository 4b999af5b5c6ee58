"""How currencies are written: symbols, codes and words, each with its ISO 4217 code. No exchange rates."""

from __future__ import annotations

from ..lang.tables import meant_by

SYMBOLS = meant_by("measures", "currency_symbols")
DOLLARS = meant_by("measures", "dollars")
CODES = meant_by("measures", "currency_codes").keys()
CURRENCIES = {**meant_by("measures", "currency_words"), **meant_by("measures", "currency_codes")}
