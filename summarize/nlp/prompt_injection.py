"""Sentences that speak to a program instead of a reader: "ignore the above", "you are an assistant", chat markup.

A heuristic that names the well-known forms in English and their like in five languages. It cannot find all; what it
misses still stands between the fences of a prompt and before the gate. Knows nothing of articles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

_NEAR = r"[^.!?]{0,60}"  # words of the same sentence, few enough to stay linear
_PROGRAM = r"(?:ai|a\.i\.|llms?|(?:large\ )?language\ models?|summari[sz]ers?|chatbots?|assistants?|(?:chat)?gpt|bots?)"
_ORDERS = (
    r"(?:instructions?|prompts?|(?:previous|prior|above|these|your)\ (?:guidelines?|directives?)"
    r"|(?:everything|all|anything|text)\ (?:above|before|else))"
)
_MODELS = (
    r"(?:(?:ai|a\.i\.)(?:\ (?:systems?|models?|assistants?|tools?|agents?))?|llms?|(?:large\ )?language\ models?"
    r"|(?:automated\ )?summari[sz]ers?|chatbots?|(?:chat)?gpt|bots?|the\ assistant)"
)
_VERBS = r"(?:tell|say|write|state|report|mention|add|ignore|include|treat|give)"
_MODELS_ELSEWHERE = (
    r"(?:sprachmodell|modelo\ de\ (?:lenguaje|linguagem|língua)|modèle\ de\ lang(?:ue|age)|modello\ linguistico"
    r"|taalmodel)"
)
# What sells with a code: no report, in any language.
_CODE = (
    r"(?:(?:promo(?:tion(?:al)?)?|discount|coupon|voucher)?\ ?codes?(?:\ promo)?|gutscheincode|rabattcode|aktionscode"
    r"|código|codice(?:\ sconto)?|kortingscode|kod(?:u)?|промокод)"
)
_NAMED = (
    *(
        "ai:",
        "ai,",
        "a.i.",
        "llm",
        "language model",
        "summarizer",
        "summariser",
        "bot:",
        "bot,",
        "bots:",
        "bots,",
        "gpt",
    ),
    *("the assistant", "ai system", "ai model", "ai assistant", "ai tool", "ai agent"),
)
# Each form with words of which a text must hold one to match: looking for them first is thirty times as fast as trying
# every form on every sentence.
_Form: TypeAlias = tuple[tuple[str, ...], str]
_FORMS: tuple[_Form, ...] = (
    (("ignore", "disregard", "forget", "override", "bypass"),
     rf"\b(?:ignore|disregard|forget|override|bypass)\b{_NEAR}\b{_ORDERS}\b"),
    (("ignorier", "vergiss", "missachte"),
     rf"\b(?:ignorier\w*|vergiss|missachte)\b{_NEAR}\b(?:anweisung|vorgabe|instruktion)\w*"),
    (("ignora", "ignore", "olvida", "oublie", "esqueça", "dimentica"),
     rf"\b(?:ignora|ignore|ignorez|olvida|oubliez?|esqueça|dimentica)\b{_NEAR}"
     r"\b(?:instruccion|instruç|consigne|istruzion)\w*"),
    (("you are ", "you act "), rf"\byou\ (?:are|act\ as)\ (?:now\ )?(?:an?\ |the\ )?(?:helpful\ |new\ )?{_PROGRAM}\b"),
    (("note ", "message ", "instruction"),
     rf"\b(?:note|message|instructions?)\ (?:to|for)\ (?:all\ |any\ |the\ |every\ )?{_PROGRAM}\b"),
    (("attention", "important"), rf"\b(?:attention|important)[:,]?\ (?:all\ |any\ )?{_PROGRAM}:"),
    (("system ", "developer "), r"\b(?:system|developer)\ (?:prompt|message|instructions?)\b"),
    (("instruction", "task"),
     r"\b(?:new|updated|real|previous|prior|your)\ (?:instructions?|task)\b\ ?(?::|are\b|is\b)"),
    (("your ", "this summary"), r"\byour\ (?:summary|output|json|headline|context\ window)\b | \bthis\ summary\b"),
    (("summari", "cite"), r"\b(?:do\ not|don't|never)\ (?:summari[sz]e|cite)\b"),
    (("<",), r"<\|?/?(?:im_start|im_end|system|assistant|user|instructions?|prompt|endoftext|endofprompt|think)\b"),
    (("[", "<<"), r"\[/?(?:inst|system|assistant)\] | <</?sys>>"),
    (('s"', 'e"', 'o"', 't"'), r'"(?:cites|sentences|headline|attributed_to|weight|role)"\s?:'),
    (("material", "prompt", "user input"),
     r"\b(?:end|beginning|start)\ of\ (?:the\ )?(?:material|prompt|user\ input)\b"),
    (("reading ", "that read ", "processing "),
     rf"\b{_MODELS}\ (?:reading|that\ read|processing)\ [^.!?]{{0,30}}?\b(?:must|should|shall|has\ to|have\ to)\b"),
    (_NAMED, rf"\b{_MODELS}[:,]\ {_VERBS}\b | \bfor\ (?:all\ )?{_MODELS}:"),
    (("the assistant",), r"\bthe\ assistant\ (?:must|should)\ (?:now\ )?(?:reply|respond|answer|write|say)\b"),
    (("note to", "attention", "dear", "hey"),
     rf"\b(?:note\ to|attention|dear|hey)\W{{1,3}}(?:all\ |any\ |the\ |automated\ )?{_MODELS}\b"),
    (("if you are", "as a ", "as an "), rf"\b(?:if\ you\ are|as)\ an?\ {_MODELS}\b[,]?\ (?:you|write|say|state)\b"),
    (("instruction",), rf"\b{_MODELS}\ instructions?\b"),
    (("summari",), r"\b(?:when|while|before)\ summari[sz]ing\ (?:this|the\ (?:article|text|page|story))\b"),
    (("summar",),
     r"""\b(?:any|every|all)\ summar(?:y|ies)\b[^.!?]{0,30}\b(?:must|should|has\ to|have\ to)\b
     | \bsummar(?:y|ies)\ of\ this\b[^.!?]{0,30}\b(?:must|should|has\ to|have\ to)\b"""),
    (("you are now ",),
     r"\byou\ are\ now\ [^.!?]{1,30}\b(?:no\ rules|without\ rules|unrestricted|jailbroken)\b"),
    (("reply ", "respond ", "answer ", "write "),
     r"""\byou\ (?:must|should|will)\ (?:now\ )?(?:reply|respond|answer|write)\ (?:only|in|with|exactly)\b
     | \b(?:respond|answer|write)\ (?:in\ capital|in\ all\ caps|with\ json|exactly\ as)\b"""),
    (("headline ", "title ", "summary "),
     r"\b(?:rewrite|change|replace)\ (?:the|your)\ (?:headline|title|summary)\ (?:so|to|with|and)\b"),
    (("output ",), r"\boutput\ (?:the|this)\ (?:sentence|text|words)\b"),
    (("forget ",), r"\bforget\ (?:what|everything)\ you\ (?:were|have\ been)\ told\b"),
    (("wenn du ", "si eres ", "si tu es ", "si vous êtes ", "se você ", "se sei ", "als je "),
     r"\b(?:wenn\ du|si\ eres|si\ (?:tu\ es|vous\ êtes)|se\ você\ (?:é|for)|se\ sei|als\ je)"
     rf"\ (?:ein|un|um|une|een)\ {_MODELS_ELSEWHERE}"),
    (("code", "código", "codice", "kod", "промокод"), rf"\b{_CODE}\W{{1,3}}(?-i:[A-Z]{{3,}}\d{{1,6}})\b"),
    (("code",),
     r"\b(?:use|using|enter|apply|with|type)\ (?:the\ )?(?:promo(?:tion(?:al)?)?\ |discount\ |coupon\ )?"
     r"code\W{1,3}(?-i:[A-Z]{4,})\b"),
)  # fmt: skip
_OPENINGS = re.compile(
    r"\W{0,9}(?:please )?(?:summari[sz]e|translate|output|print|respond|reply|answer) (?:only|with|this|as|in)\b"
    r"|\W{0,9}(?:system|assistant|user|developer|human)\s?:",
    re.IGNORECASE,
)
_RUN = 30  # sentences looked at together, about an article's
_INVISIBLE = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF))
_INVISIBLE |= dict.fromkeys(range(0xE0000, 0xE0080))  # tag characters: text that no reader sees


def speaks_to_program(text: str) -> bool:
    """Whether a sentence reads like an instruction to a program. Characters that nobody sees do not hide it."""
    return _speaks(_visible(text), _FORMS)


def speaking_to_program(texts: Sequence[str]) -> list[bool]:
    """The same for many sentences, in a quarter of the time: most forms have no word in a whole run of them."""
    found: list[bool] = []
    for start in range(0, len(texts), _RUN):
        run = [_visible(text) for text in texts[start : start + _RUN]]
        together = "\n".join(run).lower()
        forms = [each for each in _FORMS if any(cue in together for cue in each[0])]
        found += [_speaks(text, forms) for text in run]
    return found


def _visible(text: str) -> str:
    if text.isascii():
        return text
    return (text if text.isprintable() else text.translate(_INVISIBLE)).replace("’", "'")


def _speaks(plain: str, forms: Sequence[_Form]) -> bool:
    if _OPENINGS.match(plain):
        return True
    lower = plain.lower()
    for cues, form in forms:  # plain loops, because this runs on every sentence
        for cue in cues:
            if cue in lower:
                if _compiled(form).search(plain):
                    return True
                break
    return False


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """Compiled when a text first needs it."""
    return re.compile(form, re.IGNORECASE | re.VERBOSE)
