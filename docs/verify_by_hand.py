"""Check every citation of a summary by hand: python docs/verify_by_hand.py summary.json. Needs nothing but Python."""

import hashlib
import json
import os
import re
import sys
from pathlib import Path

try:
    folder, summary = Path(sys.argv[1]).parent, json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    texts, wrong, copies, spans = {}, [], 0, [*summary["headline_evidence"]]
except (IndexError, KeyError, OSError, TypeError, ValueError) as error:
    sys.exit(f"give the .json file of a summary ({type(error).__name__}: {error})")
for article in summary["articles"]:
    name = article["path"] or "-"
    bytewise = re.sub(rb"\\x([89a-f][0-9a-f])", lambda found: bytes.fromhex(found[1].decode()), name.encode())
    paths = [place / each for each in (name, os.fsdecode(bytewise)) for place in (Path(), folder)]
    raw = next((path.read_bytes() for path in paths if path.is_file()), None)
    if raw is None or article["record"]:  # a record inside a file, or text that came without one: stored in the summary
        raw, copies = article.get("text", "").encode(), copies + 1
    proof = article["sha256"]
    if article.get("reader"):  # read out of a page, a PDF ...: the file must be unchanged, the text is the stored one
        if article["path"] not in (None, "-") and hashlib.sha256(raw).hexdigest() != proof:
            wrong.append(f"source {article['path']} has changed or is missing")
        raw, copies, proof = article["text"].encode(), copies + 1, article["text_sha256"]
    whole = article["record"] or article.get("reader")
    texts[article["id"]] = article["text"] if whole else raw.decode(article["encoding"], "replace")
    if hashlib.sha256(raw).hexdigest() != proof or len(texts[article["id"]]) != article["characters"]:
        wrong.append(f"source {article['path']} has changed or is missing")
for item in [*summary["claims"], *summary["timeline"], *summary["origins"]]:
    spans += item["evidence"]
for disagreement in [*summary["disagreements"], *summary.get("told_differently", [])]:
    spans += [span for position in disagreement["positions"] for span in position["evidence"]]
for span in spans:
    if texts[span["article"]][span["start"] : span["end"]] != span["text"]:
        wrong.append(f"{span['article']}, characters {span['start']}-{span['end']}: not {span['text'][:60]!r}")
for span in summary["omitted"]:
    if not 0 <= span["start"] < span["end"] <= len(texts[span["article"]]):
        wrong.append(f"{span['article']} has no characters {span['start']}-{span['end']}")
print(f"{len(texts)} sources ({copies} by the copy in the summary only), ", end="")
print(f"{len(spans)} citations, {len(summary['omitted'])} omissions: {len(wrong)} wrong")
print(*wrong, sep="\n", end="\n" * bool(wrong))
sys.exit(1 if wrong else 0)
