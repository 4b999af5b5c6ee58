"""The measurement of the value checks: its counts, its intervals."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.claims import interval, main

TEXT = "Mayor Lena Ortiz said on Monday that the repair of the bridge would cost 3 million euros."
ROWS = (
    ("Ortiz put the cost of the repair at 3 million euros.", True),
    ("Ortiz put the cost of the repair at 9 million euros.", False),
    ("The bridge is to be repaired.", False),
)


def test_claims_are_counted_by_label_and_outcome(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    claims, stories = tmp_path / "claims.jsonl", tmp_path / "stories.jsonl"
    cited = [{"doc": 0, "start": 0, "end": len(TEXT)}]
    lines = [json.dumps({"story": "s", "claim": text, "label": label, "cited": cited}) for text, label in ROWS]
    claims.write_text("\n".join(lines), encoding="utf-8")
    stories.write_text(json.dumps({"id": "s", "lang": "en", "documents": [{"text": TEXT}]}), encoding="utf-8")
    assert main([str(claims), str(stories)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert [line.split(" (")[0] for line in said[2:]] == ["| 1 true | 0", "| 2 false | 1"]
    assert main([str(claims)]) == 2


def test_an_interval_is_wilsons():
    assert interval(5, 50) == "4.3–21.4 %"
    assert interval(0, 10) == "0.0–27.8 %"
    assert interval(0, 0) == "-"
