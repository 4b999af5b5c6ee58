"""How currencies are written: symbols, codes and words, each with its ISO 4217 code. Data only; no exchange rates."""

from __future__ import annotations

SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₴": "UAH", "₩": "KRW", "₺": "TRY"}
SYMBOLS |= {"₪": "ILS", "₦": "NGN", "₫": "VND", "฿": "THB"}
DOLLARS = {"us": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "r": "BRL", "hk": "HKD", "nz": "NZD"}
CODES = {"usd", "eur", "gbp", "jpy", "cny", "rmb", "inr", "rub", "uah", "chf", "brl", "mxn", "aud", "cad", "sek"}
_CURRENCY_WORDS = {
    "USD": "dollar dollars dólar dólares dollaro dollari доллар доллара долларов долар долара доларів dolar dolara "
    "dolarów doları đô دولار دولارا डॉलर",
    "EUR": "euro euros евро євро avro avroya يورو यूरो",
    "GBP": "pound pounds pfund libras",
    "JPY": "yen yens иен",
    "CNY": "yuan renminbi юаней",
    "INR": "rupee rupees रुपये रुपए",
    "RUB": "ruble rubles rouble roubles rubel rublos рубль рубля рублей",
    "UAH": "hryvnia hryvnias гривня гривні гривень",
    "PLN": "zloty zlotys złoty złote złotych",
    "BRL": "real reais",
    "CHF": "franc francs franken",
    "PES": "peso pesos",
}
CURRENCIES = {word: code for code, words in _CURRENCY_WORDS.items() for word in words.split()}
CURRENCIES |= {code: code.upper() for code in CODES} | {"rmb": "CNY"}
