"""What `--dry-run` prints: what would be sent, and the most it can cost. Sends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from summarize import Config, Preview

UNKNOWN = "price unknown; give --price-prompt and --price-completion"


def forecast_text(found: Preview, config: Config) -> str:
    """Say a preview in lines of text."""
    if found.engine == "embedded":
        return "engine    embedded\ncalls     no call, no cost; no text leaves this computer\n"
    rows = [
        ("engine", f"model {found.model}" + (f" at {found.address}" if found.address else "")),
        ("strategy", found.strategy),
        ("first", f"{_calls(len(found.calls))}{_then(found)}, with prompts of these tokens:"),
        *(("", f"  {name:16} {size:>9,}") for name, size in found.calls),
        *([("", f"  {'together':16} {sum(size for _, size in found.calls):>9,}")] if len(found.calls) > 1 else []),
        (
            "at most",
            f"{_calls(found.most_calls)} that write, second chances and repairs included: "
            f"{found.most_prompt_tokens:,} tokens of prompts, {found.most_completion_tokens:,} of replies",
        ),
        ("reading", _checks(found)),
        ("cost", _cost(found)),
        ("besides", "a reply that reasoning uses up is asked for once more; max_cost holds for that too"),
    ]
    if found.assumed:
        rows.append(("counted", f"with {found.encoding}; this model's own encoding is not known"))
    if config.max_cost:
        rows.append(("limit", f"no call that could bring the cost over ${config.max_cost:g} is sent (max_cost)"))
    if config.max_calls:
        rows.append(("limit", f"no more than {config.max_calls} calls are sent (max_calls)"))
    return "".join(f"{name:8}  {text}\n" for name, text in rows) + "nothing was sent\n"


def forecast_json(found: Preview) -> str:
    """Give a preview as JSON, for programs."""
    import json
    from dataclasses import asdict

    return json.dumps(asdict(found), indent=2, ensure_ascii=False) + "\n"


def _calls(count: int) -> str:
    return "1 call" if count == 1 else f"{count:,} calls"


def _then(found: Preview) -> str:
    return "" if found.strategy == "direct" else " that choose sentences (then 1 writes)"


def _checks(found: Preview) -> str:
    if found.checker is None:
        return "names, figures, dates and quotations only, by this program: no call (check: values)"
    cost = UNKNOWN if found.check_cost_usd is None else f"about ${found.check_cost_usd:.4f}"
    tokens = f"{found.check_prompt_tokens:,} tokens in, {found.check_completion_tokens:,} out"
    return f"about {found.check_calls} calls of {found.checker} besides, to check what was written: {tokens}, {cost}"


def _cost(found: Preview) -> str:
    if found.most_cost_usd is None or found.most_first_cost_usd is None:
        return UNKNOWN
    return (
        f"at most ${found.most_first_cost_usd:.4f} for the first calls, ${found.most_cost_usd:.4f} for all that write"
    )
