"""The whole program on real articles, end to end: what a reader may rely on, whatever the engine chooses."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import FrameType

import pytest

from summarize import LoadResult, Summary, load_articles, render_json, summarize, verify_summary
from summarize.nlp.dates import dates
from summarize.nlp.doc import Doc
from summarize.nlp.names import names
from summarize.nlp.numeric_values import values
from summarize.nlp.quotations import read_marks
from summarize.nlp.speakers import find_speaker, outside_quotations, quoted_share
from summarize.nlp.tokenize import count_words, terms
from summarize.prepare.preparation import prepare_story
from summarize.story import Story

REPOSITORY = Path(__file__).parents[1]
LENGTHS = (30, 60, 120, 250, 600)
POINTS_BACK = re.compile(r"(?:He|She|They|It|This|That|These|Those|His|Her|Their|Its)\b")
POINTS_NOWHERE = re.compile(r"It is (?:the|a|not)\b|This (?:week|month|year)\b")
LOADED = re.compile(
    r"\b(?:notably|barbs|denigrat\w+|distortion|blasted|slammed|harsh|tough stance|strong warnings|what appears to be|"
    r"embattled|courageous|besieged)\b",
    re.IGNORECASE,
)
COUNCIL = (
    "The city council of Porto voted on Tuesday to close the old bridge for repairs until the spring. "
    "Mayor Ana Ruiz said that the repairs of the bridge will cost the city 3 million euros. "
    "Residents of the northern district will use a ferry across the river while the bridge is closed."
)


@pytest.fixture(scope="module")
def summaries(seeds: LoadResult, summary: Summary) -> dict[int, Summary]:
    return {words: summary if words == 250 else summarize(seeds, words=words) for words in LENGTHS}


@pytest.fixture(params=LENGTHS, ids=lambda words: f"{words} words")
def one(request: pytest.FixtureRequest, summaries: dict[int, Summary]) -> Summary:
    """The summary of the seeds at one of the lengths."""
    return summaries[request.param]


def command(*arguments: str, cwd: Path = REPOSITORY, seed: str = "0") -> subprocess.CompletedProcess[str]:
    """Run the program in a process of its own, as a user does."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SUMMARIZE_", "OPENAI_"))}
    environment |= {"PYTHONHASHSEED": seed, "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", "summarize", *arguments],
        cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def written(folder: Path, *texts: str) -> list[str]:
    for n, text in enumerate(texts):
        (folder / f"{n:05}.txt").write_text(text, encoding="utf-8")
    return [str(folder)]


# -- evidence ---------------------------------------------------------------------------------------------------------


def test_every_span_is_exact(one: Summary) -> None:
    texts = {article.id: article.text for article in one.articles}
    spans = [*one.headline_evidence, *(e for claim in one.claims for e in claim.evidence)]
    spans += [e for origin in one.origins for e in origin.evidence]
    assert spans
    assert all(texts[e.article][e.start : e.end] == e.text for e in spans)


def test_nothing_comes_from_outside_the_body(one: Summary, story: Story) -> None:
    for claim in one.claims:
        for e in claim.evidence:
            zones = {s.zone for s in story.sentences if s.article == e.article and s.start < e.end and e.start < s.end}
            assert zones == {"body"}, e.text


def test_a_claim_is_never_longer_than_its_source(one: Summary) -> None:
    assert all(len(claim.text) <= len(claim.evidence[0].text) for claim in one.claims)


def test_no_claim_stands_twice_and_no_evidence_supports_two_claims(one: Summary) -> None:
    assert len({claim.text for claim in one.claims}) == len(one.claims)
    first = [(claim.evidence[0].article, claim.evidence[0].start) for claim in one.claims]
    assert len(set(first)) == len(first)


def test_counts_of_articles_and_origins_are_those_of_the_evidence(one: Summary) -> None:
    home = {article: origin.id for origin in one.origins for article in origin.articles}
    for claim in one.claims:
        articles = {e.article for e in claim.evidence}
        assert (claim.articles, claim.origins) == (len(articles), len({home[a] for a in articles}))


# -- accounting -------------------------------------------------------------------------------------------------------


