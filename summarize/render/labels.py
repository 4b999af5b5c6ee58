"""The honest labels of a summary, in words: how it was made, what was checked, what was set aside.

Never says "verified", never claims more than the record holds. The texts are raw; every sink escapes them itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..nlp.quotations import fold_quotes, quotations
from ..nlp.tokenize import count_words, normalize_whitespace
from ..records import (
    Accounting,
    Check,
    Claim,
    Disagreement,
    Evidence,
    NamedPerson,
    Notice,
    Origin,
    Outcome,
    Spelling,
    Summary,
    TimelineEntry,
)
from ..records import Share as SourceShare
from .escape import has_own_citation
from .sources import cited, numbers

_VALUES = ("quotes", "numbers", "names", "dates")
_FOUND = "names, figures, dates and quotations found in the sources"
_REASONS = {
    "duplicate": "repeat what a chosen sentence says",
    "abstract": "summaries of their own article",
    "title": "titles",
    "heading": "headings",
    "boilerplate": "adverts, forms, bylines and the like",
    "orphan": "make no sense without the sentence before",
    "off_topic": "about something else, or in another language",
    "failed_check": "failed a check, or give the writer’s own opinion",
    "unused": "not cited by any sentence of the draft",
}
# What the parts of a report are called, the same in every output.
SECTIONS = {
    "told": "Told differently",
    "sources": "Sources",
    "reports": "Reports behind the articles",
    "checks": "How it was checked",
    "timeline": "Timeline",
    "names": "Names spelled in more than one way",
    "balance": "Who is heard how much",
    "account": "What became of every sentence",
    "unused": "Not used",
    "notes": "Notes",
}
# In the order in which a line of status names them.
_UNREAD = "not read for meaning"
_OUTCOMES = (
    "read and supported",
    "quoted word for word",
    "FAILED",
    "without a source",
    "unclear",
    _UNREAD,
)
# What was done on the way that leaves nothing out of the summary: for those who ask for everything.
_ON_THE_WAY = {
    "asked_again",
    "citation_dropped",
    "headline_cut",
    "headline_replaced",
    "line_unreadable",
    "sentence_replaced",
    "shortened",
    "undated",
}
_LENGTH_TOLD = {"length", "short"}
_MIN_LENGTH_SHARE = 0.85  # of the length asked for; anything shorter is mentioned
_OVER = 1.1
SHOWN_NOTES = 10
_QUOTED_WORDS = 3  # fewer words are a term in quotation marks
_ENDS = ".,;:!?' "  # marks at the ends of a quotation, which house styles place differently
SHOWN_ARTICLES = 6
_EVENT = 160  # characters of a dated event
_LOOSE = " ,;:–—-"
_MARKS = dict.fromkeys(map(ord, ".,;:!?\"'()[]"), " ")


@dataclass(frozen=True, slots=True)
class Share:
    """A row of the accounting: how many sentences, which share of all ("12 %"), and what became of them."""

    count: int
    percent: str
    what: str


def heading(summary: Summary) -> str:
    """What stands on top of a summary without a headline; of a draft's check, what it is."""
    return "Check of a draft" if summary.run.engine == "draft" else "Without a headline"


def made(summary: Summary) -> str:
    """How the summary was made and how long it is; for an extract, that its sentences are the articles' own."""
    length = plural(_words(summary), "word")
    articles = plural(len(summary.articles), "article")
    if summary.run.engine == "draft":
        sentences = plural(len(summary.claims), "sentence")
        return f"A draft of {sentences} ({length}), checked against {articles}; this program wrote none of it."
    if summary.run.engine == "model":
        return f"{length}, written by the model {summary.run.model or 'without a name'} from {articles}."
    return f"{length}, selected from {articles} without a language model: {_quoting(summary.claims)}"


def _words(summary: Summary) -> int:
    return sum(count_words(claim.text) for claim in summary.claims)


