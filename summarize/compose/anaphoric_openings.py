"""Wordings that point back or speak in the first person, in languages beside those of `phrases`. Data only.

Dutch, Russian, Ukrainian, Polish, Turkish, Vietnamese, Arabic, Hindi, Chinese and Japanese: fewer rules than for
English, each only where the wording hardly ever means anything else.
"""

from __future__ import annotations

import re


def _starts(words: str, end: str = r"\b") -> re.Pattern[str]:
    return re.compile(rf"(?:{words}){end}", re.IGNORECASE | re.VERBOSE)


_VIETNAMESE_CAPITALS = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_WHOLE = r"(?=[\s,،।:]|$)"  # \b knows no vowel signs
# Sentence openings that point back to somebody or something named before.
POINTS_BACK = {
    "nl": _starts(r"hij|zij|ze|hun|haar|dit|deze|daar|daarom|daarna|toen|bovendien|volgens\ (?:hem|haar|hen)"),
    "ru": _starts(
        r"""он|она|они|оно|его|её|ее|их|это|этот|эта|эти|там|тогда|затем|поэтому|кроме\ того|при\ этом
        |по\ (?:его|её|ее|их)\ (?:словам|данным|мнению)"""
    ),
    "uk": _starts(
        r"""він|вона|вони|воно|його|її|їх|це|цей|ця|ці|там|тоді|потім|тому|крім\ того|при\ цьому
        |за\ (?:його|її|їхніми)\ (?:словами|даними)"""
    ),
    "pl": _starts(r"on|ona|oni|one|jego|jej|ich|to|ten|ta|te|ci|tam|wtedy|następnie|dlatego|ponadto"),
    "tr": _starts(r"o|onlar|bu|bunlar|şu|onun|onların|böylece|ardından|daha\ sonra|ayrıca|orada"),
    # "Ông Minh" is Mr Minh; "ông nói" is "he said".
    "vi": re.compile(
        rf"(?:(?:[Ôô]ng|[Bb]à|[Cc]ô|[Cc]hị)(?! [{_VIETNAMESE_CAPITALS}])|[Aa]nh (?:ấy|ta)|[Hh]ọ|[Nn]ó"
        r"|[ĐđVv]i?[ềệ][uc] (?:này|đó)|[Ss]au đó|[Nn]goài ra|[Tt]ại đó)\b"
    ),
    "ar": _starts(
        r"""و?(?:هو|هي|هم|هذا|هذه|ذلك|تلك|هناك)
        |(?:و|كما\ )?(?:أضاف|قال|تابع|أوضح|أكد|ذكر|أشار)ت?\s*(?::|،|أن|إن|إلى)""",
        r"(?!\w)",
    ),
    "hi": _starts(r"वह|वे|उन्होंने|उसने|उनके|उनकी|उनका|उसके|उसकी|उसका|यह|ये|इस|इसके|इसकी|इससे|वहाँ|वहां|फिर", _WHOLE),
    "zh": _starts(r"[他她它](?!山)|这|那(?!不勒斯)|此(?!前)|该|其(?!中|他|余)|对此|随后|因此|此外|另外|与此同时", ""),
    "ja": _starts(
        r"""彼(?:女|ら)?[はがもにをの]|それ|これ|その|この|そこ|また、|さらに|一方|しかし|そして
        |同(?:氏|社|市|国|県|省|局|庁|町|村)""",
        "",
    ),
}
# The same words where they point at nothing.
POINTS_NOWHERE = {
    "nl": _starts(r"(?:dit|deze)\ (?:jaar|week|maand|zomer|winter|herfst|lente|ochtend|avond|weekend)"),
    "ru": _starts(r"эт(?:им|ой)\ (?:летом|зимой|осенью|весной|утром|ночью)|это\ (?:первый|первая|первое|самый|самая)"),
    "uk": _starts(r"це\ (?:перший|перша|перше|найбільший|найбільша)"),
    "pl": _starts(r"to\ (?:pierwsz|najwięks)\w+|tej\ (?:zimy|wiosny|jesieni|nocy)|tego\ (?:lata|roku)"),
    "tr": _starts(r"bu\ (?:yıl|hafta|ay|sabah|akşam|gece|yaz|kış)"),
    "ar": _starts(r"هذا\ (?:العام|الأسبوع|الشهر|الصباح|المساء)|هذه\ (?:السنة|الليلة)"),
    "hi": _starts(r"इस\ (?:साल|वर्ष|सप्ताह|हफ्ते|महीने|बार)|यह\ पहली\ बार", _WHOLE),
    "zh": _starts(r"这(?:一年|一周|个月|个星期)", ""),
}
FIRST_PERSON = {
    "nl": re.compile(r"\b(?:ik|wij|we|ons|onze|mijn)\b", re.IGNORECASE),
    "ru": re.compile(r"\b(?:я|мы|нас|нам|наш\w{0,3}|мой|моя|мне)\b", re.IGNORECASE),
    "uk": re.compile(r"\b(?:я|ми|нас|нам|наш\w{0,3}|мій|моя|мені)\b", re.IGNORECASE),
    "pl": re.compile(r"\b(?:ja|my|nas|nam|nasz\w{0,3}|mój|moja|mnie)\b", re.IGNORECASE),
    "tr": re.compile(r"\b(?:ben|biz|bizim|benim|bize|bizi)\b", re.IGNORECASE),
    "vi": re.compile(r"\b(?:tôi|chúng ta)\b", re.IGNORECASE),
    "ar": re.compile(r"\b(?:نحن|أنا|لدينا|إننا)\b"),
    "hi": re.compile(r"(?<!\S)(?:मैं|हम|हमारा|हमारे|हमारी|मेरा|मेरे|मेरी|हमें|मुझे)(?=[\s,।]|$)"),
    "zh": re.compile(r"我们|咱们|(?<![自忘敌])我(?![国军])"),
    "ja": re.compile(r"私(?=たち|[はがのもにを])|我々|われわれ|僕(?=[はがの])"),
}
