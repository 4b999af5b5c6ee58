"""Packing loses nothing and refuses what it could not give back."""

from __future__ import annotations

import runpy
import zlib
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

SCRIPT = runpy.run_path(str(Path(__file__).resolve().parents[1] / "tools" / "pack_ranks.py"))
pack, unpack, main = SCRIPT["pack"], SCRIPT["unpack"], SCRIPT["main"]


def rank_file(tokens: list[bytes]) -> bytes:
    """Write tokens as a `.tiktoken` file does."""
    return b"".join(b"%b %d\n" % (b64encode(token), rank) for rank, token in enumerate(tokens))


@given(st.lists(st.binary(min_size=1, max_size=255), max_size=20))
def test_unpacking_gives_the_file_back_byte_for_byte(tokens: list[bytes]) -> None:
    assert unpack(pack(rank_file(tokens))) == rank_file(tokens)


def test_the_compact_form_is_all_lengths_then_all_bytes() -> None:
    assert zlib.decompress(pack(rank_file([b"a", b" the", b"\xff"]))) == b"\x01\x04\x01a the\xff"


def test_a_gap_in_the_ranks_is_refused() -> None:
    with pytest.raises(ValueError, match="line 2 holds rank 2, not 1"):
        pack(b"YQ== 0\nYg== 2\n")


@pytest.mark.parametrize("token", [b"", b"x" * 256])
def test_a_token_that_one_length_byte_cannot_hold_is_refused(token: bytes) -> None:
    with pytest.raises(ValueError, match=r"empty or longer than 255|not enough values"):
        pack(rank_file([token]))


def test_a_form_whose_lengths_do_not_add_up_is_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        unpack(zlib.compress(b"\x05ab"))


def test_the_command_writes_the_packed_file_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "tiny.tiktoken"
    source.write_bytes(rank_file([b"a", b"bc"]))
    main([str(source), "--to", str(tmp_path)])
    assert unpack((tmp_path / "tiny.zlib").read_bytes()) == source.read_bytes()
    assert capsys.readouterr().out.startswith("tiny.tiktoken (SHA-256 ")


def test_a_file_that_would_not_come_back_as_it_was_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "odd.tiktoken"
    source.write_bytes(b"YQ== 0")  # no newline at its end
    with pytest.raises(ValueError, match="not in the canonical form"):
        main([str(source), "--to", str(tmp_path)])