def _quoting(claims: Sequence[Claim]) -> str:
    """Whose words the sentences are, counted rather than assumed."""
    uncut = [claim for claim in claims if not claim.edited]
    verbatim = sum(
        any(normalize_whitespace(claim.text) in normalize_whitespace(span.text) for span in claim.evidence[:1])
        for claim in uncut
    )
    if not claims:
        return "no sentence was chosen."
    if verbatim == len(claims):
        return "every sentence is quoted as it stands in the first article it cites."
    return f"{verbatim} of {plural(len(claims), 'sentence')} are quoted as they stand in the first article they cite."


def failures(claim: Claim) -> str:
    """What failed for a claim, to be shown beside it; "" if nothing did."""
    failed = [f"{check_name(check)}: {check.detail}".removesuffix(": ") for check in _with(claim, "fail")]
    return f"CHECK FAILED – {'; '.join(failed)}" if failed else ""


def doubts(claim: Claim) -> str:
    """What could not be decided about a claim, and no model has read either; "" if there is nothing."""
    read = any(check.name == "meaning" and check.outcome == "pass" for check in claim.checks)
    unclear = [each for each in _with(claim, "unclear") if not read or each.name == "meaning"]
    return "; ".join(f"{check_name(each)} unclear: {each.detail}" for each in unclear)


def _with(claim: Claim, outcome: Outcome) -> list[Check]:
    return [check for check in claim.checks if check.outcome == outcome]


def check_name(check: Check) -> str:
    """What a check looks at, as people call it."""
    if check.name == "meaning":
        return f"read by {check.by}" if check.by else "meaning"
    return {"numbers": "figures", "quotes": "quotations", "verbatim": "wording"}.get(check.name, check.name)


def check_words(check: Check) -> str:
    """How a check came out, in words; never "pass" for what no model has read."""
    if check.name == "verbatim":
        if check.outcome == "pass":
            return "quoted word for word"
        return (
            "written anew" if check.outcome != "fail" and check.detail in ("", "written anew") else "not word for word"
        )
    if check.name == "meaning":
        words = {"pass": "supported", "fail": "not supported", "unclear": "unclear"}
        return words.get(check.outcome, "not read")
    return {"pass": "found in the sources", "fail": "FAILED", "unclear": "unclear"}.get(check.outcome, "not looked for")


def status(summary: Summary) -> str:
    """One line on who wrote how much, and how it was checked."""
    length = plural(_words(summary), "word")
    articles = plural(len(summary.articles), "article")
    sentences = plural(len(summary.claims), "sentence")
    if summary.run.engine == "embedded":
        own = [claim for claim in summary.claims if is_verbatim(claim)]
        whole = "quoted" if len(own) == len(summary.claims) else f"{len(own)} of {sentences}"
        return f"{length} from {articles}, {whole} word for word; no model was used"
    cost = f"; ${summary.usage.cost_usd:.4f}" if summary.usage.cost_usd else ""
    verdict = _verdict(summary.claims) + cost
    if summary.run.engine == "draft":
        return f"{sentences} of a draft, not written by this program, checked against {articles}: {verdict}"
    return f"{sentences} ({length}) by {summary.run.model or 'a model'} from {articles}: {verdict}"


def _verdict(claims: Sequence[Claim]) -> str:
    """How sentences came out, counted: read and supported, failed, without a source and so on."""
    counts = Counter(map(_outcome, claims))
    return ", ".join(f"{counts[words]} {words}" for words in _OUTCOMES if counts[words]) or "none"


def _outcome(claim: Claim) -> str:
    if failures(claim):
        return "FAILED"
    if not claim.evidence:
        return "without a source"
    reading = next((check.outcome for check in claim.checks if check.name == "meaning"), "not_run")
    if doubts(claim):
        return "unclear"
    if reading == "pass":
        return "read and supported"
    return "quoted word for word" if is_verbatim(claim) else _UNREAD


