"""Sentences that speak to a program instead of a reader: "ignore the above", "you are an assistant", chat markup.

A heuristic that names the well-known forms in English and their like in five languages. It cannot find all; what it
misses still stands between the fences of a prompt and before the gate. Knows nothing of articles.
"""

from __future__ import annotations

import re

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
_FORMS = re.compile(
    rf"""
      \b(?:ignore|disregard|forget|override|bypass)\b{_NEAR}\b{_ORDERS}\b
    | \b(?:ignorier\w*|vergiss|missachte)\b{_NEAR}\b(?:anweisung|vorgabe|instruktion)\w*
    | \b(?:ignora|ignore|ignorez|olvida|oubliez?|esqueça|dimentica)\b{_NEAR}
      \b(?:instruccion|instruç|consigne|istruzion)\w*
    | \byou\ (?:are|act\ as)\ (?:now\ )?(?:an?\ |the\ )?(?:helpful\ |new\ )?{_PROGRAM}\b
    | \b(?:note|message|instructions?)\ (?:to|for)\ (?:all\ |any\ |the\ |every\ )?{_PROGRAM}\b
    | \b(?:attention|important)[:,]?\ (?:all\ |any\ )?{_PROGRAM}:
    | \b(?:system|developer)\ (?:prompt|message|instructions?)\b
    | \b(?:new|updated|real|previous|prior|your)\ (?:instructions?|task)\b\ ?(?::|are\b|is\b)
    | \byour\ (?:summary|output|json|headline|context\ window)\b | \bthis\ summary\b
    | \b(?:do\ not|don't|never)\ (?:summari[sz]e|cite)\b
    | <\|?/?(?:im_start|im_end|system|assistant|user|instructions?|prompt|endoftext|endofprompt|think)\b
    | \[/?(?:inst|system|assistant)\] | <</?sys>>
    | "(?:cites|sentences|headline|attributed_to|weight|role)"\s?:
    | \b(?:end|beginning|start)\ of\ (?:the\ )?(?:material|prompt|user\ input)\b
    | \b{_MODELS}\ (?:reading|that\ read|processing)\ [^.!?]{{0,30}}?\b(?:must|should|shall|has\ to|have\ to)\b
    | \b{_MODELS}[:,]\ {_VERBS}\b | \bfor\ (?:all\ )?{_MODELS}:
    | \bthe\ assistant\ (?:must|should)\ (?:now\ )?(?:reply|respond|answer|write|say)\b
    | \b(?:note\ to|attention|dear|hey)\W{{1,3}}(?:all\ |any\ |the\ |automated\ )?{_MODELS}\b
    | \b(?:if\ you\ are|as)\ an?\ {_MODELS}\b[,]?\ (?:you|write|say|state)\b
    | \b{_MODELS}\ instructions?\b
    | \b(?:when|while|before)\ summari[sz]ing\ (?:this|the\ (?:article|text|page|story))\b
    | \b(?:any|every|all)\ summar(?:y|ies)\b[^.!?]{{0,30}}\b(?:must|should|has\ to|have\ to)\b
    | \bsummar(?:y|ies)\ of\ this\b[^.!?]{{0,30}}\b(?:must|should|has\ to|have\ to)\b
    | \byou\ are\ now\ [^.!?]{{1,30}}\b(?:no\ rules|without\ rules|unrestricted|jailbroken)\b
    | \byou\ (?:must|should|will)\ (?:now\ )?(?:reply|respond|answer|write)\ (?:only|in|with|exactly)\b
    | \b(?:respond|answer|write)\ (?:in\ capital|in\ all\ caps|with\ json|exactly\ as)\b
    | \b(?:rewrite|change|replace)\ (?:the|your)\ (?:headline|title|summary)\ (?:so|to|with|and)\b
    | \boutput\ (?:the|this)\ (?:sentence|text|words)\b
    | \bforget\ (?:what|everything)\ you\ (?:were|have\ been)\ told\b
    | \b(?:wenn\ du|si\ eres|si\ (?:tu\ es|vous\ êtes)|se\ você\ (?:é|for)|se\ sei|als\ je)
      \ (?:ein|un|um|une|een)\ {_MODELS_ELSEWHERE}
    | \b{_CODE}\W{{1,3}}(?-i:[A-Z]{{3,}}\d{{1,6}})\b
    | \b(?:use|using|enter|apply|with|type)\ (?:the\ )?(?:promo(?:tion(?:al)?)?\ |discount\ |coupon\ )?
      code\W{{1,3}}(?-i:[A-Z]{{4,}})\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_OPENINGS = re.compile(
    r"\W{0,9}(?:please )?(?:summari[sz]e|translate|output|print|respond|reply|answer) (?:only|with|this|as|in)\b"
    r"|\W{0,9}(?:system|assistant|user|developer|human)\s?:",
    re.IGNORECASE,
)
# A form without one of these cannot match: looking for them first is thirty times as fast as trying every form.
_CUES: tuple[str, ...] = (
    "ignor",
    "disregard",
    "forget",
    "overrid",
    "bypass",
    "vergiss",
    "missacht",
    "olvid",
    "oubli",
    "esqueç",
)
_CUES += ("code", "código", "codice", "kod", "промокод", "sprachmodell", "modelo de", "modèle de", "modello ling")
_CUES += (
    "language model",
    "llm",
    "gpt",
    "bot",
    "the assistant",
    "ai ",
    "a.i.",
    "as an ",
    "you are",
    "taalmodel",
    "headline",
)
_CUES += ("reply", "respond", "answer", "write ", "output", "title")
_CUES += ("dimentic", "you are", "you act", "prompt", "message", "instruction", "note to", "note for", "attention")
_CUES += ("important", "task", "your ", "summar", "cite", "end of", "start of", "beginning of", "<", "[", '":', '" :')
_INVISIBLE = dict.fromkeys((0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF))
_INVISIBLE |= dict.fromkeys(range(0xE0000, 0xE0080))  # tag characters: text that no reader sees


def speaks_to_program(text: str) -> bool:
    """Whether a sentence reads like an instruction to a program. Characters that nobody sees do not hide it."""
    plain = text if text.isascii() else (text if text.isprintable() else text.translate(_INVISIBLE)).replace("’", "'")
    if _OPENINGS.match(plain):
        return True
    lower = plain.lower()
    for cue in _CUES:  # a plain loop: this is asked of every sentence
        if cue in lower:
            return _FORMS.search(plain) is not None
    return False
