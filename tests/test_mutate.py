"""The mutation check: which mutants there are, which tests notice, and what is accepted."""

from __future__ import annotations

import importlib.util
import sys
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def _load():
    spec = importlib.util.spec_from_file_location("mutate", ROOT / "tools" / "mutate.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutate"] = module  # a dataclass looks its module up
    spec.loader.exec_module(module)
    return module


mutate = _load()

MODULE = '''"""Doc."""
LIMIT = 4
SHARE: float = 0.5
NOTHING = 0
NAME = "no number"


def fits(size: int, other: int) -> bool:
    """Whether it fits."""
    return size <= LIMIT and "é" and other > SHARE and 1 < size < other
'''
TESTS = """from summarize.a import fits


def test_fits():
    assert fits(4, 1) is False
"""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout of one module and its test file."""
    for name, text in {"summarize/__init__.py": "", "summarize/a.py": MODULE, "tests/test_a.py": TESTS}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(mutate, "ROOT", tmp_path)
    monkeypatch.setattr(mutate, "ACCEPTED", tmp_path / "mutants.toml")
    return tmp_path


def test_numbers_are_doubled_and_halved_and_single_comparisons_turned(checkout: Path) -> None:
    assert [each.name for each in mutate.mutants_of(Path("summarize/a.py"))] == [
        "LIMIT -> 8",
        "LIMIT -> 2",
        "SHARE -> 1.0",
        "SHARE -> 0.25",
        "NOTHING -> 1",
        "size <= LIMIT -> <",
        "other > SHARE -> >=",
    ]


@pytest.mark.parametrize("named", ["summarize/a.py", "summarize", "tests/test_a.py", "tests"])
def test_a_module_is_known_by_its_folder_and_by_its_tests(checkout: Path, named: str) -> None:
    assert mutate.modules_of([Path(named)]) == [Path("summarize/a.py")]


@pytest.mark.parametrize("named", ["summarize/__init__.py", "tests/conftest.py", "summarize/gone.py", "tools/x.py"])
def test_what_has_no_tests_of_its_own_is_left_out(checkout: Path, named: str) -> None:
    assert mutate.modules_of([Path(named)]) == []


@pytest.mark.parametrize(
    ("most", "lengths"), [(None, [7, 7, 1]), (15, [7, 7, 1]), (9, [4, 4, 1]), (8, [3, 4, 1]), (2, [1, 1, 0])]
)
def test_every_module_has_its_share_and_the_same_one_again(
    checkout: Path, most: int | None, lengths: list[int]
) -> None:
    for name, text in (("b", MODULE), ("c", "LIMIT = 0\n")):
        (checkout / "summarize" / f"{name}.py").write_text(text, encoding="utf-8")
    mutants = [list(mutate.mutants_of(Path(f"summarize/{name}.py"))) for name in "abc"]
    taken = mutate.shares_of(mutants, most)
    assert [len(set(each)) for each in taken] == lengths
    assert all(set(share) <= set(every) for share, every in zip(taken, mutants, strict=True))
    assert taken == mutate.shares_of(mutants, most)


def test_survivors_fail_unless_a_reason_is_given(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "mutants.toml").write_text(
        '["summarize/a.py"]\nNOTHING = "it is used by nobody"\n"other > SHARE -> >=" = "no whole number is a half"\n'
        'SHARE = "the share is a guess"\n"LIMIT -> 8" = "tried by hand"\n',
        encoding="utf-8",
    )
    test = checkout / "tests" / "test_a.py"
    assert mutate.main(["summarize/a.py", "--workers", "1"]) == 1
    assert "survived  summarize/a.py:10  size <= LIMIT -> <" in capsys.readouterr().out
    test.write_text(TESTS.replace("fits(4, 1) is False", "fits(4, 5)"), encoding="utf-8")
    assert mutate.main(["summarize/a.py", "--workers", "1"]) == 0
    assert capsys.readouterr().out == "2 noticed; 5 accepted; 0 survived; 0 not tried\n"
    assert (checkout / "summarize" / "a.py").read_text(encoding="utf-8") == MODULE


@pytest.mark.parametrize("broken", [False, True])
def test_neither_time_nor_tests_that_fail_anyway_fail_it(
    checkout: Path, capsys: pytest.CaptureFixture[str], broken: bool
) -> None:
    if broken:
        (checkout / "tests" / "test_a.py").write_text("def test_it():\n    assert False\n", encoding="utf-8")
    assert mutate.main(["summarize/a.py", "--workers", "1", "--seconds", "60" if broken else "0"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[-1] == "0 noticed; 0 accepted; 0 survived; 7 not tried"
    assert printed[:-1] == [
        "the tests of summarize/a.py fail even without a change"
        if broken
        else "out of time  summarize/a.py: 7 not tried"
    ]


def test_a_test_that_never_ends_notices(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mutate, "ONE_TEST", 1)
    (checkout / "tests" / "test_a.py").write_text(
        TESTS.replace("    assert fits(4, 1) is False", "    while not fits(4, 5):\n        pass"), encoding="utf-8"
    )
    turned = next(each for each in mutate.mutants_of(Path("summarize/a.py")) if each.name == "size <= LIMIT -> <")
    assert mutate.survives(turned, checkout, time.monotonic() + 60) is False


def test_what_is_accepted_is_there_and_has_a_reason() -> None:
    accepted = tomllib.loads((ROOT / "tools" / "mutants.toml").read_text(encoding="utf-8"))
    for name, reasons in accepted.items():
        known = list(mutate.mutants_of(Path(name)))
        for key, reason in reasons.items():
            assert any(key in (each.name, each.old) for each in known), f"{name}: {key} is no mutant"
            assert len(reason) > 15, f"{name}: {key}"