def alarm(summary: Summary) -> str:
    """A line for the top when any claim failed a check or has no evidence; "" otherwise."""
    weak = sum(bool(failures(claim)) or not claim.evidence for claim in summary.claims)
    all_claims = plural(len(summary.claims), "sentence")
    cite = "cites" if weak == 1 else "cite"
    return f"Careful: {weak} of {all_claims} failed a check or {cite} no source; see the mark there." if weak else ""


def unread(summary: Summary) -> str:
    """A line for the top of a draft's check when nobody read some of its sentences; "" otherwise."""
    count = sum(_is_unread(claim, summary) for claim in summary.claims)
    if not count:
        return ""
    return (
        f"Not read for meaning: {count} of {plural(len(summary.claims), 'sentence')}. Names, figures, dates and "
        "quotations were looked up there, nothing else: the sources may say otherwise."
    )


def _is_unread(claim: Claim, summary: Summary) -> bool:
    """Whether somebody's sentence was compared with the sources by its values only."""
    return summary.run.engine == "draft" and _outcome(claim) == _UNREAD


def is_verbatim(claim: Claim) -> bool:
    """Whether a claim is its source's own words."""
    return any(check.name == "verbatim" and check.outcome == "pass" for check in claim.checks)


def _is_cut(claim: Claim) -> bool:
    """Whether a claim is its source's own words except for what `edited` names."""
    return bool(claim.edited) and not failures(claim)


def checks(summary: Summary) -> list[str]:
    """What was checked, by whom and with what result: one line for each way of checking."""
    own = [claim for claim in summary.claims if is_verbatim(claim)]
    less = [claim for claim in summary.claims if _is_cut(claim)]
    anew = [claim for claim in summary.claims if not is_verbatim(claim) and not _is_cut(claim)]
    lines = [f"{plural(len(own), 'sentence')}: quoted word for word"] if own else []
    lines += [f"{plural(len(less), 'sentence')}: the source’s own words, except a day that was cut"] if less else []
    if not anew:
        return lines
    worst = Counter(_worst(claim) for claim in anew)
    values = [f"{worst['pass']} with {_FOUND}"] if worst["pass"] else []
    values += [f"{worst['unclear']} with one that is unclear"] if worst["unclear"] else []
    values += [f"{worst['fail']} with one that FAILED"] if worst["fail"] else []
    values += [f"{worst['not_run']} not looked at"] if worst["not_run"] else []
    return [*lines, f"{plural(len(anew), 'sentence')} compared by value: {', '.join(values)}", *_readings(anew)]


def _worst(claim: Claim) -> Outcome:
    """The worst outcome of the value checks of a claim."""
    found = [check.outcome for check in claim.checks if check.name in _VALUES]
    order: tuple[Outcome, ...] = ("fail", "unclear", "pass")
    return next((outcome for outcome in order if outcome in found), "not_run")


def _readings(claims: Sequence[Claim]) -> list[str]:
    """Who read the claims, and what they found."""
    read: dict[str, Counter[str]] = {}
    unread = 0
    for claim in claims:
        check = next((each for each in claim.checks if each.name == "meaning"), None)
        if check is None or check.outcome == "not_run":
            unread += 1
        else:
            read.setdefault(check.by, Counter())[check_words(check)] += 1
    lines = [
        f"{plural(sum(counts.values()), 'sentence')} read by {by or 'a rule'}: "
        + ", ".join(f"{count} {words}" for words, count in counts.most_common())
        for by, counts in sorted(read.items())
    ]
    some = plural(unread, "sentence") if read else "Meaning"
    return [*lines, *([f"{some}: read by nobody"] if unread else [])]


