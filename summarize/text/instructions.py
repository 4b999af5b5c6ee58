"""Sentences that speak to a program instead of a reader: "ignore the above", "you are an assistant", chat markup.

A heuristic that names the well-known forms in English and their like in five languages. It cannot find all; what it
misses still stands between the fences of a prompt and before the gate. Knows nothing of articles.
"""

from __future__ import annotations

import re

_NEAR = r"[^.!?]{0,60}"  # words of the same sentence, few enough to stay linear
_PROGRAM = r"(?:ai|a\.i\.|llms?|(?:large\ )?language\ models?|summari[sz]ers?|chatbots?|assistants?|(?:chat)?gpt|bots?)"
_ORDERS = r"(?:instructions?|prompts?|guidelines?|directives?|(?:everything|all|anything|text)\ (?:above|before|else))"
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