def test_the_account_adds_up_to_every_sentence(one: Summary, story: Story) -> None:
    account = one.accounting
    assert account.sentences == len(story.sentences)
    assert account.used + sum(account.omitted.values()) == account.sentences
    assert sum(account.omitted.values()) == len(one.omitted)
    omitted = {(o.article, o.start) for o in one.omitted}
    spans = [e for claim in one.claims for e in claim.evidence]
    for s in story.sentences:
        is_used = any(s.article == e.article and s.start < e.end and e.start < s.end for e in spans)
        assert is_used != ((s.article, s.start) in omitted), s.text


def test_every_omission_has_its_reason_and_repeats_name_a_claim(one: Summary) -> None:
    claims = {claim.id for claim in one.claims}
    assert all((omission.of in claims) == (omission.reason == "duplicate") for omission in one.omitted)


@pytest.mark.parametrize("words", [60, 120, 250, 600])
def test_the_length_is_what_was_asked_for(summaries: dict[int, Summary], words: int) -> None:
    length = sum(count_words(claim.text) for claim in summaries[words].claims)
    assert 0.8 * words <= length <= 1.1 * words


def test_the_shortest_summary_is_short(summaries: dict[int, Summary]) -> None:
    assert sum(count_words(claim.text) for claim in summaries[30].claims) <= 33


# -- fair and readable ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [120, 250, 600])
def test_every_origin_is_heard(summaries: dict[int, Summary], words: int) -> None:
    found = summaries[words]
    home = {article: origin.id for origin in found.origins for article in origin.articles}
    heard = {home[claim.evidence[0].article] for claim in found.claims}
    assert heard == {origin.id for origin in found.origins}


def test_nobody_is_he_or_she_before_being_named(one: Summary, story: Story) -> None:
    number = {(s.article, s.end): s.number for s in story.sentences}
    for before, claim in pairwise((None, *one.claims)):
        start = claim.text.lstrip("“\"'‘")
        if POINTS_BACK.match(start) and not POINTS_NOWHERE.match(start):
            assert before is not None, claim.text
            (lead, e) = (before.evidence[0], claim.evidence[0])
            assert lead.article == e.article, claim.text
            assert number[lead.article, lead.end] + 1 == number[e.article, e.end], claim.text


def test_no_loaded_word_stands_outside_quotation_marks_but_in_an_article_s_first_sentence(
    one: Summary, story: Story
) -> None:
    firsts: dict[str, int] = {}
    for sentence in story.sentences:
        if sentence.zone == "body":
            firsts.setdefault(sentence.article, sentence.start)
    for claim in one.claims:
        first = firsts[claim.evidence[0].article] == claim.evidence[0].start
        assert first or not LOADED.search(outside_quotations(claim.text)), claim.text


def test_every_quotation_has_its_speaker(one: Summary, story: Story) -> None:
    number = {(s.article, s.end): s.number for s in story.sentences}
    for before, claim in pairwise((None, *one.claims)):
        if Doc(claim.text).quoted_share > 0.3 and not find_speaker(claim.text).kind:  # then it goes on right after it
            assert before is not None, claim.text
            assert find_speaker(before.text).kind, claim.text
            (lead, e) = (before.evidence[0], claim.evidence[0])
            assert lead.article == e.article, claim.text
            assert number[lead.article, lead.end] + 1 == number[e.article, e.end], claim.text
        assert (claim.attributed_to or "") in claim.text


def test_claims_are_whole_sentences_without_list_marks(one: Summary) -> None:
    for claim in one.claims:
        assert not claim.text.startswith(("-", "•", "*", "–")), claim.text
        assert claim.text.endswith((".", "!", "”", '"', ".”")), claim.text
        assert claim.text == " ".join(claim.text.split())


def test_no_check_failed(one: Summary) -> None:
    for claim in one.claims:
        assert {check.name for check in claim.checks} == {"verbatim", "quotes", "numbers", "names", "dates", "meaning"}
        outcomes = {check.name: check.outcome for check in claim.checks}
        assert outcomes.pop("meaning") == "not_run", "nobody read it"
        if claim.edited:
            assert outcomes.pop("verbatim") == "not_run", "a day was cut, so it is not word for word"
        assert set(outcomes.values()) == {"pass"}, claim.text


def test_the_headline_is_a_title_or_the_beginning_of_the_first_sentence(one: Summary, story: Story) -> None:
    titles = {" ".join(s.text.split()) for s in story.sentences if s.zone == "title"}
    begins = any(title.startswith(one.headline) for title in titles)  # cut before a clause that judges
    assert begins or one.claims[0].text.startswith(one.headline)