def caution(summary: Summary) -> str:
    """What the checks mean, and what they do not; "" if there were none."""
    found = [check for claim in summary.claims for check in claim.checks if check.outcome == "pass"]
    if any(check.name == "meaning" for check in found):
        return "Supported is that model’s reading of the cited passages, not a proof; the passages may be wrong."
    if any(not is_verbatim(claim) and not _is_cut(claim) for claim in summary.claims) and found:
        return "The names and figures are in the sources; that does not mean that the sources say the sentence."
    return "Word for word does not mean true or fair." if found else ""


def independence(summary: Summary) -> str:
    """How many claims rest on only one report; said once, not at each of them."""
    claims = len(summary.claims)
    confirmed = sum(claim.origins > 1 for claim in summary.claims)
    if not claims:
        return ""
    if len(summary.articles) == 1:
        return "There is only one article: nothing here is confirmed by a second one."
    if len(summary.origins) == 1:
        return _one_report(summary.origins[0])
    if not confirmed:
        return "No sentence was matched with a second report besides the one it cites."
    if confirmed == claims:
        return "Every sentence was found in two or more separate reports."
    others = claims - confirmed
    return (
        f"{confirmed} of {claims} sentences {'was' if confirmed == 1 else 'were'} found in two or more separate "
        f"reports; for the other{f' {others}' if others > 1 else ''} none was matched besides the one cited."
    )


def _one_report(origin: Origin) -> str:
    """That there is only one report, as far as that is certain."""
    if origin.confidence == "inferred":
        return "All articles seem to go back to one report or one source: nothing here counts as confirmed by a second."
    return "All articles go back to one report: nothing here is confirmed by a second one."


def remarks(claim: Claim, summary: Summary) -> str:
    """What must stand beside a claim: whose it is where it names nobody, that its articles are one report, that its
    quotation came through other hands, what was taken out of it, that nobody read it, a name misspelt.
    """
    speaker = (claim.attributed_to or "").split()
    unnamed = speaker and speaker[-1].casefold() not in claim.text.casefold()
    said = [
        f"according to {' '.join(speaker)}" if unnamed else "",
        _confirmed(claim, summary),
        _disputed(claim, summary),
        cut(claim),
    ]
    said += ["not read" if _is_unread(claim, summary) else "", _requoted(claim, summary)]
    return "; ".join(filter(None, [*said, *_misspelt(claim.text, summary.names)]))


def cut(claim: Claim) -> str:
    """A remark on what was taken out of a claim's sentence: "cut: “on Friday”"; "" if nothing was."""
    found = [f"“{normalize_whitespace(words).strip(_LOOSE)}”" for words in claim.edited]
    return f"cut: {', '.join(found)}" if found else ""


def _confirmed(claim: Claim, summary: Summary) -> str:
    """A remark if several citations look like several confirmations but are one report."""
    cited_articles = {span.article for span in claim.evidence}
    if claim.origins > 1 or len(cited_articles) < 2:
        return ""
    several = sum(not cited_articles.isdisjoint(origin.articles) for origin in summary.origins) > 1
    return "" if several else "one report"


def _disputed(claim: Claim, summary: Summary) -> str:
    """A remark if a claim rests on a passage that stands for one side of a disagreement."""
    places = {(span.article, span.start) for span in claim.evidence[:1]}
    sides = (position for point in summary.disagreements for position in point.positions)
    disputed = any(not places.isdisjoint((span.article, span.start) for span in side.evidence) for side in sides)
    return "the articles differ on this" if disputed else ""


def _requoted(claim: Claim, summary: Summary) -> str:
    """A remark on a quotation that only one report has, second-hand: rewriting changes quoted words too."""
    said = [fold_quotes(claim.text[each.inner_start : each.inner_end]).strip(_ENDS)
            for each in quotations(claim.text) if not each.depth]  # fmt: skip
    said = [words for words in said if words.count(" ") + 1 >= _QUOTED_WORDS]
    quoting = [span for span in claim.evidence if any(words in fold_quotes(span.text) for words in said)]
    homes = [origin for origin in summary.origins if {span.article for span in quoting} & set(origin.articles)]
    if len(homes) != 1 or not (claim.worded_otherwise or _is_second_hand(homes[0])):
        return ""
    number = numbers(summary)
    others = "".join(f"[{other}]" for other in cited(claim.worded_otherwise, number))
    if others:
        return f"the quotation is worded otherwise in {others}"
    here = {span.article for span in claim.evidence}
    which = "".join(f"[{each}]" for each in cited(quoting, number))
    return "quoted second-hand" + (f" by {which}" if here != {span.article for span in quoting} else "")


