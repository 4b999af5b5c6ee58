"""The documents say what is so: every command, table, rule and promise in them is compared with the program."""

from __future__ import annotations

import json
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest

import summarize
from summarize import Config, errors
from summarize.cli.root import _EXIT_CODES
from summarize.cli.tables import written

REPOSITORY = Path(__file__).parents[1]
SEEDS = str(REPOSITORY / "seeds")
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
SHOWING = [REPOSITORY / "README.md", *sorted((REPOSITORY / "docs").glob("*.md"))]
SHOWING = [path for path in SHOWING if "<!-- output of" in path.read_text(encoding="utf-8")]
DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").rglob("*.md")])


def table(document: str, head: str) -> list[list[str]]:
    """The rows of the Markdown table with this head, as cells."""
    rows = [*document.partition(f"{head}\n")[2].splitlines()[1:], ""]
    cells = [[cell.strip() for cell in row.strip("|").split(" | ")] for row in rows[: rows.index("")]]
    assert cells, head
    return cells


def page(name: str) -> str:
    """The text of a page of docs/."""
    return (REPOSITORY / "docs" / f"{name}.md").read_text(encoding="utf-8")


def in_code(cells: list[str]) -> list[str]:
    """What stands between back ticks."""
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]


def run(*arguments: str, cwd: Path = REPOSITORY) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, capture_output=True, encoding="utf-8", check=False, timeout=60
    )


@pytest.mark.parametrize("path", SHOWING, ids=lambda path: path.name)
def test_output_shown_in_documents_is_current(path: Path):
    refreshed = runpy.run_path(str(REPOSITORY / "tools" / "refresh_docs.py"))["refreshed"]
    text = path.read_text(encoding="utf-8")
    assert refreshed(text) == text, "run python tools/refresh_docs.py"


def test_the_summary_of_the_readme_and_the_help_are_shown():
    assert "<!-- output of summarize seeds/" in README
    assert "```text\nUsage: summarize" in page("command-line")


def test_every_setting_is_shown_with_its_default():
    rows = table(page("settings"), "| setting | default | meaning |")
    assert rows == [[f"`{f.name}`", f"`{written(f.default)}`", f.metadata["help"]] for f in fields(Config)]


def test_every_dependency_is_shown_with_its_reason():
    rows = table(page("packages"), "| package | reason |")
    assert in_code([row[0] for row in rows]) == [
        re.split("[<>=]", each)[0] for each in PYPROJECT["project"]["dependencies"]
    ]


def test_every_exit_code_and_error_is_shown():
    rows = table(page("command-line"), "| exit code | meaning | error in the library |")
    codes = {code: in_code([row[2]]) if len(row) > 2 else [] for row in rows for code in row[0].split(", ")}
    assert set(re.findall(r"\d+", _EXIT_CODES)) <= codes.keys()
    classes = {name: each for name, each in vars(errors).items() if isinstance(each, type)}
    shown = {name: code for code, names in codes.items() for name in names}
    for name, each in classes.items():
        assert name in shown, name
        assert str(each.exit_code) in [code for code, names in codes.items() if name in names]


def test_every_page_is_found_from_the_first_one():
    named = page("index") + (REPOSITORY / "docs" / "decisions" / "index.md").read_text(encoding="utf-8")
    for path in (REPOSITORY / "docs").rglob("*.md"):
        assert path.name == "index.md" or f"{path.name})" in named, path.name


def test_the_library_lines_of_the_readme_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys):
    shutil.copytree(SEEDS, tmp_path / "seeds")
    monkeypatch.chdir(tmp_path)
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(code.splitlines()) <= 10
    exec(compile(code, "README.md", "exec"), {})
    assert "c1 a" in capsys.readouterr().out


