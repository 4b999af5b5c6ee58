"""Lines that are not prose of the report, recognized by their shape: captions, posts, transcripts, credits, pointers.

Knows nothing about the event. If a sign holds only at an article's end or in a run, `zones` checks that.
"""

from __future__ import annotations

import re

# "FILE - In this file photo", "File photo:", "ARCHIVO –"; agencies put it before the captions of old photographs.
_CAPTION = re.compile(
    r"(?:FILE|ARCHIVO|ARQUIVO)(?: (?:PHOTO|IMAGE|PICTURE|VIDEO))? ?(?:[-–—:]|In this )"
    r"|(?:File|Archive) (?:photo|picture|image)\b ?[-–—:]"
    r"|In this (?:[^.!?]{1,60} )?(?:file|undated) (?:photo|picture|image)\b"
)
# A post pasted with its picture's address or its signature: "— Name (@handle) August 6, 2017".
_POST = re.compile(
    r"\bpic\.twitter\.com/|\bhttps?://t\.co/|[-–—] ?[^()]{1,60}\(@\w{1,30}\) ?(?:[^\W\d_]{3,10}\.? \d|\d{1,2} )"
)
_CREDIT_LINE = re.compile(
    r" ?/ ?(?:facebook|twitter|instagram|youtube|tiktok|linkedin|flickr|wikimedia(?: commons)?|wikipedia|shutterstock"
    r"|istock|getty(?: images)?|handout|screenshot|google (?:maps|earth))\.?$",
    re.I,
)
_CREDIT_WORDS = 8  # a credit of a name and a platform is no longer
_COPYRIGHT = re.compile(r"(?:\(c\)|©|copyright) ?(?:\(c\) ?|© ?)?(?:19|20)\d\d\b", re.I)
_CONTRIBUTORS = re.compile(
    r"\bcontributed (?:reporting|to this (?:report|story|article)|reporting to this (?:report|story|article))\.?$"
)
_CONTACT = re.compile(
    r"(?:[\w ]{0,20}: ?)?(?:@\w{1,30}|[\w.+-]{1,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,3})(?: ?[|·,/].{0,60})?"
)
_HANDLE = re.compile(r"(?<![\w.])@\w{2,30}\b")
_CAPTIONER = re.compile(r"WEBVTT\b|>> ?|\d{2}:\d{2}(?::\d{2})?[.,]\d{3} -->")
_POINTS = re.compile(
    r"\b(?:can be (?:found|viewed|read|downloaded)|(?:is|are) available|(?:more|further|additional) information"
    r"|(?:more|further|for) details|learn more|visit|pueden? consultarse|más información"
    r"|mais informações|weitere informationen)\b",
    re.I,
)
_ADDRESS = re.compile(r"\b[\w-]{2,40}\.(?:gov|com|org|net|edu|int|info|eu|[a-z]{2})\b(?!['’])")
_POINTER_WORDS = 30
# What an advertisement tells its reader to do, at a sentence's beginning; news hardly ever does so twice.
_ORDER = re.compile(
    r"(?:^|[.!?:*]\s{0,3})\W{0,4}(?:Visit (?:your|our|us\b|the|[\w-]{2,40}\.\w{2,4}\b)|Check out (?:our|the|these)\b"
    r"|Shop (?:now|the|our|at)\b|(?:Buy|Order|Call|Book|Apply|Register|Donate) (?:now|today|online|yours?|us)\b"
    r"|Click (?:here|the|below)\b|Try (?:it|our|the|one)\b|Get (?:yours?|started)\b|Save (?:up to|now|on|\$|\d)"
    r"|(?:Discover|Explore) (?:the|our|how|why|more)\b|Experience (?:the|our)\b|Find (?:your|a dealer|out more)\b"
    r"|Don[’']t miss\b|Hurry\b|Take advantage of\b|Treat yourself\b|Learn more\b|Sign up\b|Subscribe\b)"
)
_SALES = re.compile(
    r"\b(?:you|your|our|today|now|deals?|offers?|exclusive|inventory|dealers?|dealerships?|financing|discounts?|sale"
    r"|free shipping|test drive|limited time|coupons?|promo(?:tion)?|near you|www\.\S{1,40}|[\w-]{2,40}\.com)\b",
    re.I,
)
_FEW_ORDERS, _MANY_SALES = 2, 3


