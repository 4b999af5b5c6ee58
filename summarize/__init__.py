"""Several articles about one event in, one neutral summary out, every sentence cited to exact characters and checked.

    from summarize import load_articles, render_markdown, summarize

    print(render_markdown(summarize(load_articles(["seeds/"]), words=250)))

The public names are those of `__all__`. They are imported when first used, so that `import summarize` costs nothing.
"""

from __future__ import annotations

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .api import Preview, acheck_draft, asummarize, check_draft, preview, reread_summary, summarize
    from .audit import load_summary, verify_summary
    from .audit.findings import AuditReport, Finding
    from .batch.driver import BatchForecast, BatchOptions, BatchStatus, batch_status, forecast_batch, summarize_batch
    from .batch.run import BatchResult
    from .config import Config, Settings, load_config, load_settings
    from .errors import (
        ConfigError,
        GateError,
        InputError,
        LimitError,
        OutputError,
        PartialError,
        PromptError,
        ProviderError,
        RetryableError,
        SummarizeError,
        UsageError,
    )
    from .ingest import load_articles
    from .ingest.web.settings import WebSettings
    from .llm import Call, Model, Reply, ScriptedModel
    from .llm.endpoint import ModelSettings
    from .llm.factory import open_cache
    from .llm.openai_client import OpenAIModel
    from .prepare.clustering.groups import group_articles
    from .prepare.preparation import prepare_story
    from .records import (
        Accounting,
        Article,
        Balance,
        Check,
        Claim,
        Disagreement,
        Event,
        Evidence,
        Group,
        LoadResult,
        NamedPerson,
        Notice,
        Omission,
        Origin,
        Position,
        Run,
        Skipped,
        Summary,
        TimelineEntry,
        Usage,
        Zone,
    )
    from .render.checklist import render_checklist
    from .render.json_text import render_json
    from .render.markdown import render_markdown
    from .render.review import render_html
    from .render.terminal import render_text
    from .tokens import count_tokens

    __version__: str

# module: the public names it holds
_HOMES = {
    "api": "Preview acheck_draft asummarize check_draft preview reread_summary summarize",
    "audit": "load_summary verify_summary",
    "audit.findings": "Finding AuditReport",
    "batch.driver": "BatchForecast BatchOptions BatchStatus batch_status forecast_batch summarize_batch",
    "batch.run": "BatchResult",
    "config": "Config Settings load_config load_settings",
    "errors": (
        "ConfigError GateError InputError LimitError OutputError PartialError PromptError ProviderError "
        "RetryableError SummarizeError UsageError"
    ),
    "ingest": "load_articles",
    "ingest.web.settings": "WebSettings",
    "llm": "Call Model Reply ScriptedModel",
    "llm.openai_client": "OpenAIModel",
    "llm.endpoint": "ModelSettings",
    "llm.factory": "open_cache",
    "prepare.clustering.groups": "group_articles",
    "prepare.preparation": "prepare_story",
    "records": (
        "Accounting Article Balance Check Claim Disagreement Event Evidence Group LoadResult NamedPerson Notice "
        "Omission Origin Position Run Skipped Summary TimelineEntry Usage Zone"
    ),
    "render.checklist": "render_checklist",
    "render.json_text": "render_json",
    "render.markdown": "render_markdown",
    "render.review": "render_html",
    "render.terminal": "render_text",
    "tokens": "count_tokens",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "Accounting",
    "Article",
    "AuditReport",
    "Balance",
    "BatchForecast",
    "BatchOptions",
    "BatchResult",
    "BatchStatus",
    "Call",
    "Check",
    "Claim",
    "Config",
    "ConfigError",
    "Disagreement",
    "Event",
    "Evidence",
    "Finding",
    "GateError",
    "Group",
    "InputError",
    "LimitError",
    "LoadResult",
    "Model",
    "ModelSettings",
    "NamedPerson",
    "Notice",
    "Omission",
    "OpenAIModel",
    "Origin",
    "OutputError",
    "PartialError",
    "Position",
    "Preview",
    "PromptError",
    "ProviderError",
    "Reply",
    "RetryableError",
    "Run",
    "ScriptedModel",
    "Settings",
    "Skipped",
    "SummarizeError",
    "Summary",
    "TimelineEntry",
    "Usage",
    "UsageError",
    "WebSettings",
    "Zone",
    "acheck_draft",
    "asummarize",
    "batch_status",
    "check_draft",
    "count_tokens",
    "forecast_batch",
    "group_articles",
    "load_articles",
    "load_config",
    "load_settings",
    "load_summary",
    "open_cache",
    "prepare_story",
    "preview",
    "render_checklist",
    "render_html",
    "render_json",
    "render_markdown",
    "render_text",
    "reread_summary",
    "summarize",
    "summarize_batch",
    "verify_summary",
]


def __getattr__(name: str) -> object:
    if name == "__version__":
        return _import_module(".version", __name__).VERSION
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(_import_module(f".{_HOME_OF[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
