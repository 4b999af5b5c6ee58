"""Change one threshold or comparison at a time and see whether a test notices.

    python tools/mutate.py summarize/check/numbers.py     # this module (a folder: all in it; a test file: its module)
    python tools/mutate.py --since HEAD~1                 # the modules that a change touches, or whose tests it does

There are two kinds of mutants: a number that a module names at its top (a tunable) is doubled and halved, and a
comparison includes its limit or excludes it. Each is tried with the module's own test file; a survivor is a threshold
without a case on either side. `tools/mutants.toml` lists the accepted survivors, each with its reason. The exit code is
1 if another one survives. Works on copies.

Where there are more than `--most`, every module has its share of them, chosen by its text, so that equal checkouts try
equal mutants. At `--seconds` it stops and names the modules of which mutants are left: that is no failure, as how fast
a machine is says nothing about the tests.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

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
        """What is changed, without its line number, so that it is recognized when lines move."""
        return f"{self.old} -> {self.new}"


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
    changed = (type(value.value)(value.value * factor) for factor in (2, 0.5)) if value.value else (1,)
    for new in changed:
        yield Mutant(path, line, value.col_offset, value.end_col_offset or 0, repr(new), ast.unparse(target))


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


def modules_of(named: Iterable[Path]) -> list[Path]:
    """The modules that paths stand for: themselves, all in a folder, or what a test file tests. Each once, sorted."""
    found = set()
    for path in named:
        inside = sorted((ROOT / path).rglob("*.py")) if (ROOT / path).is_dir() else [ROOT / path]
        for each in (each.relative_to(ROOT) for each in inside):
            tested = each.parts[0] == "tests" and each.name.startswith("test_")
            module = Path("summarize", *each.parts[1:-1], each.name.removeprefix("test_")) if tested else each
            if module.parts[0] == "summarize" and (ROOT / module).is_file() and test_file_of(module):
                found.add(module)
    return sorted(found)


def test_file_of(path: Path) -> Path | None:
    """The test file of a module, None if there is none."""
    parts = path.parts[1:]
    found = Path("tests", *parts[:-1], f"test_{path.name}")
    return found if (ROOT / found).is_file() else None


def accepted_in(path: Path) -> dict[str, dict[str, str]]:
    """The reasons by module, then by mutant (`LIMIT -> 8`) or by what is changed (`LIMIT`: whatever it becomes)."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def main(arguments: list[str] | None = None) -> int:
    """Try the mutants of the modules named; gives the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("modules", nargs="*", type=Path)
    parser.add_argument("--since", help="the modules that differ from this commit")
    parser.add_argument("--seconds", type=float, default=180.0, help="stop after so many seconds")
    parser.add_argument("--most", type=int, help="try at most so many mutants, of each module its share")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    end, accepted = time.monotonic() + chosen.seconds, accepted_in(ACCEPTED)
    modules = modules_of([*chosen.modules, *(_changed_since(chosen.since) if chosen.since else ())])
    mutants = shares_of([list(mutants_of(path)) for path in modules], chosen.most)
    counts = []
    for tried in _try_all([each for each in mutants if each], chosen.workers, end):
        counts.append(report(tried, accepted))
        if counts[-1].not_tried and time.monotonic() >= end:
            print(f"out of time  {tried[0][0].path}: {counts[-1].not_tried} not tried", flush=True)
        elif counts[-1].not_tried:
            print(f"the tests of {tried[0][0].path} fail even without a change", flush=True)
    print(
        "; ".join(
            f"{sum(each[n] for each in counts)} {what.replace('_', ' ')}" for n, what in enumerate(Counts._fields)
        )
    )
    return 1 if any(each.survived for each in counts) else 0


def shares_of(mutants: Sequence[list[Mutant]], most: int | None) -> list[list[Mutant]]:
    """At most so many mutants in all, of each module its share: the same ones as long as the modules are unchanged."""
    if most is None:
        return list(mutants)
    shares: dict[int, list[Mutant]] = {}
    for place, number in enumerate(sorted(range(len(mutants)), key=lambda n: len(mutants[n]))):
        shares[number] = _sample(mutants[number], most // (len(mutants) - place))  # a small module leaves some of it
        most -= len(shares[number])
    return [shares[number] for number in range(len(mutants))]


def _sample(mutants: list[Mutant], most: int) -> list[Mutant]:
    """At most so many of one module's mutants, chosen by its text."""
    if len(mutants) <= most:
        return mutants
    seed = zlib.crc32((ROOT / mutants[0].path).read_bytes())
    return random.Random(seed).sample(mutants, most)  # noqa: S311


class Counts(NamedTuple):
    """What became of mutants."""

    noticed: int
    accepted: int
    survived: int
    not_tried: int