# Headers and trailers of IPTC 7901 and ANPA 1312 as agencies still send them.
_WIRE = re.compile(
    r"(?:ZCZC|GLNO|NNNN)\b.{0,120}"
    r"|[\x00-\x08\x0e-\x1b]*[a-z]{1,2}[0-9]{4}\s?(?:[a-z]\s){1,6}\s?[a-z]{2}-\S.{0,80}"  # a0412 r i bc-storm 03-04 0312
    r"|\^[A-Z]{2}[-–][^<]{1,100}<|\^(?:Eds|EDS|Note|With)\b[^<]{0,120}[<=]?|\^[^<=]{1,60}="
    r"|[A-Z]{2,4}-[A-Z]{2,4}-[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{4}[A-Z]{3}<?"  # EP-NY-03-04-25 1820EST<
    r"|[A-Z]{2,5} (?:[a-z]{1,5}[/-]){0,4}[a-z]{1,5} [0-9]{6} (?:GMT|UTC) [A-Z]{3} [0-9]{2}"  # EP jl 041820 GMT MAR 25
)
_MAIL_FIELD = re.compile(
    r"(from|to|cc|bcc|subject|date|sent|reply-to|sender|message-id|in-reply-to|return-path|received|mime-version"
    r"|x-[a-z-]{1,40}|content-[a-z-]{1,40}|list-[a-z-]{1,40}|von|an|betreff|gesendet|datum|de|à|objet|envoyé|para|asunto"
    r"|enviado|assunto|da|oggetto|inviato|van|aan|onderwerp|verzonden):\s",
    re.I,
)
_FORWARDED = re.compile(r"-{2,40}\s?(?:forwarded|original|weitergeleitete|ursprüngliche|message|mensaje)\b", re.I)


def caption(text: str) -> bool:
    """Whether a line is a photograph's caption by its first words."""
    return text[:1] in "FAI" and bool(_CAPTION.match(text[:120]))


def wire_line(text: str) -> bool:
    """Whether a line is what news wires put around a report: numbers and slugs, notes to editors, sign-offs."""
    return len(text) <= 150 and bool(_WIRE.fullmatch(text))


def mail_field(text: str) -> str:
    """The name of the field that a line of a mail's head holds, in lower case; "" for any other line."""
    found = _MAIL_FIELD.match(text)
    return found[1].lower() if found else ""


def opens_mail(text: str) -> bool:
    """Whether a line of dashes says that a forwarded or older message follows."""
    return text.startswith("--") and bool(_FORWARDED.match(text[:120]))


def post(text: str) -> bool:
    """Whether a line is a post pasted from a social network."""
    return ("/" in text or "(@" in text) and bool(_POST.search(text))


def sign_off(text: str) -> bool:
    """Whether a line is only a credit, a copyright, contributors' names or a way to reach the writer."""
    if len(text) > 250:
        return False
    if _CONTACT.fullmatch(text) or _COPYRIGHT.match(text) or _CONTRIBUTORS.search(text):
        return True
    return len(text.split()) <= _CREDIT_WORDS and bool(_CREDIT_LINE.search(text))


def names_account(text: str) -> bool:
    """Whether a social-network account is named by its handle."""
    return "@" in text and bool(_HANDLE.search(text))


def opens_caption(text: str) -> bool:
    """Whether a line begins like a broadcast's captions: with `>>`, a time range, or the format's name."""
    return text[:1] in "W>0123456789" and bool(_CAPTIONER.match(text))


def in_capitals(text: str) -> bool:
    """Whether nearly all letters are capitals, as in a broadcast's captions."""
    capitals = sum(map(str.isupper, text))
    return capitals > 0 and sum(map(str.islower, text)) < 0.15 * capitals


def advert(text: str) -> bool:
    """Whether a paragraph tells its reader to buy or look at something, as no report does. English only."""
    orders = len(_ORDER.findall(text))
    if not orders or '"' in text or "“" in text:
        return False
    sales = len({match.lower() for match in _SALES.findall(text)})
    return sales >= (1 if orders >= _FEW_ORDERS else _MANY_SALES)


def pointer(text: str) -> bool:
    """Whether a sentence merely says where more can be found on the web."""
    return len(text.split()) <= _POINTER_WORDS and bool(_POINTS.search(text)) and bool(_ADDRESS.search(text))


def pointer_length(text: str) -> int:
    """Length of a pointer that ends a paragraph as its last sentence, 0 if there is none."""
    place = max(text.rfind(end, 0, -1) for end in (". ", "! ", "? ")) + 2
    return len(text) - place if place > 1 and pointer(text[place:]) else 0
