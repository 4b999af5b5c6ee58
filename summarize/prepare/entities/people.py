"""Which persons the articles spell in more than one way, and which spelling the program itself uses.

Two spellings are one person's only if given names, titles or the article at hand say so, because two people may share a
surname. Nobody is identified beyond that, and no text is changed.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...lang.language import words_of_all
from ...nlp.names import fold_name, given_alike, is_slip, only_doubles, slips, sound_alike, sound_key
from ...records import Article, Evidence, NamedPerson, Origin, Sentence, Spelling
from .mentions import Mentions, Surname, find_mentions

_RARE = 3  # a misspelling stands at most a third as often as the right form
_READ = 20_000  # sentences, about six hundred articles, from which persons are learnt; then all are searched for them
_KNOWN = 400  # surnames compared with all others, the most frequent ones
_GIVEN = 30  # given names of a surname, the most frequent ones
_LISTED = 60  # persons listed at most, those with the most mentions
_BUCKET = 12  # spellings that sound alike or differ by one slip and are compared
_HONORIFICS = words_of_all("honorifics")
_SHORT = 5  # fewest letters of a surname in which a slip shows beside the same given name
_ALONE = 6  # fewest letters of a surname without a given name that is recognized by its sound


_FIRST = re.compile(r"(?<![\w-])[^\W\d_a-z][^\W_]*")  # the first word of a name
_GOES_ON = re.compile(r"\w|-\w")


@dataclass(frozen=True, slots=True)
class _Form:
    """A spelling as it is looked for, and the given name that goes before it in the full name."""

    text: str
    before: str = ""


def find_people(
    articles: Sequence[Article],
    sentences: Sequence[Sentence],
    origins: Sequence[Origin],
    language: str,
    wanted: str = "",
) -> tuple[NamedPerson, ...]:
    """The persons spelled in more than one way, most mentioned first.

    A person's name is in the spelling that most origins use (then the most frequent one, then the first); a name in
    `wanted`, a comma-separated list, takes precedence.
    """
    mentions = find_mentions(sentences[:_READ], language)
    lists = [*_by_surname(mentions, {article.id: article for article in articles}), *_by_letters(mentions)]
    wishes = [wish.strip() for wish in wanted.split(",") if wish.strip()]
    lists += _wished(mentions, wishes, lists)
    readable = [sentence for sentence in sentences if sentence.zone != "boilerplate"]
    found = _Census(articles, readable, origins, [form.text for forms in lists for form in forms])
    people = [person for forms in lists if (person := _person(forms, found, wishes))]
    people.sort(key=lambda person: -sum(spelling.count for spelling in person.spellings))
    return tuple(people[:_LISTED])


def _by_surname(mentions: Mentions, articles: Mapping[str, Article]) -> Iterator[list[_Form]]:
    """Persons whose surname, or given name beside one surname, is spelled in several ways."""
    for group in _groups(mentions.surnames, articles):
        known = [mentions.surnames[name] for name in group]
        clusters = _clusters(Counter(dict(sum((each.given for each in known), Counter()).most_common(_GIVEN))))
        if len(clusters) <= 1 and len(group) > 1:
            given = _shortest(clusters[0]) if clusters else ""
            yield [_Form(name, given) for name in group]
        for cluster in clusters:
            if len(clusters) > 1 or len(list(_distinct(cluster, known))) > 1:
                yield [_Form(f"{g} {name}") for name in group for g in _distinct(cluster, [mentions.surnames[name]])]


def _clusters(given: Counter[str]) -> list[list[str]]:
    """Given names that can be one person's, together, the most frequent first."""
    clusters: list[list[str]] = []
    for name in sorted(given, key=lambda each: (len(_letters(each)) < 2, -given[each])):
        slip = [each for each in given if is_slip(each, name) and given[name] * _RARE <= given[each]]
        home = next((c for c in clusters if any(_same_given(each, name) or each in slip for each in c)), None)
        if home is None:
            clusters.append([name])
        else:
            home.append(name)
    return clusters


def _distinct(cluster: Sequence[str], there: Sequence[Surname]) -> Iterator[str]:
    """Of the given names in one cluster, those that stand before surnames and are spelled unlike the ones before."""
    seen: list[str] = []
    for name in cluster:
        words = name.split()
        equal = [other for other in seen if not set(words).isdisjoint(other.split()) or _is_initial(name, other)]
        if any(each.given[name] for each in there) and not equal:
            seen.append(name)
            yield name


