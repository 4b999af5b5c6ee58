"""Token counts are tiktoken's own, offline, for any text; counts add up over safe cuts."""

from __future__ import annotations

import hashlib
import os
import runpy
import subprocess
import sys
import zipfile
from base64 import b64encode
from collections.abc import Callable
from importlib.resources import files
from itertools import pairwise, product
from pathlib import Path

import pytest
import tiktoken
import tiktoken.load
import tiktoken.model
import tiktoken_ext.openai_public as published
from hypothesis import given
from hypothesis import strategies as st

from summarize import tokens
from summarize.errors import UsageError
from summarize.tokens import count_pieces, count_tokens, encoding_for, is_safe_cut, known_encoding, load_encoding
from tests.growth import assert_linear

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
}
SEEDS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
# Every class of character the splitting patterns tell apart, and the ends of contractions.
TRICKY = st.text(
    st.sampled_from(" \n\r\t/aAé7'.-—“”。！？中他slvedtmLl\u0301\u3000\x1c\x85\u2028\xa0😀_त्アÉ١²Ⅷ"), max_size=30
)
encodings = pytest.mark.parametrize("encoding", SOURCES)


def raw(encoding: str) -> Callable[[str], list[int]]:
    """Give tiktoken's own function, called once over a whole text."""
    return load_encoding(encoding).encode_ordinary


@encodings
def test_shipped_ranks_rebuild_the_published_file(encoding: str) -> None:
    unpack = runpy.run_path(str(ROOT / "tools" / "pack_ranks.py"))["unpack"]
    packed = (files("summarize") / "_ranks" / f"{encoding}.zlib").read_bytes()
    assert hashlib.sha256(unpack(packed)).hexdigest() == SOURCES[encoding]


@encodings
def test_ranks_read_at_run_time_are_those_of_the_published_file(encoding: str) -> None:
    ranks = tokens._ranks(encoding, tokens._DEFINITIONS[encoding].tokens)
    lines = b"".join(b"%b %d\n" % (b64encode(token), rank) for token, rank in ranks.items())
    assert hashlib.sha256(lines).hexdigest() == SOURCES[encoding]


@encodings
def test_pattern_and_special_tokens_are_tiktokens(encoding: str, monkeypatch: pytest.MonkeyPatch) -> None:
    hashes = []
    monkeypatch.setattr(published, "load_tiktoken_bpe", lambda _url, expected_hash: hashes.append(expected_hash) or {})
    theirs = published.ENCODING_CONSTRUCTORS[encoding]()
    ours = tokens._DEFINITIONS[encoding]
    assert (ours.pattern, ours.special, hashes) == (theirs["pat_str"], theirs["special_tokens"], [SOURCES[encoding]])


def test_known_texts_have_their_published_counts() -> None:
    # From OpenAI's cookbook, "How to count tokens with tiktoken".
    assert count_tokens("antidisestablishmentarianism", "cl100k_base") == 6
    assert count_tokens("antidisestablishmentarianism", "o200k_base") == 6
    assert count_tokens("お誕生日おめでとう", "cl100k_base") == 9
    assert count_tokens("お誕生日おめでとう", "o200k_base") == 8


def test_counting_neither_loads_files_through_tiktoken_nor_reads_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> bytes:
        raise AssertionError("tiktoken was about to read or download a file")

    monkeypatch.setattr(tiktoken.load, "read_file", refuse)
    monkeypatch.setattr(tiktoken.load, "read_file_cached", refuse)
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "/nowhere")
    load_encoding.cache_clear()
    assert count_tokens("Two words") == 2


