"""The material of a prompt: numbered sentences below headings, whose exact length in tokens is always known.

Sentences and articles have one number in the whole story, so a number means the same in every prompt. A sentence shared
by several articles is written once, below a heading that names them all. Knows nothing about templates.

What fits no single prompt is packed into chunks: none over its budget, no sentence lost, none sent twice. What belongs
together stays together, if it fits at all: a quotation and its speaker, a list and its lead-in. If there is room to
spare, an article's chunk is chosen by its words, not by its place: an article added anywhere changes the chunk it is
put into and one or two more, so replies for all others are still in the cache.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby, pairwise

from ...errors import LimitError
from ...nlp.prompt_injection import speaks_to_program
from ...nlp.quotations import is_balanced
from ...nlp.speakers import find_speaker
from ...nlp.tokenize import one_line
from ...prompts import fence_of
from ...records import Article, Origin, Sentence
from ...story import Story
from ...tokens import count_each
from .source_sentences import SourceSentence

Chunk = tuple[int, ...]  # places of source sentences, ascending
_Heading = tuple[str, int]  # a line, its tokens

_NAMED = 6  # most articles that a heading names; further ones are "and n more"
_TITLE_CHARACTERS, _NAME_CHARACTERS = 120, 60  # characters shown of a title, and of the name of an outlet or a report
_BLOCK = 20  # numbers that are assigned together
_BLOCKS_FREE = 4  # available blocks for each one needed, so that few articles want the same
_OPENERS = '“"„«‘「『'
_FRAMES_OF_MATERIAL = 8  # a call's material is at least so many times its frame; otherwise fewer calls are made
_PLANNED = 0.8  # share of the room that spreading may plan with; articles differ in length
_FULL_SHARE = 1.25  # times its even share that a chunk may take before others are asked
_PIECES_A_SHARE = 4  # pieces that make a chunk's share: smaller ones would tear articles apart, larger ones not spread


@dataclass(frozen=True, slots=True)
class Numbering:
    """The number of each source sentence, by its place, and of each article (id)."""

    sentences: Sequence[int]
    articles: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Description:
    """A line about an article, with its tokens after a number, and a shorter one without the title."""

    text: str
    tokens: int
    short: str
    short_tokens: int


@dataclass(frozen=True, slots=True)
class PromptSheet:
    """Numbered lines: `places` gives the source sentence behind each number shown; `tokens` is the text's length."""

    text: str
    places: Mapping[int, int]
    tokens: int


