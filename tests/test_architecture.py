"""The house's rules: arrows, public names, what start-up may load, a test file for every module."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import summarize

REPOSITORY = Path(__file__).parents[1]
PACKAGE = REPOSITORY / "summarize"
MODULES = sorted(PACKAGE.rglob("*.py"))

# Start-up time is a feature: none of these is needed to say what the program can do.
HEAVY = {
    "asyncio",
    "charset_normalizer",
    "difflib",
    "importlib.metadata",
    "jinja2",
    "jsonschema",
    "openai",
    "pydantic",
    "rich",
    "sentencex",
    "tiktoken",
    "trafilatura",
    "yaml",
}
NEVER_WITHOUT_A_MODEL = {"jinja2", "openai", "pydantic", "rich", "tiktoken", "trafilatura"}


def loaded_by(script: str) -> set[str]:
    """Run a script in a fresh interpreter and give the modules it has loaded at its end."""
    script = f"import atexit, sys\natexit.register(lambda: print(*sys.modules, file=sys.stderr))\n{script}"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stderr.splitlines()[-1].split())


def run(*arguments: str) -> str:
    return f"from summarize.cli import main\nmain({list(arguments)!r})"


def test_arrows_point_down():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_public_names_are_sorted_and_all_there():
    assert list(summarize.__all__) == sorted(summarize.__all__)
    for name in summarize.__all__:
        assert getattr(summarize, name) is not None


def test_public_names_do_not_drift():
    modules = {path.stem for path in PACKAGE.iterdir()}
    bound = {name for name in vars(summarize) if not name.startswith("_")} - modules
    assert bound - {"annotations", "TYPE_CHECKING"} <= set(summarize.__all__)
    assert set(summarize.__all__) <= set(dir(summarize))


def test_no_public_name_hides_a_module():
    for init in PACKAGE.rglob("__init__.py"):
        siblings = {path.stem for path in init.parent.iterdir()}
        package = importlib.import_module(".".join(init.parent.relative_to(REPOSITORY).parts))
        for name in siblings & set(getattr(package, "__all__", vars(package))):
            assert type(getattr(package, name)).__name__ == "module", f"{package.__name__}.{name}"


def test_the_command_line_uses_only_public_names_and_what_renders():
    for path in (PACKAGE / "cli").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level == 0 and (node.module or "").startswith("summarize"):
                if (node.module or "").startswith("summarize.render"):
                    continue  # escaping, layout and labels, which a caller of the library does not need
                names = {each.name for each in node.names}
                known = set(vars(summarize.errors)) if node.module == "summarize.errors" else set(summarize.__all__)
                assert node.module in ("summarize", "summarize.errors"), f"{path.name}: {node.module}"
                assert names <= known | {"__version__"}, f"{path.name}: {names - known}"
            assert not (isinstance(node, ast.ImportFrom) and node.level > 1), f"{path.name} reaches out of the package"


@pytest.mark.parametrize(
    "script", ["import summarize", run("--help"), run("verify", "--help"), run("config", "--help")]
)
def test_start_up_loads_nothing_heavy(script: str):
    assert loaded_by(script) & HEAVY == set()


def test_the_embedded_engine_loads_nothing_of_the_model_path():
    assert loaded_by(run("seeds", "--config", "none")) & NEVER_WITHOUT_A_MODEL == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_says_its_job_and_has_its_test_file(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree)
    if path.stem == "__main__" or (
        path.stem == "__init__" and not any(isinstance(n, ast.FunctionDef) for n in tree.body)
    ):
        return
    parts = [part for part in path.relative_to(PACKAGE).with_suffix("").parts if part != "__init__"] or ["library"]
    folder = REPOSITORY.joinpath("tests", *parts[:-1])
    assert (folder / f"test_{parts[-1]}.py").is_file()


# Rooms whose rules read language, and constants of theirs that are no words of one: writing systems, names of the
# web, formats of news wires and mail, short forms of scales, letters that sound alike, the outcomes we know of.
RULES = ("nlp", "check", "prepare", "compose", "report")
NO_WORDS = {"_SOUNDS", "_TOKEN", "_ADDRESS", "_WIRE", "_MAIL_FIELD", "_SPACED_SCALES"}
FEW = 8  # words in one constant from which it is a list


def words_of(value: ast.expr) -> int:
    """How many words a constant lists: alternatives of a pattern, items in small letters."""
    texts = [each.value for each in ast.walk(value) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    listed = [re.findall(r"[^\W\d_]{2,}\??(?=\|)|(?<=\|)[^\W\d_]{2,}", text) for text in texts]
    single = [text for text in texts if re.fullmatch(r"[^\W\d_]{2,}", text) and text.islower()]
    several = [text.split() for text in texts if re.fullmatch(r"[a-z]{2,}(?: [a-z]{2,}){7,}", text)]
    return sum(map(len, listed)) + len(single) * isinstance(value, ast.Call) + sum(map(len, several))


@pytest.mark.parametrize("path", [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in RULES])
def test_words_of_languages_stand_in_their_data(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants = [(ast.unparse(each.targets[0]), each.value) for each in tree.body if isinstance(each, ast.Assign)]
    found = [name for name, value in constants if words_of(value) >= FEW and name not in NO_WORDS]
    assert not found, f"{path.name}: {', '.join(found)}: these words belong into summarize/lang/data"


# Rarity, cosines and joined groups are computed in one module. What else takes a logarithm or a root, and why: these
# weigh lengths and numbers of texts, never terms.
WEIGHED_IN = "nlp/similarity.py"
OTHER_MEASURES = {
    "compose/extractive/concepts.py": "long passages on the shortlist: weight by the root of their length",
    "compose/extractive/headline.py": "a title with more words is worth a little more",
    "compose/llm/assembly.py": "a short headline for its length",
    "compose/llm/selecting.py": "how many sentences each of several calls may choose, how many reports share a point",
    "prepare/clustering/clusters.py": "chance resemblances grow with the size of a pile",
}
MEASURES = {"log", "log2", "log10", "log1p", "sqrt", "hypot", "dist", "cosine", "idf", "root"}


def measures_of(tree: ast.Module) -> set[str]:
    """The logarithms, roots and functions of that kind that a module defines or takes from `math`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "math":
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) == "math":
            found.add(node.attr)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and ast.unparse(node.right) == "0.5":
            found.add("sqrt")
        elif isinstance(node, ast.FunctionDef):
            found.add(node.name.strip("_"))
        elif isinstance(node, ast.While) and re.fullmatch(r"(.+)\[(.+)\] != \2", ast.unparse(node.test)):
            found.add("root")  # the path to the root of joined groups
    return found & MEASURES


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("import math\nmath.log(2)", {"log"}),
        ("from math import sqrt, inf", {"sqrt"}),
        ("x ** 0.5", {"sqrt"}),
        ("def _cosine(): ...", {"cosine"}),
        ("while into[n] != n: ...", {"root"}),
        ("import math\nmath.fsum([x ** 2])\nwhile n != 0: ...", set()),
    ],
)
def test_a_measure_is_seen_however_it_is_written(script: str, found: set[str]):
    assert measures_of(ast.parse(script)) == found