def test_importing_the_module_does_not_import_tiktoken() -> None:
    code = "import sys, summarize.tokens; sys.exit('tiktoken' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_counting_works_from_a_zip_file(tmp_path: Path) -> None:
    archive = tmp_path / "package.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("summarize/__init__.py", "")
        for part in ("tokens.py", "errors.py", "_ranks/o200k_base.zlib"):
            target.write(ROOT / "summarize" / part, f"summarize/{part}")
    code = "import summarize.tokens as t; assert '.zip' in t.__file__; print(t.count_tokens('Two words'))"
    environment = {**os.environ, "PYTHONPATH": str(archive)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True)
    assert done.stdout.split() == [b"2"]


def test_families_agree_with_tiktokens_own_table() -> None:
    same = {"o200k_base": "o200k_base", "o200k_harmony": "o200k_base", "cl100k_base": "cl100k_base"}
    names = {**tiktoken.model.MODEL_TO_ENCODING}
    names |= {f"{prefix}-x": name for prefix, name in tiktoken.model.MODEL_PREFIX_TO_ENCODING.items()}
    theirs = {model: same.get(name) for model, name in names.items()}
    assert {model: known_encoding(model) for model in theirs} == theirs


@pytest.mark.parametrize(
    ("model", "encoding"),
    [
        ("gpt-4.1-nano", "o200k_base"),
        ("gpt-5.2", "o200k_base"),
        (" OpenAI/GPT-4o-mini ", "o200k_base"),
        ("ft:gpt-4o-mini:desk::id", "o200k_base"),
        ("o3", "o200k_base"),
        ("gpt-4-turbo", "cl100k_base"),
        ("ft:gpt-3.5-turbo:desk", "cl100k_base"),
    ],
)
def test_known_models_have_their_encoding(model: str, encoding: str) -> None:
    assert known_encoding(model) == encoding_for(model) == encoding


@pytest.mark.parametrize("model", ["llama-4", "o10", "gpt-45", "gpt-9", "mistral/gpt", "", "/"])
def test_unknown_models_are_counted_with_an_assumed_encoding(model: str) -> None:
    assert known_encoding(model) is None
    assert encoding_for(model) == "o200k_base"


def test_no_model_is_counted_with_the_default_encoding() -> None:
    assert encoding_for(None) == tokens.DEFAULT_ENCODING


def test_an_unknown_encoding_is_a_usage_error_naming_the_known_ones() -> None:
    with pytest.raises(UsageError, match="unknown encoding 'p50k'; choose from o200k_base, cl100k_base"):
        count_tokens("text", "p50k")


@encodings
@given(text=st.text(max_size=200))
def test_counts_are_those_of_one_raw_pass(encoding: str, text: str) -> None:
    assert count_tokens(text, encoding) == len(raw(encoding)(text))


@encodings
def test_long_texts_are_counted_exactly_though_in_stretches(encoding: str) -> None:
    news = "".join(SEEDS) * 6
    chinese = "这是一个没有空格的句子，很长很长。" * 8000
    for text in (news, chinese):
        assert len(text) > 4 * tokens._MAX_PIECE
        assert count_tokens(text, encoding) == len(raw(encoding)(text))