@dataclass(frozen=True, slots=True)
class SheetWriter:
    """Writes the sentences of one story. `tokens` are those of each sentence's line after its number.

    A heading introduces up to six articles of a group; a `brief` one only the first, and without its title.
    """

    sources: Sequence[SourceSentence]
    tokens: Sequence[int]
    descriptions: Mapping[str, Description]
    numbering: Numbering
    encoding: str
    brief: bool = False

    def fits(self, places: Iterable[int], most: int) -> bool:
        """Whether a sheet of these source sentences has at most `most` tokens."""
        counter = TokenCounter(self)
        return all(counter.add(place, most) for place in places)

    def count(self, places: Iterable[int]) -> int:
        """Tokens of a sheet of these source sentences."""
        counter = TokenCounter(self)
        for place in places:
            counter.add(place)
        return counter.tokens

    def write(self, places: Sequence[int]) -> PromptSheet:
        """Write source sentences, one per line, below a new heading when their articles change."""
        lines: list[str] = []
        known: frozenset[str] = frozenset()
        for articles, group in groupby(places, lambda place: self.sources[place].articles):
            headings, known = self.headings(articles, known)
            lines += [text for text, _ in headings]
            lines += [self._line(place) for place in group]
        return PromptSheet("\n".join(lines), self._shown(places), self.count(places))

    def write_points(self, points: Sequence[tuple[Sequence[int], int]]) -> PromptSheet:
        """Write source sentences grouped by point, each point with the number of separate reports that tell it."""
        blocks = [self._point(places, reports) for places, reports in points]
        text = "\n".join(line for block in blocks for line in block)
        return PromptSheet(text, self._shown([p for places, _ in points for p in places]), self._tokens_of(blocks))

    def point_tokens(self, places: Sequence[int], reports: int) -> int:
        """Tokens of one point on a sheet of points; they add up."""
        return self._tokens_of([self._point(places, reports)])

    def headings(self, articles: tuple[str, ...], known: frozenset[str]) -> tuple[list[_Heading], frozenset[str]]:
        """The heading lines of a group with their tokens, and the articles known below them.

        Each article not mentioned before gets one line; one line names the group, unless a single line has done both.
        """
        number = self.numbering.articles
        new = [article for article in articles[: 1 if self.brief else _NAMED] if article not in known]
        lines = []
        for article in new:
            described = self.descriptions[article]
            text = described.short if self.brief else described.text
            tokens = described.short_tokens if self.brief else described.tokens
            lines.append((f"#{number[article]} {text}".rstrip(), 1 + number_tokens(number[article]) + tokens))
        if len(articles) > 1 or not new:
            shown = [number[article] for article in articles[:_NAMED]]
            more = len(articles) - len(shown)
            tokens = 1 + sum(map(number_tokens, shown)) + len(shown)  # the mark, numbers, spaces and the line's end
            tokens += 3 + number_tokens(more) if more else 0
            lines.append(("#" + " ".join(map(str, shown)) + (f" and {more} more" if more else ""), tokens))
        return lines, known.union(new)

    def line_tokens(self, place: int) -> int:
        """Tokens of a source sentence's line, including its number and the line's end."""
        return number_tokens(self.numbering.sentences[place]) + self.tokens[place]

    def _line(self, place: int) -> str:
        return f"{self.numbering.sentences[place]} {self.sources[place].text}"

    def _shown(self, places: Iterable[int]) -> dict[int, int]:
        return {self.numbering.sentences[place]: place for place in places}

    def _point(self, places: Sequence[int], reports: int) -> list[str]:
        """The lines of a point: every heading gives outlet and day, so that none has to be looked up."""
        lines = [f"* {reports} separate reports" if reports > 1 else "*"]
        for articles, group in groupby(places, lambda place: self.sources[place].articles):
            first, more = articles[0], f" and {len(articles) - 1} more" if len(articles) > 1 else ""
            lines.append(f"#{self.numbering.articles[first]} {self.descriptions[first].short}".rstrip() + more)
            lines += [self._line(place) for place in group]
        return lines

    def _tokens_of(self, blocks: Sequence[Sequence[str]]) -> int:
        return sum(count_each([f"{line}\n" for block in blocks for line in block], self.encoding))


@dataclass(slots=True)
class TokenCounter:
    """The length of a sheet while source sentences are added to it, without writing it; exact at every moment."""

    writer: SheetWriter
    tokens: int = 0
    _known: frozenset[str] = field(default=frozenset())
    _articles: tuple[str, ...] = ()

    def add(self, place: int, most: float = float("inf")) -> bool:
        """Put a source sentence on the sheet, unless that would make more than `most` tokens: then False."""
        articles, known = self.writer.sources[place].articles, self._known
        tokens = self.tokens + self.writer.line_tokens(place)
        if articles != self._articles:
            headings, known = self.writer.headings(articles, known)
            tokens += sum(count for _, count in headings)
        if tokens > most:
            return False
        self._articles, self._known, self.tokens = articles, known, tokens
        return True


def longest_sentence(room: int, descriptions: Mapping[str, Description]) -> int:
    """The most tokens that a source sentence may have to fit into an empty chunk below its heading."""
    headings = sorted((each.tokens for each in descriptions.values()), reverse=True)[:_NAMED]
    return room - sum(headings) - 60  # the numbers of at most six articles, twice, of the group and of the line


def count_lines(lines: Sequence[str], encoding: str) -> list[int]:
    """Tokens of each line after its number, including the line break.

    The counts add up: no token continues across a line's end to the blank of the next line.
    """
    return count_each([f" {line}\n" for line in lines], encoding)


def number_tokens(number: int) -> int:
    """Tokens of a number: both encodings cut digits into threes."""
    return (len(str(number)) + 2) // 3


def number_in_order(sources: Sequence[SourceSentence], story: Story) -> Numbering:
    """Number sentences and articles from 1, in their order: for a story that fits one prompt."""
    articles = {article.id: number for number, article in enumerate(story.articles, 1)}
    return Numbering(range(1, len(sources) + 1), articles)