def test_terms_are_weighed_and_texts_compared_in_one_module():
    rooms = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in RULES]
    measuring = {
        str(path.relative_to(PACKAGE)) for path in rooms if measures_of(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert measuring == {WEIGHED_IN, *OTHER_MEASURES}, f"use summarize/{WEIGHED_IN}, or say here what else is measured"


# Texts are cut into words by the patterns of one module. Other patterns with a run of letters, by their own words, and
# why: a form of several words, or one word at a place, is no way to walk through a text. `zoning` works before there
# are sentences; it reads lines and what stands around a mark.
WORDS_CUT_IN = PACKAGE / "nlp" / "tokenize.py"
OTHER_RUNS = {
    r"(?:[\w'-]+\s){0,3}": "up to three words between an article and what is single",
    "[A-Z][a-z]+|^[A-Z][a-z]+ (?:[A-Z]|and [A-Z])": "a name behind a word, or two in front",
    r"\w+ed$": "a participle at the end",
    "(?: [a-z]+){1,3}": "up to three words behind a cue",
    r"([^\W\d_]+)\s+\Z": "the word in front of a day",
    r"\W+(?:\w+\W+){0,2}$": "“around” and up to two words in front of a time",
    r"(?:[^\W\d_]+(?:[/²][^\W\d_]*)?|°\s?[CFcf]?)": "units are no words: km/h, m², °C",
    r"(?:head|person|capita)?([^\W\d_]+)?": "what an amount is counted per, behind a stroke",
    r"((?:[^\W\d_]+\s){0,3}[^\W\d_]+)": "what an amount is for",
    "][^\\W_]*(?:['’\\-‐‑][^\\W_]+){0,4})": "a word of a person’s name, which begins with a capital",
    r"([^\W\d_]+)\.?[ \u00a0]$": "the word or the short form in front of a name",
    r"(?:who\b|([^\W\d_]+))": "what tells a person behind a name",
    r"(?<![\w-])[^\W\d_a-z][^\W_]*": "the first word of a name",
    r"(?: [\w,]+){0,3}?": "up to three words in front of a medium",
}
RUN_OF_LETTERS = re.compile(r"\[(?:\^\\W|\\w|a-z|A-Z)[^\]]*\][+*]|\\w\+")


def runs_of_letters(tree: ast.Module) -> list[str]:
    """The texts of a module that are patterns with a run of letters of any length."""
    texts = [each.value for each in ast.walk(tree) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return [text for text in texts if RUN_OF_LETTERS.search(text)]


@pytest.mark.parametrize(
    ("script", "count"),
    [
        (r"re.compile(r'[^\W\d_]+')", 1),
        (r"a, b = r'\bthe \w+', r'[A-Z][a-z]* '", 2),
        (r"re.compile(r'[^\W\d_]{2,}|\d+|\w{1,30}[^\W_]|sign\w*')", 0),
    ],
)
def test_a_run_of_letters_is_seen(script: str, count: int):
    assert len(runs_of_letters(ast.parse(script))) == count


def test_texts_are_cut_into_words_in_one_module():
    assert runs_of_letters(ast.parse(WORDS_CUT_IN.read_text(encoding="utf-8")))
    rooms = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in (*RULES, "lang")]
    found = {
        text: path
        for path in rooms
        if path != WORDS_CUT_IN and path.parent.name != "zoning"
        for text in runs_of_letters(ast.parse(path.read_text(encoding="utf-8")))
    }
    more = {text: path.name for text, path in found.items() if not any(run in text for run in OTHER_RUNS)}
    assert not more, "use WORD, COMPOUND or LETTERS of nlp/tokenize.py, or say here why not"
    gone = {run for run in OTHER_RUNS if not any(run in text for text in found)}
    assert not gone, "no pattern has these any more: take them out of the list"


def test_the_wheel_carries_prompts_and_settings():
    build = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    carried = build["targets"]["wheel"]["force-include"]
    assert carried == {"prompts": "summarize/_data/prompts", "config.yaml": "summarize/_data/config.yaml"}
    assert all((REPOSITORY / name).exists() for name in carried)


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.parent.name != "cli"], ids=lambda path: str(path.relative_to(PACKAGE))
)
def test_errors_of_the_library_do_not_speak_of_the_command_line(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Error"):
            said = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
            for text in filter(lambda each: isinstance(each, str), said):
                assert not re.search(r"(?<![\w-])--[a-z]|`summarize |the same command", text), text
