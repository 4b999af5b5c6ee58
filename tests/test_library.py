"""The library as its users meet it: ten lines, plain mappings, public names that cost nothing to import."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path

import pytest

import summarize as library
from summarize import Article, Claim, asummarize, load_articles, render_json, render_markdown, render_text, summarize
from summarize.errors import InputError, UsageError

BRIDGE = (
    "The city council voted on Tuesday to close the old bridge for repairs until the spring. "
    "Mayor Ana Ruiz said the work will cost 3 million euros and will begin next month. "
    "Residents of the northern district will use a ferry while the bridge is closed."
)
FERRY = (
    "The old bridge will be closed for repairs until the spring, the city council decided on Tuesday. "
    "A ferry will carry residents of the northern district across the river during the work. "
    "The repairs of the bridge will cost 3 million euros, according to Mayor Ana Ruiz."
)


def test_the_ten_lines_of_the_design(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[1])
    articles = load_articles(["seeds/"])
    summary = summarize(articles, words=250)
    assert "Sources" in render_markdown(summary)
    for claim in summary.claims:
        assert isinstance(claim, Claim)
        assert [(e.article, e.start, e.end) for e in claim.evidence]
        assert claim.checks
    again = asyncio.run(asummarize(articles, words=250))
    assert again.claims == summary.claims
    assert render_text(summary)
    assert render_json(summary)


def test_mappings_are_articles(recwarn: pytest.WarningsRecorder) -> None:
    records = [{"text": BRIDGE, "title": "Bridge to close", "publisher": "The Ferryman"}, {"text": FERRY, "id": "two"}]
    summary = summarize(records, words=60)
    texts = {article.id: article.text for article in summary.articles}
    assert [article.publisher for article in summary.articles] == ["The Ferryman", None]
    assert summary.articles[1].id == "two"
    assert all(texts[e.article][e.start : e.end] == e.text for claim in summary.claims for e in claim.evidence)
    assert not recwarn.list


def test_a_generator_of_mappings_will_do() -> None:
    summary = summarize(({"text": text} for text in (BRIDGE, FERRY)), words=60)
    assert len(summary.articles) == 2


def test_a_mixture_is_refused_and_nothing_is_dropped() -> None:
    article = Article(id="mine", text=BRIDGE, sha256="0" * 64)
    with pytest.raises(UsageError, match="mixed"):
        summarize([article, {"text": FERRY}], words=60)


def test_articles_read_in_two_goes_are_not_taken_for_one_another() -> None:
    articles = [*load_articles([{"text": BRIDGE}]), *load_articles([{"text": FERRY}])]
    with pytest.raises(UsageError, match="same id"):
        summarize(articles)


@pytest.mark.parametrize("wrong", [b"seeds/", {"text": BRIDGE}], ids=repr)
def test_a_single_source_instead_of_a_list_is_refused(wrong: object) -> None:
    with pytest.raises(UsageError, match="list"):
        summarize(wrong)  # type: ignore[arg-type]


def test_the_size_limit_holds_for_what_summarize_reads(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text(BRIDGE * 20, encoding="utf-8")
    with pytest.raises(InputError):
        summarize([str(path)], max_size=100)  # type: ignore[list-item]


@pytest.mark.parametrize("wrong", [["no mapping"], [{"title": "no text"}], [{"text": 5}], [None]], ids=repr)
def test_what_is_no_article_is_refused_or_read_as_a_path(wrong: list[object]) -> None:
    with pytest.raises(library.SummarizeError):
        summarize(wrong)  # type: ignore[arg-type]


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'summarise'"):
        library.summarise  # noqa: B018 - reading it is the test


def test_a_path_may_stand_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BRIDGE, encoding="utf-8")
    assert summarize(tmp_path).claims == summarize(str(tmp_path)).claims


def test_every_error_and_every_record_of_a_summary_is_public() -> None:
    own = {name for name, each in vars(library.errors).items() if isinstance(each, type)}
    shown = {each.__name__ for each in vars(library.records).values() if dataclasses.is_dataclass(each)}
    # Met through a field, named by nobody; a reading becomes a check before anybody sees it.
    inner = {"Sentence", "Share", "Spelling", "Alignment", "ModelUsage", "Reading"}
    assert own | (shown - inner) <= set(library.__all__)


def test_dir_lists_the_public_names() -> None:
    assert set(library.__all__) <= set(dir(library))