def report(outcomes: Sequence[tuple[Mutant, bool | None]], accepted: dict[str, dict[str, str]]) -> Counts:
    """Count one module's mutants, and print the survivors that are not accepted. None: not tried."""
    survivors = [mutant for mutant, survived in outcomes if survived]
    unknown = [each for each in survivors if not {each.name, each.old} & set(accepted.get(each.path.as_posix(), ()))]
    for each in unknown:
        print(f"survived  {each.path}:{each.line}  {each.name}", flush=True)
    left = sum(survived is None for _, survived in outcomes)
    known = len(survivors) - len(unknown)
    return Counts(len(outcomes) - left - len(survivors), known, len(unknown), left)


def _changed_since(commit: str) -> list[Path]:
    command = ["git", "diff", "--name-only", "--diff-filter=AM", commit, "--", "summarize", "tests"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [Path(name) for name in done.stdout.splitlines() if name.endswith(".py")]


def _try_all(modules: Sequence[list[Mutant]], workers: int, end: float) -> Iterator[list[tuple[Mutant, bool | None]]]:
    """A module's mutants with whether each survived, None if it was not tried before `end` (monotonic seconds)."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = _copy(Path(folder, "tree"))
        with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
            tasks = [pool.submit(_try_module, each, tree, end) for each in modules]
            for task in tasks:
                yield task.result()


def _try_module(mutants: Sequence[Mutant], tree: Path, end: float) -> list[tuple[Mutant, bool | None]]:
    """The mutants of one module, in this process's own copy (made from `tree` by the first module it takes)."""
    copy = tree.parent / str(os.getpid())
    if not copy.exists():
        shutil.copytree(tree, copy)
    path = mutants[0].path
    if time.monotonic() > end or not _passes(path, copy, end, keep=True):
        return [(mutant, None) for mutant in mutants]
    for compiled in (copy / path).parent.glob(f"__pycache__/{path.stem}.*"):
        compiled.unlink()  # a mutant of the same length and second would go unnoticed
    return [(mutant, survives(mutant, copy, end)) for mutant in mutants]


def survives(mutant: Mutant, copy: Path, end: float) -> bool | None:
    """Whether the module's tests pass with the mutant in place, None if time ran out. `copy` may be changed."""
    if time.monotonic() > end:
        return None
    target = copy / mutant.path
    source = target.read_bytes()
    lines = source.split(b"\n")
    line = lines[mutant.line - 1]
    lines[mutant.line - 1] = line[: mutant.start] + mutant.new.encode() + line[mutant.end :]
    target.write_bytes(b"\n".join(lines))
    try:
        passed = _passes(mutant.path, copy, end)
    finally:
        target.write_bytes(source)
    return passed if time.monotonic() <= end or passed else None


def _passes(path: Path, copy: Path, end: float, *, keep: bool = False) -> bool:
    """Whether the tests of a module pass, run in a fork of this process so that what it has loaded is not loaded again.

    `keep` the byte code and load here, too, what the tests loaded from elsewhere: for the run without a mutant.
    """
    loaded = copy / "loaded"
    child = os.fork()
    if not child:
        status = 1
        with suppress(BaseException):
            signal.alarm(max(1, min(ONE_TEST, int(end - time.monotonic()) + 1)))
            status = _run_tests(path, copy, keep)
            if keep:
                loaded.write_text("\n".join(_loaded_from_elsewhere(copy)), encoding="utf-8")
        os._exit(status)
    passed = os.waitpid(child, 0)[1] == 0
    if passed and keep:
        for name in loaded.read_text(encoding="utf-8").split("\n"):
            with suppress(Exception):
                importlib.import_module(name)
    return passed


def _run_tests(path: Path, copy: Path, keep: bool) -> int:
    import pytest

    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    for name in [name for name in sys.modules if name.partition(".")[0] in ("summarize", "tests")]:
        del sys.modules[name]  # loaded by whoever runs this check from another test
    os.chdir(copy)
    os.environ["PYTHONPATH"] = str(copy)
    sys.path.insert(0, str(copy))
    sys.dont_write_bytecode = not keep
    options = ("-q", "-x", "-p", "no:cacheprovider", "--assert=plain", "--hypothesis-seed=0")
    return int(pytest.main([*options, str(test_file_of(path))]))


def _loaded_from_elsewhere(copy: Path) -> list[str]:
    """The modules that are neither the project's nor its tests'."""
    names = (name for name, module in list(sys.modules.items()) if getattr(module, "__file__", None))
    ours = (str(copy), str(ROOT / "summarize"), str(ROOT / "tests"))
    return [name for name in names if not (sys.modules[name].__file__ or "").startswith(ours)]


def _copy(target: Path) -> Path:
    target.mkdir()
    for name in COPIED:
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, target / name)
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, target / path.name)
    return target


if __name__ == "__main__":
    sys.exit(main())
