"""Change one threshold or comparison at a time and see whether a test notices.

    python tools/mutate.py summarize/check/numbers.py     # these modules
    python tools/mutate.py --since HEAD~1                 # the modules that a change touches

Two kinds of mutants: a number that a module names at its top (a tunable) becomes larger and smaller, and a comparison
takes its limit in or leaves it out. Each is tried with the module's own test file; a survivor is a threshold that no
case stands on either side of. `tools/mutants.toml` lists the survivors that are accepted, each with its reason. Exit
code 1 when another one survives. Works on copies; stops starting mutants after `--seconds` and says how many it left.
"""

from __future__ import annotations

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parents[1]
ACCEPTED = ROOT / "tools" / "mutants.toml"
SWAPS: dict[type[ast.cmpop], str] = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
SIGNS: dict[type[ast.cmpop], str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
COPIED = ("summarize", "tests", "prompts", "seeds", "docs", "benchmarks", "tools", "examples", "cassettes")
ONE_TEST = 120  # seconds that a module's tests may take; a mutant that hangs them is noticed


@dataclass(frozen=True)
class Mutant:
    """One change of one line: `start` and `end` are columns, `new` the text that stands there instead."""

    path: Path
    line: int
    start: int
    end: int
    new: str
    old: str

    @property
    def name(self) -> str:
        """What is changed, without its line number, so that it is found again when lines move."""
        return f"{self.path.as_posix()}: {self.old} -> {self.new}"


def mutants_of(path: Path) -> Iterator[Mutant]:
    """The mutants of a module, in the order of its lines. `path` is relative to the checkout."""
    source = (ROOT / path).read_text(encoding="utf-8")
    lines = source.split("\n")
    tree = ast.parse(source)
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and _is_number(node.value):
            yield from _of_tunable(path, node)
    for each in ast.walk(tree):
        if isinstance(each, ast.Compare) and len(each.ops) == 1 and type(each.ops[0]) in SWAPS:
            yield from _of_comparison(path, each, lines)


def _is_number(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def _of_tunable(path: Path, node: ast.Assign | ast.AnnAssign) -> Iterator[Mutant]:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    value = node.value
    if not (isinstance(value, ast.Constant) and isinstance(value.value, int | float)):
        return
    line = value.lineno
    for factor in (2, 0.5):
        new = value.value * factor
        text = repr(type(value.value)(new)) if new != value.value else "1"
        yield Mutant(path, line, value.col_offset, value.end_col_offset or 0, text, f"{ast.unparse(target)}")


def _of_comparison(path: Path, node: ast.Compare, lines: list[str]) -> Iterator[Mutant]:
    left, right = node.left, node.comparators[0]
    if left.end_lineno != right.lineno:
        return
    start, end = left.end_col_offset or 0, right.col_offset
    line = lines[right.lineno - 1].encode()
    between = line[start:end].decode()
    sign = SIGNS[type(node.ops[0])]
    if between.strip("() ") != sign:
        return
    place = start + line[start:end].index(sign.encode())
    yield Mutant(path, right.lineno, place, place + len(sign), SWAPS[type(node.ops[0])], ast.unparse(node))


def test_file_of(path: Path) -> Path | None:
    """The test file that stands for a module, None where there is none."""
    parts = path.parts[1:]
    found = Path("tests", *parts[:-1], f"test_{path.name}")
    return found if (ROOT / found).is_file() else None


def survives(mutant: Mutant, copy: Path) -> bool:
    """Whether the module's tests pass with the mutant in place. `copy` is a checkout that may be changed."""
    target = copy / mutant.path
    source = target.read_bytes()
    lines = source.split(b"\n")
    line = lines[mutant.line - 1]
    lines[mutant.line - 1] = line[: mutant.start] + mutant.new.encode() + line[mutant.end :]
    tests = test_file_of(mutant.path)
    target.write_bytes(b"\n".join(lines))
    try:
        environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", str(tests)]
        done = subprocess.run(command, cwd=copy, env=environment, capture_output=True, timeout=ONE_TEST, check=False)
    except subprocess.TimeoutExpired:
        return False
    finally:
        target.write_bytes(source)
    return done.returncode == 0


def main(arguments: list[str] | None = None) -> int:
    """Try the mutants of the modules named; gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("modules", nargs="*", type=Path)
    parser.add_argument("--since", help="the modules that differ from this commit")
    parser.add_argument("--seconds", type=float, default=180.0, help="start no mutant after so many seconds")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    modules = [*chosen.modules, *(_changed_since(chosen.since) if chosen.since else ())]
    mutants = [each for path in modules if test_file_of(path) for each in mutants_of(path)]
    accepted = tomllib.loads(ACCEPTED.read_text(encoding="utf-8")) if ACCEPTED.exists() else {}
    left, survivors = _try_all(mutants, chosen.workers, time.monotonic() + chosen.seconds)
    unknown = [each for each in survivors if each.name not in accepted]
    for each in unknown:
        print(f"survived  {each.path}:{each.line}  {each.old} -> {each.new}")
    tried = len(mutants) - left
    known = len(survivors) - len(unknown)
    print(f"{tried} mutants tried, {len(survivors)} survived, {known} of them accepted; {left} not tried")
    return 1 if unknown else 0


def _changed_since(commit: str) -> list[Path]:
    command = ["git", "diff", "--name-only", "--diff-filter=AM", commit, "--", "summarize"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in done.stdout.splitlines() if name.endswith(".py")]


def _try_all(mutants: list[Mutant], workers: int, end: float) -> tuple[int, list[Mutant]]:
    """How many were not tried before `end` (monotonic seconds), and those that survived."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copies: SimpleQueue[Path] = SimpleQueue()
        for number in range(workers):
            copies.put(_copy(Path(folder, str(number))))

        def attempt(mutant: Mutant) -> bool | None:
            if time.monotonic() > end:
                return None
            copy = copies.get()
            try:
                return survives(mutant, copy)
            finally:
                copies.put(copy)

        with ThreadPoolExecutor(workers) as pool:
            outcomes = list(pool.map(attempt, mutants))
    survivors = [mutant for mutant, outcome in zip(mutants, outcomes, strict=True) if outcome]
    return outcomes.count(None), survivors


def _copy(target: Path) -> Path:
    target.mkdir()
    for name in COPIED:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, target / path.name)
    return target


if __name__ == "__main__":
    sys.exit(main())
