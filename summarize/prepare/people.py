"""Which persons the articles spell in more than one way, and which spelling the program itself uses.

Two spellings are one person's only if given names, titles or the article at hand say so, because two people may share a
surname. Nobody is identified beyond that, and no text is changed. Persons are found by titles, given names and what
surrounds a name: a heuristic on capitals, for scripts that have them, which prefers missing a person to taking a body
or a place for one. Linear in the text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..lang.language import load_language, words_of_all
from ..lang.tables import names_of
from ..nlp.names import fold_name, given_alike, is_slip, is_title, only_doubles, slips, sound_alike, sound_key
from ..nlp.speech_verbs import NAMES_OF_DAYS, SPEECH_VERBS
from ..records import Article, Evidence, NamedPerson, Origin, Sentence, Spelling

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
_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-ɏΆ-ΫЀ-ЯḀ-ỿ"  # small letters stand between the capitals of some of these ranges
_WORD = rf"(?:(?:[{_CAPITAL}]\.){{1,4}}|[{_CAPITAL}][^\W_]*(?:['’\-‐‑][^\W_]+){{0,4}})"
_PARTICLES = rf"(?:(?:{'|'.join(names_of('particles'))})[ \u00a0]){{0,2}}"
_RUN = re.compile(rf"(?<![\w.]){_WORD}(?:[ \u00a0]{_PARTICLES}{_WORD})*")
_TOKEN = re.compile(_WORD)
_BEFORE = re.compile(r"([^\W\d_]+)\.?[ \u00a0]$")
_AFTER = re.compile(r", \d{1,3}(?=[,.])|, (?:then )?(?:an?|the|his|her|its) ([^,.;]{3,60})|,? (?:who\b|([^\W\d_]+))")
_ENDINGS = re.compile(r"(?<=[^\W_]{3})(?:ed|ing|s|e)$")
_POSSESSIVE = re.compile(r"(?:['’]s|['’])$")
_MOST_WORDS = 6  # of a person's name
_LEAST_LETTERS = 3  # of a surname
_HOMES = 4  # articles remembered per surname, enough for a rare one
_MARKS = '.,;:!?”’")'
_NEAR = 24  # characters before a name in which its title stands
_STATES = frozenset(("us", "uk", "un", "eu", "usa", "uae", "dc"))
_NO_PERSON = words_of_all("words_of_bodies")
_OPENS_SENTENCE = words_of_all("words_opening_sentences")
_ROLES = words_of_all("offices")


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


@dataclass(slots=True)
class Surname:
    """What is known of a surname as written: the `given` names (as one text) and `titles` before it.

    `alone` counts mentions without a given name.
    `unsure` are given names that opened a sentence and may be ordinary words ("Warned Zelenskyy"). `homes` are
    the first articles (ids) it stands in. `person` says that something shows the surname to be a person's.
    """

    given: Counter[str] = field(default_factory=Counter)
    unsure: Counter[str] = field(default_factory=Counter)
    titles: set[str] = field(default_factory=set)
    homes: list[str] = field(default_factory=list)
    alone: int = 0
    person: bool = False

    @property
    def count(self) -> int:
        """Mentions in all."""
        return self.alone + self.given.total()

    def settle(self, small: frozenset[str]) -> None:
        """Take an unsure given name for one, unless others are sure and a form of it is written small ("warning")."""
        for name, count in self.unsure.items():
            if name in self.given or not (self.given and _is_ordinary(name.lower(), small)):
                self.given[name] += count
            else:
                self.alone += count
        self.unsure.clear()


def _is_ordinary(word: str, small: frozenset[str]) -> bool:
    base = _ENDINGS.sub("", word)
    return word in _OPENS_SENTENCE or not small.isdisjoint(
        (word, base, *(base + ending for ending in ("e", "s", "ed", "es", "ing", "ings")))
    )


@dataclass(frozen=True, slots=True)
class Mentions:
    """Surnames by spelling, and full names (two words and more) that may be persons', by first mention."""

    surnames: dict[str, Surname]
    full: tuple[str, ...]


