"""Who says a quotation: the grammatical subject beside a verb of saying. Pure pattern work on one sentence.

Tells names, roles ("the senior official") and pronouns apart; a quotation whose speaker is a pronoun needs the sentence
before it. If the subject is not plain it names nobody: no answer is better than a wrong one. English is supported best;
Spanish, Portuguese, French, German and Italian by their most common verbs.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..lang.language import words_of_all
from . import speech_verbs as lexicon
from .noun_phrases import NOBODY, Line, Phrase, Speaker
from .quotations import Quotation, quotations

_OPENINGS = (
    (lexicon.OPENS_PHRASE | lexicon.NOT_NAMES) - lexicon.DETERMINERS - lexicon.PRONOUNS
)  # of a phrase before the subject
_DAYS = lexicon.NAMES_OF_DAYS | lexicon.TIMES | {"am", "este", "esta", "nesta"}
_CANDIDATES = lexicon.VERBS | lexicon.ONLY_WITH_QUOTATION | lexicon.SOURCE_FOLLOWS
_RELATIVES = ("who", "quien", "quem", "qui")
_BEFORE_NOUNS = lexicon.DETERMINERS | {"own", "my", "our", "your"}  # "a warning label", "by his own telling"
_REACH = 28  # tokens examined on either side of a verb: longer insertions between subject and verb are not read
_MOST_VERBS = 12  # verbs of saying examined in one sentence
_NEAR_QUOTE = 7  # tokens between a verb and the quotation it brings in: "described it on Friday as “…”"


def find_speaker(sentence: str, quoted: Sequence[Quotation] | None = None) -> Speaker:
    """The speaker of a sentence's quotations, or of the sentence; kind "" where no verb of saying has a plain subject.

    Among several the one beside a quotation counts, then the first. A pronoun that follows a speaker named in the same
    sentence means that speaker. `quoted` are the quotations where they are known.
    """
    return _Reader(sentence, quoted).speaker()


def says_by_role(outside: str, span: tuple[int, int]) -> bool:
    """Whether the words at `span` of a sentence (quotations blanked out) are the subject of a verb of saying."""
    start, end = span
    before, after = outside[max(0, start - 20) : start].split(), outside[end : end + 25].split()
    beside = [word.strip(",.;:").lower() for word in [*before[-1:], *after[:2]]]
    return any(word in lexicon.VERBS for word in beside) or "according to" in " ".join(before[-2:])


def _is_inverted(word: str) -> bool:
    """Whether a word is a verb with its pronoun behind it: dit-il, ajoute-t-elle."""
    verb, dash, pronoun = word.replace("-t-", "-", 1).partition("-")
    inverts = verb in words_of_all("verbs_before_subjects") and pronoun in words_of_all("pronouns_behind_verbs")
    return bool(dash) and inverts


def outside_quotations(sentence: str, quoted: Sequence[Quotation] | None = None) -> str:
    """The sentence with every outer quotation blanked out, character for character; see `find_speaker`."""
    pieces, at = [], 0
    for quotation in quotations(sentence) if quoted is None else quoted:
        if quotation.depth == 0 and quotation.start >= at:
            pieces += [sentence[at : quotation.start], " " * (quotation.end - quotation.start)]
            at = quotation.end
    return "".join([*pieces, sentence[at:]])


def quoted_share(sentence: str, outside: str) -> float:
    """Share of a sentence's letters and digits that stands inside quotation marks; `outside` is what does not."""
    if outside == sentence:
        return 0.0
    total = sum(map(str.isalnum, sentence))
    return 1 - sum(map(str.isalnum, outside)) / total if total else 0.0