def test_no_headline_says_near_over_a_text_that_tells_the_refusal(one: Summary) -> None:
    told = " ".join(claim.text for claim in one.claims)
    assert "Near Deal" not in one.headline or not re.search(STORY["the refusal"], told)


STORY = {
    "the offer": r"Bessent",
    "the refusal": r"reject|turned down|not to sign|declined|withheld his signature|not sign",
    "and why": r"security (?:guarantees|assurances)",
    "the remarks": r"dictator|disinformation|criticiz|move fast|rhetoric|important to be at|deal done already",
    "the envoy's visit": r"Kellogg",
    "the talks with Russia": r"Saudi Arabia",
}


@pytest.mark.parametrize("part", STORY)
def test_at_250_words_the_whole_story_is_told(summary: Summary, part: str) -> None:
    assert re.search(STORY[part], " ".join(claim.text for claim in summary.claims))


# -- the same every time, and provable --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the seeds and the summary a user's first command writes beside them."""
    folder = tmp_path_factory.mktemp("run")
    shutil.copytree(REPOSITORY / "seeds", folder / "seeds")
    done = command("seeds/", "--config", "none", "-o", "summary.json", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def timeless(text: str) -> str:
    data = json.loads(text)
    data["usage"]["seconds"] = data["run"]["started"] = None
    return json.dumps(data, ensure_ascii=False)


def test_two_processes_write_the_same_bytes(run: Path) -> None:
    done = command("seeds/", "--config", "none", "--format", "json", cwd=run, seed="4242")
    assert timeless(done.stdout) == timeless((run / "summary.json").read_text(encoding="utf-8"))


def test_the_file_is_proved_by_the_program(run: Path) -> None:
    done = command("verify", "summary.json", cwd=run)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not verify_summary(json.loads((run / "summary.json").read_text(encoding="utf-8")), root=run)


def test_the_file_is_proved_by_twenty_lines_that_import_nothing_of_ours(run: Path) -> None:
    script = [sys.executable, "-I", str(REPOSITORY / "docs" / "verify_by_hand.py"), str(run / "summary.json")]
    done = subprocess.run(script, cwd=run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_a_changed_source_is_found(run: Path, tmp_path: Path) -> None:
    shutil.copytree(run, tmp_path / "copy")
    source = next((tmp_path / "copy" / "seeds").glob("000*"))
    source.write_text(source.read_text(encoding="utf-8").replace("Bessent", "Bassent"), encoding="utf-8")
    assert command("verify", "summary.json", cwd=tmp_path / "copy").returncode == 7


def test_the_library_and_the_command_line_agree(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(run)
    theirs = json.loads((run / "summary.json").read_text(encoding="utf-8"))
    ours = json.loads(render_json(summarize(load_articles(["seeds/"]))))
    assert ours["claims"] == theirs["claims"]
    assert ours["omitted"] == theirs["omitted"]


# -- other inputs -----------------------------------------------------------------------------------------------------


def test_two_copies_of_a_file_are_one_origin_and_both_are_evidence(tmp_path: Path) -> None:
    source = next((REPOSITORY / "seeds").glob("004*")).read_text(encoding="utf-8")
    found = summarize(load_articles(written(tmp_path, source, source)), words=120)
    assert [origin.articles for origin in found.origins] == [("a1", "a2")]
    assert all({e.article for e in claim.evidence} == {"a1", "a2"} for claim in found.claims)
    assert {claim.origins for claim in found.claims} == {1}


def test_one_article_is_summarized_and_it_is_said(seeds: LoadResult) -> None:
    found = summarize(seeds[3:4], words=120)
    assert "one_article" in {notice.code for notice in found.warnings}
    assert found.claims


def test_articles_about_other_events_are_set_aside_and_the_exit_code_says_so(tmp_path: Path) -> None:
    for name in ("000", "002"):
        (source,) = (REPOSITORY / "seeds").glob(f"{name}*")
        shutil.copy(source, tmp_path)
    long = COUNCIL + "\n\nEngineers found cracks in two piers of the bridge during an inspection last autumn."
    (tmp_path / "bridge.txt").write_text(long, encoding="utf-8")
    done = command(str(tmp_path), "--config", "none", "--format", "json")
    assert done.returncode == 3, done.stderr
    data = json.loads(done.stdout)
    (bridge,) = [article["id"] for article in data["articles"] if article["path"].endswith("bridge.txt")]
    assert bridge not in {e["article"] for claim in data["claims"] for e in claim["evidence"]}
    assert {o["reason"] for o in data["omitted"] if o["article"] == bridge} == {"off_topic"}
    assert bridge in {notice["article"] for notice in data["warnings"]}


def test_two_thousand_files_are_no_trouble(tmp_path: Path) -> None:
    texts = [COUNCIL.replace("3 million", f"{n} million") for n in range(2000)]
    found = summarize(load_articles(written(tmp_path, *texts)), words=120)
    assert len(found.articles) == 2000
    assert found.claims
    account = found.accounting
    assert account.used + sum(account.omitted.values()) == account.sentences


def test_three_thousand_sentences_of_one_story_are_no_trouble() -> None:
    """Not timed: a table of all pairs of sentences would keep this test busy for minutes and fill the memory."""
    places = ("Porto", "Leeds", "Turin", "Ghent", "Malmö", "Lyon", "Graz")
    articles = [
        {
            "text": "\n".join(
                f"The council of {places[(n + i) % 7]} voted on day {i} to close bridge {n * 30 + i} for repairs."
                for i in range(30)
            )
        }
        for n in range(100)
    ]
    found = summarize(articles, words=250)
    assert found.accounting.sentences == 3000
    assert found.claims


def test_one_enormous_line_is_read(tmp_path: Path) -> None:
    line = " ".join(COUNCIL.replace("3 million", f"{n} million") for n in range(1, 1000))
    found = summarize(load_articles(written(tmp_path, line)), words=120)
    texts = {article.id: article.text for article in found.articles}
    assert found.claims
    assert all(texts[e.article][e.start : e.end] == e.text for claim in found.claims for e in claim.evidence)


def test_an_enormous_line_without_a_space_is_no_summary(tmp_path: Path) -> None:
    done = command(*written(tmp_path, "x" * 1_000_000), "--config", "none")
    assert done.returncode == 4
    assert len(done.stderr.splitlines()) <= 4


# -- work is done once ------------------------------------------------------------------------------------------------

# Who may annotate a sentence of the story beside its `Doc`, and why.
BESIDE_THE_DOC = {
    "paragraphs.bag": "reads an article for itself, in another process perhaps, before the story's language is known",
    "disagreements._mentions": "wants every number of a text, those of dates too; a Doc's numbers are those outside",
    "quantities.quantities": "the same",
    "quantities.days": "the same",
    "disagreements.__init__": "reads the openings of articles for whoever has no story, `summarize verify` for one",
    "story.content_words": "leaves the sentence's figures out; equal to the sentence only where it has none",
    "differing_accounts._read": "a capital is a name's or not by what all reports write small",
    "repeats._names_same": "the same, and without taking days out of names",
    "repeats._agree": "wants every number of a text",
    "quotations.is_balanced": "asks it of a clause, which may be the whole sentence",
}
ANNOTATIONS = (terms, read_marks, outside_quotations, quoted_share, find_speaker, dates, names, values)


def test_a_sentence_is_annotated_once(seeds: LoadResult) -> None:
    wanted = {each.__code__: each.__name__ for each in map(inspect.unwrap, ANNOTATIONS)}
    counted: Counter[tuple[str, str]] = Counter()
    beside: set[str] = set()

    def watch(frame: FrameType, event: str, _: object) -> None:
        name = wanted.get(frame.f_code) if event == "call" else None
        if name:
            by = frame.f_back
            while by and by.f_code.co_name.startswith("<"):  # a comprehension
                by = by.f_back
            assert by
            caller = f"{by.f_globals['__name__'].rpartition('.')[2]}.{by.f_code.co_name}"
            if caller in BESIDE_THE_DOC:
                beside.add(caller)
            else:
                counted[name, str(frame.f_locals[frame.f_code.co_varnames[0]])] += 1

    sys.setprofile(watch)
    try:
        summary = summarize(seeds, words=250)
    finally:
        sys.setprofile(None)
    sentences = {sentence.text for sentence in prepare_story(seeds.articles).sentences}
    sentences -= {
        claim.evidence[0].text for claim in summary.claims if claim.edited
    }  # the gate reads what was cut anew
    assert {name for name, text in counted if text in sentences} >= {"terms", "read_marks", "find_speaker", "dates"}
    assert [call for call, count in counted.items() if count > 1 and call[1] in sentences] == []
    assert beside >= {"paragraphs.bag", "disagreements._mentions"}
