"""Processes beside this one run our own modules, whatever lies in the working directory, and see no key."""

from __future__ import annotations

import subprocess
from importlib import import_module
from pathlib import Path

import pytest

from summarize.child_process import ROOT, bare_environment, boot_code, command

MODULES = ["batch.steps", "ingest.documents", "prepare.processes"]


@pytest.mark.parametrize("module", MODULES)
def test_the_package_is_found_and_a_trap_in_the_working_directory_is_not(module: str, tmp_path: Path) -> None:
    (tmp_path / "summarize.py").write_text("raise SystemExit('trapped')", encoding="utf-8")
    code = boot_code(module).replace("import serve; serve()", "import serve; print(serve.__module__)")
    done = subprocess.run(
        command(code), cwd=tmp_path, env=bare_environment(), capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, f"summarize.{module}\n"), done.stderr
    assert import_module(f"summarize.{module}").serve


def test_the_root_is_the_folder_that_holds_the_package() -> None:
    assert Path(ROOT, "summarize", "child_process.py").is_file()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("OPENAI_API_KEY", False),
        ("SUMMARIZE_WORDS", False),
        ("AWS_SECRET", False),
        ("LC_ALL", True),
        ("PYTHONPATH", True),
    ],
)
def test_an_interpreter_s_own_variables_pass_and_no_others(
    name: str, kept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "x")
    assert (name in bare_environment()) == kept
    assert "PATH" in bare_environment()
