"""One frozen record of settings; its fields are the single list of names.

The flag `--max-size`, the variable `SUMMARIZE_MAX_SIZE` and the key `max_size` in config.yaml are all derived from the
field's name. Later layers win: defaults < config.yaml < environment < flags. The API key is no setting and is never
read here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one run.

    words: length of the summary, in words. language: two-letter code of the summary, "" for the articles' majority.
    max_size: largest input file, in bytes. keep_boilerplate: treat zones found to be boilerplate as body.
    strict: an incomplete result is an error. allow_partial: an incomplete result exits 0.
    """

    engine: str = "auto"
    words: int = 250
    language: str = ""
    max_size: int = 20_000_000
    keep_boilerplate: bool = False
    strict: bool = False
    allow_partial: bool = False
