"""Where a sentence's main clause ends, by rule: at a comma, or before a word that opens another clause.

English, Portuguese and Spanish have the words; of other languages only a comma, or a short sentence, is known.
"""

from __future__ import annotations

import re

from ...nlp.quotations import is_balanced
from ...nlp.stop_words import STOP_WORDS
from ...nlp.tokenize import count_words

_SHORTEST, _LONGEST = 5, 17  # words of a clause that can stand for its sentence
_WHOLE = 30  # longest sentence that stands for itself where it has no such clause

# Words that open a further clause or circumstance; what stands before them can be whole.
_OPENS = {
    "en": "after as amid when while because following where who which although though despite since unless until"
    " before but saying leaving prompting in move according",
    "pt": "após depois enquanto quando porque onde que embora apesar desde até antes mas segundo conforme deixando"
    " durante devido",
    "es": "tras después mientras cuando porque donde que aunque pese desde hasta antes pero según durante debido",
}
_PLACES = {"en": "in on at for with over by from", "pt": "em no na nos nas com para por", "es": "en con para por"}
# Forms that a finite verb of the main clause has. Loose: they only refuse pieces that have none.
_VERB = {
    "en": r"(?:ha[sd]|have|is|are|was|were|will|would|can|could|may|might|do|does|did|said|told|tells|met|won|lost"
    r"|made|took|gave|held|began|fell|rose|went|came|left|found|killed|hit|cut|struck|led|sent|put|set|ran|became|broke"
    r"|brought|built|bought|sold|shot|fought|kept|knew|threw|drew|sought|read|heard|paid|quit|wins|plans|says|\w{3,}ed)",
    "pt": r"(?:é|são|foi|foram|era|está|estão|tem|têm|vai|vão|deve|devem|pode|podem|há|faz|fez|disse|quer"
    r"|\w{2,}(?:ou|aram|eram|iram|eu|iu|ava|avam|ará|erá|irá|arão|erão|irão|ia|iam))",
    "es": r"(?:es|son|fue|fueron|era|está|están|ha|han|va|van|debe|puede|hay|hizo|dijo|quiere"
    r"|\w{2,}(?:ó|aron|ieron|aba|aban|ará|erá|irá|arán|ía|ían))",
}
_SAID_LAST = re.compile(
    r"\b(?:said|says|told|announced|disse|afirmou|informou|anunciou|dijo|afirmó|informó|anunció)\b(?:\s\S+){0,3}$"
)
_ASIDE = re.compile(
    r", (?:who|whose|whom|which|where|including|a|an|the|que|cujo|cuja|incluindo|um|uma|o|un|una|el|la)\b"
    r"[^,]{0,300}(?:,|$)"
)
_DATELINE = re.compile(r"[^\W\d_a-zà-ÿ][^\W\d_a-zà-ÿ .,/()]{2,40} ?(?:\([^()]{1,30}\) ?)?[-–—] ")
_COMMA = re.compile(r"[,;](?=\s(?!(?:and|or|e|ou|y|o)\b))|\s[-–—](?=\s)")
# "has decided to weigh": the verb breaks off
_OPEN_END = re.compile(r"\bto\s\S+$|(?<!\bwas\s)(?<!\bwere\s)(?<!\bbeen\s)(?<!\bhave\s)(?<!\bhas\s)\b\w+ed$")


def main_clause(sentence: str, language: str) -> tuple[int, int]:
    """The span (characters) of the beginning of a sentence that can stand alone; an empty one where none can."""
    dateline = _DATELINE.match(sentence)
    start = dateline.end() if dateline else 0
    end = len(sentence.rstrip().rstrip(".!"))
    if not is_balanced(sentence):
        return 0, 0
    if count_words(sentence[start:end]) <= _LONGEST:
        return start, end
    for ends in (_clause_ends(sentence, _OPENS.get(language, "")), _ends_before(sentence, _PLACES.get(language, ""))):
        whole = [place for place in ends if place > start and _is_whole(sentence[start:place], language)]
        if whole:
            return start, len(sentence[: max(whole)].rstrip(",; "))
    return (start, end) if count_words(sentence) <= _WHOLE else (0, 0)


def _clause_ends(sentence: str, opens: str) -> list[int]:
    return [match.start() for match in _COMMA.finditer(sentence)] + _ends_before(sentence, opens)


def _ends_before(sentence: str, opens: str) -> list[int]:
    """Places before the words that open something."""
    found = re.finditer(rf"\s(?:{'|'.join(opens.split())})\b", sentence) if opens else ()
    return [match.start() for match in found]


def _is_whole(piece: str, language: str) -> bool:
    """Whether a beginning has the length of a headline, a verb outside its asides, and no loose end."""
    last = re.split(r"\s", piece)[-1].lower()
    if not _SHORTEST <= count_words(piece) <= _LONGEST or last in STOP_WORDS.get(language, frozenset()):
        return False
    if (
        _OPEN_END.search(piece)
        or not is_balanced(piece)
        or piece.count("(") != piece.count(")")
        or _SAID_LAST.search(piece)
    ):
        return False
    verb = _VERB.get(language)
    return not verb or bool(re.search(rf"\s{verb}\b", _ASIDE.sub("", piece)))