def _is_second_hand(origin: Origin) -> bool:
    """Whether its articles retell a report: one by a medium they credit, or each other's in other words."""
    return bool(origin.alignments) or origin.confidence == "stated"


def _misspelt(text: str, people: Sequence[NamedPerson]) -> Iterator[str]:
    """A remark on every name that a claim's source seems to have misspelt."""
    words = set(normalize_whitespace(text).replace("'s", "").translate(_MARKS).split())
    for person in people:
        for spelling in person.spellings:
            if spelling.likely_misspelling and words.issuperset(normalize_whitespace(spelling.text).split()):
                yield f"spelled “{spelling.text}”; the articles mostly write “{person.spellings[0].text}”"


def reports(summary: Summary) -> list[str]:
    """Why articles count as one report, or as a named medium's, in words, with the words or sentences that show it."""
    number = numbers(summary)
    said = []
    for origin in summary.origins:
        if origin.why:
            members = _few([f"[{number.get(article, '?')}]" for article in origin.articles])
            said.append(f"{members} {origin.confidence}: {origin.why}{_shown(origin)}")
    return _some(said)


def _shown(origin: Origin) -> str:
    """The two sentences of a rewrite that share most, if nothing surer shows that it is one report."""
    if origin.confidence == "stated" or not origin.alignments:
        return ""
    pair = max(origin.alignments, key=lambda pair: len(pair.shared))
    return f"; “{normalize_whitespace(pair.first.text)}” beside “{normalize_whitespace(pair.second.text)}”"


def names(summary: Summary) -> list[str]:
    """Every person whom the articles spell in several ways, the most frequent first; at most ten, then a count."""
    number = numbers(summary)
    return _some([f"{person.name}: {', '.join(_spelling(each, number) for each in person.spellings)}"
                  for person in summary.names])  # fmt: skip


def _spelling(spelling: Spelling, number: Mapping[str, int]) -> str:
    cited = [f"[{number[article]}]" for article in spelling.articles if article in number]
    slip = " (likely a misspelling)" if spelling.likely_misspelling else ""
    return f"“{spelling.text}” {plural(spelling.count, 'time')} in {_few(cited)}{slip}"


def _few(cited: Sequence[str]) -> str:
    """Citations side by side, up to a maximum, then a count."""
    more = len(cited) - SHOWN_ARTICLES
    return "".join(cited[:SHOWN_ARTICLES]) + (f" and {more} more" if more > 0 else "")


def balance(summary: Summary) -> list[str]:
    """How many sentences rest on each article and, if that differs, on each report; and how many on it alone."""
    claims = len(summary.claims)
    heard = [share for share in summary.balance.articles if share.claims]
    if len(summary.articles) < 2 or not heard:
        return []
    number = numbers(summary)
    articles = [(f"[{number.get(share.id, '?')}]", share) for share in heard]
    lines = [f"Of {plural(claims, 'sentence')}, {_parts(articles)}."]
    members = {origin.id: origin.articles for origin in summary.origins}
    if len(summary.origins) < len(summary.articles):
        reports = [
            ("".join(f"[{number.get(article, '?')}]" for article in members.get(share.id, ())[:SHOWN_ARTICLES]), share)
            for share in summary.balance.origins
            if share.claims
        ]
        lines.append(f"By report: {_parts(reports)}.")
    return lines