def number_by_article(sources: Sequence[SourceSentence], story: Story) -> Numbering:
    """Number the sentences of each article from a place that its own text gives, and likewise the article.

    An article added to a story then renumbers hardly any other, so the replies to their prompts stay valid.
    """
    own: dict[str, list[int]] = {article.id: [] for article in story.articles}
    for place, source in enumerate(sources):
        own[source.articles[0]].append(place)
    blocks = {article: max(1, -(-len(places) // _BLOCK)) for article, places in own.items()}
    room = 1 << (_BLOCKS_FREE * sum(blocks.values())).bit_length()
    hashes = {article.id: fence_of(article.text) for article in story.articles}
    taken: set[int] = set()
    sentences, articles = [0] * len(sources), dict[str, int]()
    for article in sorted(own, key=lambda each: (hashes[each], each)):
        wanted = range(blocks[article])
        block = int(hashes[article], 16) % room
        while any((block + each) in taken for each in wanted):
            block = (block + 1) % room
        taken.update(block + each for each in wanted)
        articles[article] = block + 1
        for number, place in enumerate(own[article], block * _BLOCK + 1):
            sentences[place] = number
    return Numbering(sentences, articles)


def describe_articles(story: Story, encoding: str) -> dict[str, Description]:
    """Describe all articles, with the tokens of the descriptions after a number."""
    origins = {article: origin for origin in story.origins for article in origin.articles}
    hashes = {article.id: article.sha256 for article in story.articles}
    # An origin without a name is identified by its texts, not by its place: an added article renames no other.
    marks = {origin.id: "report " + min(hashes[article] for article in origin.articles)[:4] for origin in story.origins}
    texts = {}
    for article in story.articles:
        origin = origins.get(article.id)
        mark = marks[origin.id] if origin else ""
        short = describe(article, origin, mark, title=not (article.publisher or article.published))
        texts[article.id] = describe(article, origin, mark), short
    lines = sorted({line for both in texts.values() for line in both})
    tokens = dict(zip(lines, count_lines(lines, encoding), strict=True))
    tokens[""] = 1  # only the line's end
    return {
        article: Description(whole, tokens[whole], short, tokens[short]) for article, (whole, short) in texts.items()
    }


def describe(article: Article, origin: Origin | None, mark: str = "", *, title: bool = True) -> str:
    """What the model should know about an article: publisher, date, title, the report it goes back to.

    `mark` stands for an origin that has no name.
    """
    shared = origin is not None and (origin.name or len(origin.articles) > 1)
    parts = (
        (article.publisher or "")[:_NAME_CHARACTERS],
        (article.published or "")[:10],
        f"“{article.title[:_TITLE_CHARACTERS]}”" if article.title and title else "",
        f"origin: {(origin.name or mark)[:_NAME_CHARACTERS]}" if origin and shared else "",
    )
    return one_line(", ".join(part for part in parts if part and not _speaks(part)))


@lru_cache(maxsize=4_096)
def _speaks(part: str) -> bool:
    """Whether a part of a description speaks to a program: outlets and days come again and again."""
    return speaks_to_program(part)


def pack(writer: SheetWriter, room: int, *, calls: int, overhead: int) -> tuple[Chunk, ...]:
    """Pack all source sentences into chunks of at most `room` tokens each, in as many as `calls` if they fit.

    `overhead` is what a prompt takes besides its material, in tokens; calls much smaller than that are not made. Every
    sentence must fit into an empty chunk: see `longest_sentence`.
    """
    every = range(len(writer.sources))
    if writer.fits(every, room):
        return (tuple(every),)
    packer = _Packer(writer, room)
    return packer.spread(min(calls, sum(writer.tokens) // (_FRAMES_OF_MATERIAL * overhead))) or packer.fill()


class _Packer:
    """The ways to fill chunks of one size. A run is a range of places."""

    def __init__(self, writer: SheetWriter, room: int) -> None:
        self._writer, self._room = writer, room
        self._sources, self._tokens = writer.sources, writer.tokens

    def fill(self) -> tuple[Chunk, ...]:
        """Fill chunk after chunk; the last two share what is left evenly, so that none is tiny."""
        starts = [0]
        counter = TokenCounter(self._writer)
        for number in range(len(self._sources)):
            while not counter.add(number, self._room):
                if number == starts[-1]:
                    raise LimitError(f"one sentence has more tokens than the {self._room} a call has room for")
                starts.append(self._cut(starts[-1], number))
                counter = TokenCounter(self._writer)
                for each in range(starts[-1], number):
                    counter.add(each)
        if len(starts) > 1:
            starts[-1] = self._even(starts[-2], len(self._sources))
        return tuple(tuple(range(a, b)) for a, b in pairwise([*starts, len(self._sources)]))

    def _cut(self, start: int, end: int) -> int:
        """The last place up to `end` where a chunk may end; `end` itself if that would cost half the chunk."""
        places = range(end, start + (end - start) // 2, -1)
        return next((place for place in places if not self._belongs_with_previous(place)), end)

    def _even(self, start: int, end: int) -> int:
        """Where to cut a run in two so that both parts fit and the longer one is as short as possible."""
        low, high = start + 1, end - 1
        while low < high:  # the first half grows with the cut, the second shrinks: find where they cross
            middle = (low + high) // 2
            if self._writer.count(range(start, middle)) < self._writer.count(range(middle, end)):
                low = middle + 1
            else:
                high = middle
        best = min((cut for cut in (low - 1, low) if cut > start), key=lambda cut: self._longer(start, cut, end))
        kept = self._cut(start, best)
        return kept if self._longer(start, kept, end) <= self._room else best

    def _longer(self, start: int, cut: int, end: int) -> int:
        return max(self._writer.count(range(start, cut)), self._writer.count(range(cut, end)))

    def spread(self, count: int) -> tuple[Chunk, ...]:
        """Deal articles out to `count` chunks by their words; () if they do not fit easily.

        Rendezvous hashing with bounded loads (Thaler and Ravishankar 1998; Mirrokni et al. 2018): a piece goes to the
        first chunk with room, in an order that its own words give.
        """
        total = sum(self._tokens)
        if count < 2 or total > _PLANNED * count * self._room:
            return ()
        full = min(_rounded_up(_FULL_SHARE * total / count), self._room)
        chunks: list[list[int]] = [[] for _ in range(count)]
        loads = [0] * count
        for key, piece in sorted((self._key(piece), piece) for piece in self._pieces(-(-full // _PIECES_A_SHARE))):
            weight = sum(self._tokens[i] for i in piece)
            n = next((n for n in _ranking(key, count) if loads[n] + weight <= full), loads.index(min(loads)))
            chunks[n].extend(piece)
            loads[n] += weight
        dealt = tuple(tuple(sorted(chunk)) for chunk in chunks if chunk)
        return dealt if all(self._writer.count(chunk) <= self._room for chunk in dealt) else ()

    def _pieces(self, most: int) -> Iterator[tuple[int, ...]]:
        """Whole articles, or as much of them as `most` tokens hold, in order."""
        start = weight = 0
        for number, source in enumerate(self._sources):
            if number > start:
                same = source.articles[0] == self._sources[start].articles[0]
                if not same or weight + self._tokens[number] > most:
                    cut = self._cut(start, number) if same else number
                    yield tuple(range(start, cut))
                    start, weight = cut, sum(self._tokens[cut:number])
            weight += self._tokens[number]
        yield tuple(range(start, len(self._sources)))

    def _key(self, piece: tuple[int, ...]) -> bytes:
        return hashlib.sha256(self._sources[piece[0]].text.encode("utf-8", "surrogatepass")).digest()

    def _belongs_with_previous(self, number: int) -> bool:
        """Whether a sentence needs the one before it: an item its lead-in, a quotation its speaker."""
        return _belong_together(self._sources[number - 1].sentences[0], self._sources[number].sentences[0])


def _rounded_up(tokens: float) -> int:
    """Rounded up to three binary digits, so that an additional article seldom moves the bound of all chunks."""
    step = 1 << max(0, int(tokens).bit_length() - 3)
    return -(-int(tokens) // step) * step


def _ranking(key: bytes, count: int) -> list[int]:
    """The chunks in the order in which a piece asks them for room."""
    return sorted(range(count), key=lambda n: hashlib.sha256(key + n.to_bytes(4, "big")).digest())


def _belong_together(before: Sentence, sentence: Sentence) -> bool:
    """Whether two neighbours belong together."""
    if sentence.article != before.article or sentence.number - before.number > 1:
        return False
    if before.text.endswith((":", "：")):
        return True
    if sentence.lead is not None:
        return before.lead == sentence.lead
    if sentence.number == before.number:  # parts of one overlong sentence
        return False
    quoted = sentence.text[0] in _OPENERS and find_speaker(sentence.text).kind in ("", "pronoun")
    return quoted or not is_balanced(before.text)