class _Reader(Line):
    """A sentence that is read for the subjects of its verbs of saying."""

    # -- which verb counts --------------------------------------------------------------------------------------------

    def speaker(self) -> Speaker:
        verbs = [i for i, token in enumerate(self.tokens) if self._is_verb(i)][:_MOST_VERBS]
        found: list[tuple[bool, bool, int, Speaker]] = []
        for i in verbs:
            if (speaker := self._subject(i, [each[3] for each in found])).kind:
                is_belief = self.tokens[i].lower in lexicon.BELIEF_VERBS
                found.append((is_belief, not self._is_beside_quote(i), i, speaker))
        if not found:
            return NOBODY
        *_, place, best = min(found, key=lambda each: each[:3])
        named = [speaker for _, _, i, speaker in found if i < place and speaker.kind == "name"]
        return named[-1] if best.kind == "pronoun" and named else best

    def _is_verb(self, i: int) -> bool:
        token = self.tokens[i]
        if token.lower not in _CANDIDATES:
            return _is_inverted(token.lower)
        if token.lower in lexicon.SOURCE_FOLLOWS:
            follows, starts = self.lower(i + 1), self.starts_clause(i)
            return {
                "according": follows == "to",
                "per": self.lower(i - 1) == "as",
                "segundo": starts,
                "secondo": starts,
            }.get(token.lower, True)
        if token.lower in lexicon.ONLY_WITH_QUOTATION:
            return self._is_beside_quote(i) or (token.lower.startswith("call") and self.lower(i + 1) in ("for", "on"))
        noun = token.lower in lexicon.PARTICIPLES and self.lower(i - 1) in _BEFORE_NOUNS
        return token.text[0].islower() and not noun

    def _is_beside_quote(self, i: int) -> bool:
        before = next((k for k in range(i - 1, max(-1, i - _REACH), -1) if self.tokens[k].quoted), None)
        after = range(i + 1, min(len(self.tokens), i + _NEAR_QUOTE + 1))
        return any(self.tokens[k].quoted for k in after) or (before is not None and self._closes(before, i))

    def _closes(self, quote: int, verb: int) -> bool:
        """Whether a quotation ends in a comma or stop, as one that is followed by its speaker does."""
        return self.lower(quote + 1) == "," or self.tokens[quote].text[-2:-1] in ",.!?" or verb - quote <= 4

    # -- its subject --------------------------------------------------------------------------------------------------

    def _subject(self, verb: int, before: list[Speaker]) -> Speaker:
        word = self.lower(verb)
        if word in lexicon.SOURCE_FOLLOWS:
            return self._source(verb + 2) if word == "according" else self._following(verb + 1)
        head = self._skip_between(verb)
        for i in (verb, head):
            if _is_inverted(self.lower(i)):
                return Speaker("", "pronoun")
        if self.lower(head) in _RELATIVES:
            return self._antecedent(head)
        if self.lower(head) in words_of_all("passive_auxiliaries"):
            return self._agent(verb)
        if word in lexicon.PARTICIPLES or self.lower(head) in ("and", "but", "or"):
            return before[-1] if before else self._main_subject(verb)
        return self._after_boundary(verb, head, before) if self.is_boundary(head) else self._in_front(verb, head)

    def _skip_between(self, verb: int) -> int:
        """The last token before a verb that is not an adverb or auxiliary of it; -1 at the sentence's start."""
        i = verb - 1
        while i >= 0 and (self.lower(i) in lexicon.BETWEEN or (self.lower(i).endswith("ly") and not self.is_name(i))):
            i -= 1
        return i

    def _after_boundary(self, verb: int, head: int, before: list[Speaker]) -> Speaker:
        """A verb after a comma or quotation: subject after it, before an insertion, or the one of the verb before."""
        after = NOBODY if self.tokens[verb].lower in lexicon.WITH_LISTENER else self._following(verb + 1)
        foreign = self.tokens[verb].lower in lexicon.BEFORE_SUBJECT
        if foreign or self.lower(head) == "“":
            return after if after.kind else self._around_insertion(head)
        around = self._around_insertion(head)
        if around.kind:
            return around
        return after if after.kind and self._ends_phrase(verb + 1) else (before[-1] if before else NOBODY)

    def _in_front(self, verb: int, head: int) -> Speaker:
        """The phrase that ends right before a verb, or the one at the start of its clause."""
        phrase = self.phrase_before(head, strong=self.tokens[verb].lower in lexicon.SPEECH_VERBS)
        if phrase and self.starts_clause(phrase.first):
            return self._named_before(phrase) or phrase.speaker
        start = self.clause_start(head)
        left = self.phrase_at(start)
        if left and left.after == head + 1:
            return left.speaker
        if left and left.speaker.kind == "role" and self.lower(left.after) in lexicon.OPENS_PHRASE:
            return self._named_before(left) or self.with_tail(left, head + 1)
        if left and left.speaker.kind == "name" and self.lower(left.after) in ("on", "in") and head - left.after <= 2:
            return left.speaker  # "Ruiz on Friday said"
        if self.lower(verb) in lexicon.BEFORE_SUBJECT:
            return self._following(verb + 1)
        return self._last_joined(phrase) if phrase and self.lower(verb) in lexicon.SPEECH_VERBS else NOBODY

    def _around_insertion(self, comma: int) -> Speaker:
        """“Kellogg, after the meeting, described”: the phrase that fills the part before the insertion."""
        if self.lower(comma) not in (",", "—", "–", ")"):
            return NOBODY
        end = comma
        inner = NOBODY
        for _ in range(3):
            start = self.clause_start(end - 1)
            phrase = self.phrase_at(self._skip_conjunction(start))
            whole = phrase is not None and phrase.after == end
            if whole and self._is_place(start):
                return NOBODY
            if phrase and end != comma and (whole or self.lower(phrase.after) in lexicon.OPENS_PHRASE):
                if phrase.speaker.kind == "role" and inner.kind == "name":
                    return inner
                return phrase.speaker
            if phrase and whole and end == comma:
                inner = phrase.speaker
            if start <= 0 or self.lower(start - 1) not in (",", "—", "–", "("):
                return NOBODY
            end = start - 1
        return NOBODY

    def _is_place(self, start: int) -> bool:
        """Whether a name after a comma says where another place is: "in Leeds, New York,"."""
        i = start - 2
        while i >= 0 and self.is_name(i):
            i -= 1
        return 0 <= i < start - 2 and self.lower(i) in ("in", "from", "at", "near")

    def _antecedent(self, who: int) -> Speaker:
        """“He met Ruiz, who said”: the name before the relative pronoun."""
        last = who - 2 if self.lower(who - 1) == "," else who - 1
        phrase = self.phrase_before(last, strong=False)
        return phrase.speaker if phrase and phrase.speaker.kind == "name" else NOBODY

    def _named_before(self, phrase: Phrase) -> Speaker | None:
        """“Ana Ruiz, founder of the group said”: the name in front of a bare role that describes it."""
        bare = self.lower(phrase.first) not in lexicon.DETERMINERS and self.tokens[phrase.first].text[0].islower()
        if phrase.speaker.kind != "role" or not bare or self.lower(phrase.after) not in ("of", "at", "for", "with"):
            return None
        if self.lower(phrase.first - 1) != "," or self.lower(phrase.after - 1).endswith("s"):
            return None
        start = self.clause_start(phrase.first - 2)
        name = self.phrase_at(start)
        return name.speaker if name and name.after == phrase.first - 1 and name.speaker.kind == "name" else None

    def _main_subject(self, verb: int) -> Speaker:
        """The name at the start of the sentence, or after its opening phrase: subject of “…, calling it”."""
        follows = self.lower(verb + 1)
        if self.tokens[verb].lower == "adding" and follows == "to":
            return NOBODY
        start = 0
        while start < verb:
            phrase = self.phrase_at(self._skip_conjunction(start))
            if phrase and phrase.after <= verb:
                return phrase.speaker
            comma = next((i for i in range(start, verb) if self.lower(i) == ","), None)
            if comma is None or self.lower(start) not in _OPENINGS:
                return NOBODY
            start = comma + 1
        return NOBODY

    def _agent(self, verb: int) -> Speaker:
        """“described as “short-sighted” by an official”: the phrase after "by", if there is one."""
        for i in range(verb + 1, min(len(self.tokens), verb + _REACH)):
            if self.lower(i) == "by":
                return self._following(i + 1)
            if self.lower(i) in (",", ";", ":", "and", "or"):
                break
        return NOBODY

    def _source(self, start: int) -> Speaker:
        """The phrase after "according to", if it is complete: not the court of "court records"."""
        phrase = self.phrase_at(start)
        if phrase and self.is_plain(phrase.after) and self.lower(phrase.after) not in _DAYS | lexicon.BETWEEN:
            return NOBODY
        return self._following(start)

    def _following(self, start: int) -> Speaker:
        while start < len(self.tokens) and self.lower(start) in _DAYS:
            start += 1
        phrase = self.phrase_at(start)
        if phrase is None:
            if self.lower(start) in lexicon.PRONOUNS:
                return Speaker("", "pronoun")
            return self._described_after(start)
        return self.with_tail(phrase, len(self.tokens)) if phrase.speaker.kind == "role" else phrase.speaker

    def _described_after(self, start: int) -> Speaker:
        """“said a plumber from Leeds”: any noun with an article, if the phrase plainly ends."""
        if self.lower(start - 1) not in lexicon.SPEECH_VERBS or self.lower(start) not in lexicon.DETERMINERS:
            return NOBODY
        for end in range(start + 2, min(start + 5, len(self.tokens) + 1)):
            if not self.is_plain(end - 1):
                break
            if self.lower(end) in lexicon.OPENS_PHRASE or self.lower(end) in ("", ",", "."):
                return self.with_tail(Phrase(start, end, NOBODY), len(self.tokens))
        return NOBODY

    def _last_joined(self, phrase: Phrase) -> Speaker:
        """“aid to Ukraine and Hughes said”: a name after "and", if what comes before it belongs elsewhere."""
        ands = [i for i in range(phrase.first, phrase.after) if self.lower(i) == "and"]
        last = self.phrase_at(ands[-1] + 1) if ands else None
        return last.speaker if last and last.after == phrase.after and last.speaker.kind == "name" else NOBODY

    def _skip_conjunction(self, i: int) -> int:
        while self.lower(i) in ("and", "but", "or", "while", "und", "y", "e", "et"):
            i += 1
        return i

    def _ends_phrase(self, start: int) -> bool:
        phrase = self.phrase_at(start)
        after = self.lower(phrase.after) if phrase else ""
        return phrase is not None and (after in ("", ",", ".", ";", ":", "“") or after in lexicon.OPENS_PHRASE)