def _parts(shares: Sequence[tuple[str, SourceShare]]) -> str:
    """ "2 rest on [1] (1 on it alone), 5 on [2] (3)"."""
    said = [
        f"{share.claims} {'rest ' * (not place)}on {name} ({len(share.alone)}{' on it alone' * (not place)})"
        for place, (name, share) in enumerate(shares[:SHOWN_NOTES])
    ]
    more = len(shares) - SHOWN_NOTES
    return ", ".join([*said, f"and {more} more have a part"] if more > 0 else said)


def event(entry: TimelineEntry) -> str:
    """The words of a dated event; of a long sentence, its beginning and the words around the date."""
    text, at = entry.text, entry.text.find(entry.as_written)
    if len(text) <= _EVENT:
        return text
    end = at + len(entry.as_written)
    if end < _EVENT:
        return text[:_EVENT].rpartition(" ")[0].rstrip(_LOOSE) + " …"
    begin, around = text[: _EVENT // 3].rpartition(" ")[0], text[max(0, at - _EVENT // 2) : end].partition(" ")[2]
    return f"{begin.rstrip(_LOOSE)} … {around}{'' if end >= len(text.rstrip('.')) else ' …'}"


def by_whom(span: Evidence) -> str:
    """A note on evidence that was added by comparing words, not cited by the writer of the sentence."""
    return " (added because its words match)" if span.by == "match" else ""


def own_citations(summary: Summary) -> str:
    """A remark on brackets that articles brought along; "" if there are none."""
    texts = [summary.headline, *(claim.text for claim in summary.claims)]
    return "A bracket shown as \\[1] is the article’s own, not a citation." if any(map(has_own_citation, texts)) else ""


def differing(summary: Summary) -> str:
    """What the list of disagreements is called: without a model it holds no more than its name says."""
    return "Figures and days that differ" if summary.run.engine == "embedded" else "Where the articles differ"


def disagreements(summary: Summary) -> str:
    """What an empty list of disagreements does and does not mean; "" if there are any."""
    if summary.disagreements:
        return ""
    if summary.run.engine == "draft":
        return "The articles were not compared with each other, only the draft with them."
    if summary.run.engine == "model":
        return "The model reported none, which is no proof that the articles agree."
    return (
        "None listed. Without a model the articles’ meaning is not compared, only figures and days of the same thing; "
        "they may still contradict each other."
    )


def told_differently(summary: Summary) -> str:
    """That sentences stand side by side as told differently, and that this is no verdict; "" if there are none."""
    if not summary.told_differently:
        return ""
    return (
        "What independent reports say of one matter, found by comparing words. They may contradict each other, or tell "
        "stages or parts of one thing: that is for the reader to judge."
    )


def undated(summary: Summary) -> str:
    """What a timeline without a certain day is: wordings in the order of the text; "" if a day is known."""
    if any(entry.when for entry in summary.timeline):
        return ""
    return (
        "No day is certain: these are the articles’ own words, in the order of the text, not necessarily of the events."
    )


def kind_of(point: Disagreement) -> str:
    """In which way its articles differ, "(change over time)"; "" for figures without dates, which may be either.

    Also "" for what is told differently, because its title says so.
    """
    if point.kind == "told_differently":
        return ""
    undated = any(not position.published for position in point.positions)
    return "" if point.kind == "contradiction" and undated else f"({point.kind.replace('_', ' ')})"


def accounting(summary: Summary) -> list[Share]:
    """What became of every input sentence: used ones, then the largest share first; whole per cents that sum to 100."""
    counts = summary.accounting
    words = reasons(summary)
    rows = [(counts.used, "are in the summary or support it")]
    rows += sorted(
        ((count, words.get(reason, reason)) for reason, count in counts.omitted.items() if count),
        key=lambda row: (-row[0], row[1]),
    )
    percents = _percents([count for count, _ in rows])
    return [Share(count, percent, what) for (count, what), percent in zip(rows, percents, strict=True)]


def reasons(summary: Summary) -> dict[str, str]:
    """What became of the sentences that were set aside, in words, by the records' names of the reasons."""
    budget = summary.run.config.get("words")
    return {**_REASONS, "budget": f"no room in {budget} words" if isinstance(budget, int) else "no room"}


def missing(counts: Accounting) -> str:
    """A line for an account that does not add up; "" for all others."""
    listed = counts.used + sum(counts.omitted.values())
    return "" if listed == counts.sentences else f"These are {listed}, not {counts.sentences}: the rest is missing."


def _percents(counts: Sequence[int]) -> list[str]:
    """Whole per cents that sum to 100, by largest remainders (Hamilton's method); "<1 %" for what rounds to nothing."""
    total = sum(counts)
    if not total:
        return ["0 %"] * len(counts)
    whole = [count * 100 // total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda place: -(counts[place] * 100 % total))
    for place in by_remainder[: 100 - sum(whole)]:
        whole[place] += 1
    return ["<1 %" if count and not percent else f"{percent} %" for count, percent in zip(counts, whole, strict=True)]


def skipped(summary: Summary) -> list[str]:
    """Every input that was not used, with the reason; at most ten, then a count."""
    return _some([f"{item.path}: {item.why}" for item in summary.skipped])


def warnings(summary: Summary) -> list[str]:
    """Every warning, with its article's number; at most ten, then a count."""
    return _some(_numbered(summary.warnings, summary))


def problems(summary: Summary) -> list[str]:
    """The warnings that a reader of the summary must know, and a missed length; at most ten, then a count."""
    known = [notice for notice in summary.warnings if notice.code not in _ON_THE_WAY]
    told = any(notice.code in _LENGTH_TOLD for notice in known)
    return _some([*_numbered(known, summary), *([] if told else _length_missed(summary))])


def _numbered(notices: Iterable[Notice], summary: Summary) -> list[str]:
    """Notices, each with its article's number in front unless it begins with one."""
    number = numbers(summary)
    return [
        f"[{number[notice.article]}] {notice.message}"
        if notice.article in number and not notice.message.startswith("[")
        else notice.message
        for notice in notices
    ]


def _length_missed(summary: Summary) -> list[str]:
    """How far the length is from the one asked for, if that is far."""
    asked = summary.run.config.get("words")
    words = _words(summary)
    if summary.run.engine == "draft" or not isinstance(asked, int) or not words:
        return []
    if words < _MIN_LENGTH_SHARE * asked:
        return [f"the summary has {words} of the {asked} words you asked for"]
    return [f"the summary has {words} words; you asked for {asked}"] if words > _OVER * asked else []


def _some(lines: list[str]) -> list[str]:
    rest = len(lines) - SHOWN_NOTES
    return lines if rest <= 1 else [*lines[:SHOWN_NOTES], f"… and {rest} more; the JSON output lists all"]


def signature(summary: Summary) -> str:
    """Which program made it, and what a model cost: calls, tokens, US dollars."""
    program = f"summarize {summary.run.version}".strip()
    if summary.run.engine == "embedded":
        return f"{program}, embedded engine: no model was called"
    if summary.run.engine == "draft" and not summary.run.checker:
        return f"{program}: no model was called"
    usage = summary.usage
    cost = "price not known" if usage.cost_usd is None else f"${usage.cost_usd:.4f}"
    cached = f" ({usage.cached_calls} from the cache)" if usage.cached_calls else ""
    thought = f" ({usage.reasoning_tokens:,} of them reasoning)" if usage.reasoning_tokens else ""
    tokens = f"{usage.prompt_tokens:,} tokens in, {usage.completion_tokens:,} out{thought}"
    return f"{program}: {plural(usage.calls, 'call')}{cached}, {tokens}, {cost}"


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 word", "2,000 words"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def joined(parts: Iterable[str]) -> str:
    """Parts of one line, separated by a middle dot."""
    return " · ".join(part for part in parts if part)