def _is_initial(name: str, other: str) -> bool:
    return min(len(_letters(name)), len(_letters(other))) == 1


def _same_given(one: str, other: str) -> bool:
    """Whether given names share one: "Recep Tayyip" and "Tayyip", "J. D." and "JD", "V." and "Volodymyr"."""
    if _letters(one) == _letters(other):
        return sound_alike(one, other)
    if _is_initial(one, other):
        return given_alike(one.partition(" ")[0], other.partition(" ")[0])
    return any(
        len(_letters(a)) > 1 and len(_letters(b)) > 1 and given_alike(a, b) for a in one.split() for b in other.split()
    )


def _shortest(cluster: Sequence[str]) -> str:
    """The given name that a full name takes: the most frequent, without what another form of it leaves out."""
    first = cluster[0]
    return next((name for name in cluster if len(name.split()) < len(first.split()) and name in first), first)


def _letters(name: str) -> str:
    return fold_name(name).replace(" ", "")


def _groups(surnames: dict[str, Surname], articles: Mapping[str, Article]) -> Iterator[list[str]]:
    """Surnames with their other spellings, the most frequent spelling first; every surname once."""
    usual = sorted((n for n, known in surnames.items() if known.person), key=lambda n: -surnames[n].count)[:_KNOWN]
    near = _neighbours(surnames, usual)
    taken: set[str] = set()
    for name in usual:
        if name in taken:
            continue
        group = [name]
        for other in near.get(name, ()):
            if other not in taken and _one_person(surnames, name, other, articles):
                group.append(other)
        taken.update(group)
        yield group


def _neighbours(surnames: dict[str, Surname], usual: Sequence[str]) -> dict[str, list[str]]:
    """For each surname, those that sound like it or are one wrong letter away. Linear: by keys, not by pairs."""
    sounds: defaultdict[str, list[str]] = defaultdict(list)
    cut: defaultdict[str, list[str]] = defaultdict(list)
    for name in surnames:
        sounds[sound_key(name)].append(name)
    for name in usual:
        for left in slips(fold_name(name)):
            cut[left].append(name)
    near: defaultdict[str, list[str]] = defaultdict(list)
    for name in usual:
        near[name] += [other for other in sounds[sound_key(name)][:_BUCKET] if other != name]
    for other in surnames:
        for name in dict.fromkeys(n for left in slips(fold_name(other)) for n in cut.get(left, ())[:_BUCKET]):
            if name != other and other not in near[name]:
                near[name].append(other)
    return near


def _one_person(surnames: dict[str, Surname], name: str, other: str, articles: Mapping[str, Article]) -> bool:
    """Whether two surnames are one person's, spelled in two ways."""
    alike = sound_alike(name, other)
    if not alike and not is_slip(name, other, _SHORT):
        return False
    one, two = surnames[name], surnames[other]
    offices, others = one.titles - _HONORIFICS, two.titles - _HONORIFICS
    pairs = [(a, b) for a in list(one.given)[:_GIVEN] for b in list(two.given)[:_GIVEN] if _same_given(a, b)]
    named = any(not _is_initial(a, b) for a, b in pairs)
    rare = two.count * _RARE <= one.count or (named and not offices.isdisjoint(others))
    two_offices = offices and others and offices.isdisjoint(others)  # Mayor Anna Hansen, Judge Anna Hanssen
    if two_offices or (not alike and not (rare and (named or is_slip(name, other)))):
        return False
    if one.given and two.given:
        return bool(pairs)
    if offices and others:
        return True
    if alike:
        return two.person or len(fold_name(other)) >= _ALONE
    return any(name in articles[home].text for home in two.homes)


def _by_letters(mentions: Mentions) -> Iterator[list[_Form]]:
    """Full names with the same letters, divided differently: Kim Jong-un, Kim Jong Un."""
    equal: defaultdict[str, list[str]] = defaultdict(list)
    for name in mentions.full:
        equal[_letters(name)].append(name)
    for names in equal.values():
        if len({len(re.split(r"[ \-]", name)) for name in names}) < len({name.count(" ") for name in names}):
            yield [_Form(name) for name in names]