def find_mentions(sentences: Sequence[Sentence], language: str) -> Mentions:
    """The names in a story. Only running text is read, because headlines write everything with capitals."""
    told = [sentence for sentence in sentences if sentence.zone in ("body", "abstract")]
    small = frozenset(word.rstrip(_MARKS) for each in told for word in each.text.split() if word.islower())
    stop = load_language(language).function_words | load_language("en").function_words
    found: defaultdict[str, Surname] = defaultdict(Surname)
    full: dict[str, bool] = {}
    for sentence in told:
        text = sentence.text
        for run in _RUN.finditer(text):
            for words, title, end in _pieces(text, run, small, stop):
                if len(words) > _MOST_WORDS or not _NO_PERSON.isdisjoint(map(str.lower, words)):
                    continue
                person = bool(title) or (len(words) > 1 and _says_person(text, end))
                known = found[words[-1]]
                _note(known, words, title, person, sure=bool(title) or not _opens(text, run.start()))
                if len(known.homes) < _HOMES and sentence.article not in known.homes:
                    known.homes.append(sentence.article)
                if len(words) > 1:
                    name = " ".join(words)
                    full[name] = full.get(name, False) or person
    for known in found.values():
        known.settle(small)
    surnames = {name: known for name, known in found.items() if _may_be_surname(name, known, small)}
    return Mentions(surnames, tuple(name for name, person in full.items() if person))


def _opens(text: str, start: int) -> bool:
    """Whether a word's capital is due to its position."""
    before = text[max(0, start - 4) : start].rstrip(" \u00a0")
    return not before or not (before[-1].isalnum() or before[-1] in ",;)’'")


def _note(known: Surname, words: Sequence[str], title: str, person: bool, *, sure: bool) -> None:
    """Add one mention to what is known."""
    *before, _ = words
    known.person = known.person or person
    if title:
        known.titles.add(title)
    if before:
        (known.given if sure else known.unsure)[" ".join(before)] += 1
    else:
        known.alone += 1


def _may_be_surname(name: str, known: Surname, small: frozenset[str]) -> bool:
    """Whether a last word is more than an acronym, an initial or an ordinary word."""
    if len(name) < _LEAST_LETTERS or (name.isupper() and len(name) > _LEAST_LETTERS):
        return False
    return bool(known.titles) or name.lower() not in small


def _pieces(
    text: str, run: re.Match[str], small: frozenset[str], stop: frozenset[str]
) -> Iterator[tuple[list[str], str, int]]:
    """Names in a run of capitalised words, cut at titles, days, states and possessives: (words, title before, end)."""
    words: list[str] = []
    before = _BEFORE.search(text, max(0, run.start() - _NEAR), run.start())
    title = before.group(1).lower() if before and is_title(before.group(1)) else ""
    end = run.start()
    for token in _TOKEN.finditer(text, run.start(), run.end()):
        word = token.group()
        if is_title(word) or _breaks(word, not words and token.start() == run.start(), small, stop):
            if words:
                yield words, title, end
            words, title = [], (word.lower() if is_title(word) else "")
            continue
        plain = _POSSESSIVE.sub("", word)
        words.append(plain)
        end = token.end()
        if plain != word:
            yield words, title, token.start() + len(plain)
            words, title = [], ""
    if words:
        yield words, title, end


def _breaks(word: str, first: bool, small: frozenset[str], stop: frozenset[str]) -> bool:
    """Whether a word of a run is not part of a name: a day, a state, a small word, a common one at the run's start."""
    lower = word.lower()
    if not word[0].isupper():
        return True
    if lower in NAMES_OF_DAYS or (word.isupper() and lower.replace(".", "") in _STATES) or lower in stop:
        return True
    return first and lower in small


def _says_person(text: str, end: int) -> bool:
    """Whether what follows a name shows a person: a verb of saying, "who", an age, an office."""
    found = _AFTER.match(text, end)
    if not found:
        return False
    role, verb = found.groups()
    if role:
        return any(word.lower() in _ROLES for word in role.split())
    return verb is None or verb.lower() in SPEECH_VERBS