def test_a_word_of_sixteen_thousand_characters_is_counted_exactly_wherever_it_stands() -> None:
    word = "ab" * (tokens._SHORTEST // 2 - 1)
    for lead in (0, 9_000, 15_990, 20_000):
        text = "x " * lead + word + " y" * 20_000
        assert count_tokens(text) == len(raw("o200k_base")(text))


@given(text=TRICKY, shortest=st.integers(1, 5), more=st.integers(1, 5))
def test_stretches_join_to_the_text_and_keep_their_length(text: str, shortest: int, more: int) -> None:
    stretches = list(tokens._stretches(text, shortest, shortest + more))
    assert "".join(stretches) == text
    assert all(len(stretch) <= shortest + more for stretch in stretches)


@encodings
@given(text=TRICKY | st.text(max_size=60))
def test_counts_add_up_over_every_safe_cut(encoding: str, text: str) -> None:
    whole = count_tokens(text, encoding)
    for cut in range(len(text) + 1):
        if is_safe_cut(text, cut):
            assert sum(count_pieces(text, [cut], encoding)) == whole


@encodings
def test_counts_add_up_over_every_safe_cut_of_all_short_texts(encoding: str) -> None:
    encode = raw(encoding)
    for characters in product(" \n\tAl7'./。中", repeat=4):
        text = "".join(characters)
        whole = encode(text)
        for cut in range(1, 4):
            if is_safe_cut(text, cut):
                assert encode(text[:cut]) + encode(text[cut:]) == whole, (text, cut)


@encodings
@pytest.mark.parametrize("text", SEEDS)
def test_counts_add_up_over_all_safe_cuts_of_an_article(encoding: str, text: str) -> None:
    cuts = [offset for offset in range(1, len(text)) if is_safe_cut(text, offset)]
    assert len(cuts) > 300
    assert sum(count_pieces(text, cuts, encoding)) == count_tokens(text, encoding)


@given(st.data())
def test_each_piece_counts_as_it_does_alone(data: st.DataObject) -> None:
    text = data.draw(TRICKY)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    bounds = [0, *cuts, len(text)]
    assert count_pieces(text, cuts) == [count_tokens(text[a:b]) for a, b in pairwise(bounds)]


def test_a_text_without_cuts_is_one_piece() -> None:
    assert count_pieces("Two words", []) == [2]
    assert count_pieces("", []) == [0]


@pytest.mark.parametrize("cuts", [[3, 2], [-1], [10]])
def test_cuts_out_of_order_or_outside_the_text_are_refused(cuts: list[int]) -> None:
    with pytest.raises(ValueError, match="cuts must ascend"):
        count_pieces("Two words", cuts)


@pytest.mark.parametrize(
    ("text", "offset", "safe"),
    [
        ("One. Two", 4, True),
        ("One. Two", 5, False),
        ("One.  Two", 4, False),
        ("One.  Two", 5, False),
        ("One.\n    Two", 8, False),
        ("One.\nTwo", 5, True),
        ("One.\n\nTwo", 5, False),
        ("One.\n/two", 5, False),
        ("One.\r\nTwo", 6, True),
        ("中文。中文", 2, True),
        ("中文。中文", 3, False),
        ("One", 0, True),
        ("One", 3, True),
    ],
)
def test_safe_cuts_stand_where_both_encodings_begin_a_piece(text: str, offset: int, safe: bool) -> None:
    assert is_safe_cut(text, offset) is safe


@encodings
@pytest.mark.parametrize(
    "text", ["a" * 1_000_000, " " * 1_000_000, "\n" * 300_000, "😀" * 300_000, "-" * 300_000, "a\u0301" * 150_000]
)
def test_endless_runs_are_counted_within_a_few_tokens_a_forced_cut(encoding: str, text: str) -> None:
    sample = text[: 4 * tokens._MAX_PIECE]  # one raw pass over all of it would fail or take long
    assert abs(count_tokens(sample, encoding) - len(raw(encoding)(sample))) <= 3 * 3
    assert count_tokens(text, encoding) == pytest.approx(
        count_tokens(sample, encoding) * len(text) / len(sample), rel=0.01
    )


def test_names_of_special_tokens_are_plain_text() -> None:
    assert count_tokens("<|endoftext|>") == 7
    assert count_tokens("<|endoftext|>" * 100, "cl100k_base") > 600


def test_lone_surrogates_count_as_the_replacement_character() -> None:
    assert count_tokens("a \ud800 b") == count_tokens("a \ufffd b")
    assert count_pieces("a \ud800 b", [3]) == count_pieces("a \ufffd b", [3])


@pytest.mark.parametrize("unit", [" ", "\n", "a", "。", "a ", "a  ", "\n/", "_。"])
def test_looking_for_a_safe_cut_takes_linear_time_on_the_worst_text(unit: str) -> None:
    assert_linear(tokens._SAFE_CUT.findall, unit)