def _wished(mentions: Mentions, wishes: Sequence[str], lists: Sequence[Sequence[_Form]]) -> Iterator[list[_Form]]:
    """Persons whom the articles spell in one way, and the user's list in another."""
    listed = {form.text.rpartition(" ")[2] for forms in lists for form in forms}
    for name, known in mentions.surnames.items() if wishes else ():
        if known.person and name not in listed:
            given = _shortest(_clusters(known.given)[0]) if known.given else ""
            wish = next((wish for wish in wishes if _means(wish, [_Form(name, given)])), None)
            if wish and wish.rpartition(" ")[2] != name:
                yield [_Form(name, given)]


def _means(wish: str, forms: Sequence[_Form]) -> bool:
    """Whether a name of the user's list is that of a person with such spellings."""
    before, _, last = wish.rpartition(" ")
    for form in forms:
        given, _, name = f"{form.before} {form.text}".strip().rpartition(" ")
        if sound_alike(last, name) or is_slip(last, name):
            return not (before and given) or _same_given(before, given)
    return False


class _Census:
    """Where each of some texts occurs as a word of its own: counted by article, with its first place."""

    def __init__(
        self,
        articles: Sequence[Article],
        sentences: Sequence[Sentence],
        origins: Sequence[Origin],
        texts: Sequence[str],
    ) -> None:
        self.order = [article.id for article in articles]
        self.home = {article: origin.id for origin in origins for article in origin.articles}
        self.counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.first: dict[str, Evidence] = {}
        self.starts: defaultdict[str, list[str]] = defaultdict(list)
        for text in dict.fromkeys(texts):
            first = _FIRST.match(text)
            self.starts[first.group() if first else text].append(text)
        for sentence in sentences if texts else ():
            self._read(sentence)

    def _read(self, sentence: Sentence) -> None:
        """Count the texts in a sentence."""
        for word in _FIRST.finditer(sentence.text):
            for text in self.starts.get(word.group(), ()):
                end = word.start() + len(text)
                if sentence.text.startswith(text, word.start()) and not _GOES_ON.match(sentence.text, end):
                    start = sentence.start + word.start()
                    self.counts[text][sentence.article] += 1
                    self.first.setdefault(text, Evidence(sentence.article, start, start + len(text), text, "match"))

    def spelling(self, text: str, slip: bool) -> Spelling:
        """A text as a spelling."""
        counts = self.counts[text]
        articles = tuple(article for article in self.order if counts[article])
        return Spelling(text, counts.total(), articles, self.first[text], slip)

    def weight(self, text: str) -> tuple[int, int]:
        """How many origins use a text, and how often, with copies of one origin counted once."""
        by_origin: dict[str, int] = {}
        for article, count in self.counts[text].items():
            home = self.home.get(article, article)
            by_origin[home] = max(count, by_origin.get(home, 0))
        return len(by_origin), sum(by_origin.values())


def _person(forms: Sequence[_Form], found: _Census, wishes: Sequence[str]) -> NamedPerson | None:
    """The record of a person, None if only one spelling really occurs in the articles and none is requested."""
    there = [form for form in dict.fromkeys(forms) if form.text in found.first]
    wish = next((wish for wish in wishes if _means(wish, there)), "")
    if len(there) < (1 if wish else 2):
        return None
    usual = max(there, key=lambda form: found.weight(form.text))
    spellings = [found.spelling(form.text, _is_misspelt(form, usual, found)) for form in there]
    spellings.sort(key=lambda spelling: -spelling.count)
    return NamedPerson(_named(usual, wish), tuple(spellings))


def _named(usual: _Form, wish: str) -> str:
    """The full name in the chosen spelling: the requested one, with the given name if the list has only the surname."""
    if " " in wish:
        return wish
    if " " in usual.text:
        return f"{usual.text.rpartition(' ')[0]} {wish}" if wish else usual.text
    return f"{usual.before} {wish or usual.text}".strip()


def _is_misspelt(form: _Form, usual: _Form, found: _Census) -> bool:
    """Whether a spelling is rare and one wrong letter from the usual one, not another transcription of the name."""
    origins, count = found.weight(form.text)
    if form == usual or origins > 1 or count * _RARE > found.weight(usual.text)[1]:
        return False
    pairs = [pair for pair in zip(form.text.split(), usual.text.split(), strict=False) if pair[0] != pair[1]]
    return any(only_doubles(*pair) or (is_slip(*pair) and not sound_alike(*pair)) for pair in pairs)
