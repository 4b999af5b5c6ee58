"""What a type checker tells a caller: mypy reads scripts as a user would write them, and the examples as they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
RIGHT = """
from summarize import OpenAIModel, Settings, check_draft, load_articles, preview, summarize

chosen: Settings = {"words": 100, "language": "en"}
articles = load_articles("seeds/")
summary = summarize(articles, model="NAME", **chosen)
print(summary.text, preview(articles, model=OpenAIModel("NAME"), max_cost=1.0).most_calls)
print(check_draft("It rained.", [{"text": "It rained in the valley."}], strict=True).claims)
"""
WRONG = """
from summarize import check_draft, preview, summarize, summarize_batch

summarize([], word=100)
summarize([], words="a")
preview([], words=None)
check_draft("It rained.", [], strict="yes")
summarize_batch("stories/", "out/", max_costs=1.0)
summarize([], model=5)
"""


def checked(folder: Path, *names: str) -> list[str]:
    """The errors that `mypy --strict` finds in files, one a line."""
    arguments = ["--strict", "--no-error-summary", "--hide-error-context", "--config-file=", f"--cache-dir={folder}"]
    silent = ["--follow-imports=silent", "--no-color-output", "--ignore-missing-imports"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *arguments, *silent, *names],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert not done.stderr, done.stderr
    return [line for line in done.stdout.splitlines() if ": error:" in line]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mypy")


def test_settings_are_checked_by_name_and_type(cache: Path, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.py", tmp_path / "wrong.py"
    right.write_text(RIGHT)
    wrong.write_text(WRONG)
    assert checked(cache, str(right)) == []
    found = checked(cache, str(wrong))
    assert [int(line.split(":")[1]) for line in found] == [4, 5, 6, 7, 8, 9]
    assert '"word"' in found[0] and '"str"' in found[1]


def test_the_examples_are_strictly_typed(cache: Path) -> None:
    assert checked(cache, *map(str, sorted((REPOSITORY / "examples").glob("*.py")))) == []
