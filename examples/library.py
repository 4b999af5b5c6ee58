"""Summarize a folder of articles and show where every sentence comes from: python examples/library.py FOLDER."""

from __future__ import annotations

import sys

from summarize import SummarizeError, load_articles, render_markdown, summarize


def main(folder: str) -> int:
    """Print the summary as Markdown, then each sentence with its spans and checks. Gives an exit code."""
    try:
        summary = summarize(load_articles([folder]), words=120)
    except SummarizeError as error:  # the root of every error raised on purpose; str() says what to do
        print(error, file=sys.stderr)
        return error.exit_code
    print(render_markdown(summary))
    texts = {article.id: article.text for article in summary.articles}
    for claim in summary.claims:
        print(claim.id, claim.text)
        for span in claim.evidence:
            assert texts[span.article][span.start : span.end] == span.text
            print(f"  {span.article}, characters {span.start} to {span.end}")
        print("  " + ", ".join(f"{check.name}: {check.outcome}" for check in claim.checks))
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python examples/library.py FOLDER")
    sys.exit(main(sys.argv[1]))