def test_the_readme_steps_of_proof_succeed(tmp_path: Path):
    assert "summarize verify story.json" in page("checking")
    assert "python3 docs/verify_by_hand.py story.json" in page("checking")
    story = str(tmp_path / "story.json")
    for arguments in (
        ["-m", "summarize", "seeds/", "-o", story, "-o", str(tmp_path / "story.md")],
        ["-m", "summarize", "verify", story],
        ["-I", "docs/verify_by_hand.py", story],
    ):
        done = run(*arguments)
        assert done.returncode == 0, (arguments, done.stdout, done.stderr)
    assert done.stdout.endswith(": 0 wrong\n")


def test_nothing_leaves_the_computer():
    watched = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    if event.startswith(('socket.', 'urllib.', 'http.')): raise SystemExit(f'{event}{arguments}')\n"
        "sys.addaudithook(watch)\n"
        "from summarize.cli import main\n"
        "main(sys.argv[1:])\n"
    )
    for arguments in ([SEEDS], ["tokens", SEEDS]):
        done = run("-c", watched, *arguments)
        assert done.returncode == 0, done.stderr


def test_equal_runs_give_equal_json():
    def untimed() -> dict[str, object]:
        told = json.loads(run("-m", "summarize", SEEDS, "--format", "json").stdout)
        return told | {"usage": None, "run": told["run"] | {"started": ""}}

    assert json.dumps(untimed()) == json.dumps(untimed())


def test_every_sentence_of_the_seeds_is_accounted_for():
    told = summarize.summarize(summarize.load_articles([SEEDS]))
    account = told.accounting
    assert account.used + sum(account.omitted.values()) == account.sentences
    used = {(span.article, span.start) for claim in told.claims for span in claim.evidence}
    left = {(omission.article, omission.start) for omission in told.omitted}
    assert not used & left
    assert len(left) + account.used == account.sentences  # a claim of two sentences has one passage


def test_the_rooms_are_those_of_the_import_contract():
    contract = PYPROJECT["tool"]["importlinter"]["contracts"][0]
    layers = [room.strip(" ()") for layer in contract["layers"] for room in layer.split("|")]
    assert in_code([row[0] for row in table(ARCHITECTURE, "| rooms | what they do, and never do |")]) == layers


def test_every_rule_names_tests_that_exist():
    tests = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "tests").rglob("test_*.py"))
    for rule, keepers in table(ARCHITECTURE, "| rule | kept by |"):
        assert in_code([keepers]), rule
        for name in in_code([keepers]):
            assert f"def {name}(" in tests, f"{rule}: {name}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_links_and_files_named_in_documents_exist(path: Path):
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?://|#)([^)]+)\)", text):
        assert (path.parent / target.partition("#")[0]).exists(), target
    rooms = "docs|tools|examples|tests|summarize|ingest|prepare|compose|check|report|audit|render|nlp|llm|cli"
    for name in re.findall(rf"`((?:{rooms})/[\w./]*\.\w+)`", text):
        assert any((base / name).exists() for base in (REPOSITORY, REPOSITORY / "summarize")), name


@pytest.mark.parametrize(("path", "most"), [("README.md", 150), ("ARCHITECTURE.md", 140), ("CONTRIBUTING.md", 75)])
def test_documents_stay_short(path: str, most: int):
    """Output of the program, which the README shows whole, does not count."""
    text = re.sub(
        r"<!-- output of .*?<!-- end -->", "", (REPOSITORY / path).read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert len(text.splitlines()) <= most


def test_every_public_name_is_on_the_page_of_the_library():
    text = page("library")
    assert [name for name in summarize.__all__ if not re.search(rf"`{name}\b", text)] == []


def test_the_examples_of_the_page_of_the_library_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture):
    monkeypatch.chdir(REPOSITORY)
    blocks = re.findall(r"```python\n(.*?)```", page("library"), re.DOTALL)
    assert len(blocks) == 2
    for code in blocks:
        names: dict[str, object] = {}
        exec(compile(code, "docs/library.md", "exec"), names)
        assert names["summary"].claims
    assert "end 1 1" in capsys.readouterr().out
