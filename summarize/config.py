"""One frozen record of settings; its fields are the single list of names.

The flag `--max-size`, the variable `SUMMARIZE_MAX_SIZE` and the key `max_size` in config.yaml are all derived from the
field's name. Later layers win: defaults < config.yaml < environment < flags. The API key is not a setting and is never
read here.

The file is the one the caller names, else the one SUMMARIZE_CONFIG names, else `config.yaml` in the working directory;
the name "none" means no file. The packaged config.yaml holds the defaults of `Config` (a test compares them), so it
need not be read, and most runs need not import a YAML parser.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from .errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path  # importing it costs 3 ms, which `summarize --help` would pay

FILE_NAME = "config.yaml"
PREFIX = "SUMMARIZE_"
FILE_VARIABLE = PREFIX + "CONFIG"
NO_FILE = "none"
# The groups of the help text.
LENGTH, BEHAVIOUR, INPUT = "Length and language", "Behaviour", "Inputs"
WEB, MODEL = "Web pages and feeds", "With a model"
MAX_FILE = 1_000_000  # bytes; settings fit on a page, so anything longer is a mistake

_TEXT_OF_BOOL = {
    **dict.fromkeys(("true", "yes", "on", "1"), True),
    **dict.fromkeys(("false", "no", "off", "0"), False),
}
_NUMBER = r"([-+]?[0-9][0-9_]{0,17}) ?([a-z]{0,2})"
_UNITS = {"": 1, "kb": 1_000, "mb": 1_000_000, "gb": 1_000_000_000}


def _setting(default: object, text: str, group: str, **rule: object) -> Any:
    """Declare a field: its default, help text and group, and what is allowed (low, high, choices, pattern, size).

    `metavar` stands for the value in the help text; if it is empty, the choices do.
    """
    return field(default=default, metadata={"help": text, "group": group, **rule})


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Settings of one run.

    words: length of the summary, in words. language: two-letter code of the summary, "" for the most common one.
    spellings: names spelled as you want them, comma-separated. max_size: largest input file, in bytes.
    keep_boilerplate: treat zones found to be boilerplate as body.
    max_cost: US dollars; price_prompt, price_completion: US dollars per million tokens; 0 means no limit, or no price
    given. input_tokens, output_tokens, reasoning_tokens: per call. request_timeout, call_deadline, run_deadline:
    seconds. strict: an incomplete result is an error. allow_partial: an incomplete result exits with 0.

    Raises ConfigError when a value is not allowed.
    """

    words: int = _setting(250, "Length of the summary, in words.", LENGTH, metavar="N", low=20, high=5000)
    language: str = _setting(
        "",
        "Its language, such as en (default: the most common).",
        LENGTH,
        metavar="CODE",
        pattern=r"(?:[a-z]{2,3}(?:-[A-Za-z]{2,4})?)?",
        allowed='a language code such as "en" or "pt-BR", or "" for the most common one',
    )
    spellings: str = _setting(
        "",
        "How to spell names, comma-separated (default: as most do).",
        LENGTH,
        metavar="NAMES",
        pattern=r"[^\x00-\x1f\x7f]{0,4000}",
        allowed='comma-separated names, such as "Volodymyr Zelenskyy, Erdoğan"',
    )
    max_size: int = _setting(
        20_000_000,
        "Skip input files that are larger.",
        INPUT,
        metavar="SIZE",
        low=1,
        high=1_000_000_000,
        size=True,
    )
    since: str = _setting(
        "",
        "Only feed entries since this day (2025-02-17) or this long ago (12h, 7d, 2w).",
        WEB,
        metavar="DATE",
        pattern=r"(?:[0-9]{1,4}[hdw]|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{4,15}(?:Z|[+-][0-9]{2}:[0-9]{2})?)?)?",
        allowed='a date such as 2025-02-17, a time ago such as 12h, 7d or 2w, or ""',
    )
    match: str = _setting(
        "",
        "Only feed entries that contain all these words (bridge also finds bridges).",
        WEB,
        metavar="WORDS",
        pattern=r"[^\0\n\r]{0,500}",
        allowed="words",
    )
    fetch_links: bool = _setting(False, "Where a feed entry holds only a teaser, read the page it links to.", WEB)
    page_deadline: float = _setting(
        30.0, "Give up on a web page after S seconds.", WEB, metavar="S", low=0.1, high=3_600
    )
    allow_private: bool = _setting(False, "Also read addresses in your own network, at any port.", WEB)
    ignore_robots: bool = _setting(False, "Also read what robots.txt asks programs not to read.", WEB)
    keep_boilerplate: bool = _setting(False, "Also use text that looks like adverts, forms or bylines.", INPUT)
    engine: str = _setting(
        "auto",
        "Who writes the summary. auto: the model, if --model names one, or another setting does and there is a key or "
        "OPENAI_BASE_URL; else this program itself (embedded).",
        MODEL,
        metavar="",
        choices=("auto", "embedded", "model"),
    )
    model: str = _setting(
        "",
        "Have this language model write the summary.",
        BEHAVIOUR,
        metavar="NAME",
        pattern=r"(?:[!-~](?:[ -~]{0,198}[!-~])?)?",
        allowed="a name of at most 200 characters (ASCII)",
    )
    check: str = _setting(
        "model",
        "How to check what a model wrote. model: a model reads each sentence beside its sources; values: only names, "
        "figures, dates and quotations are compared.",
        MODEL,
        metavar="",
        choices=("model", "values"),
    )
    checker: str = _setting(
        "",
        "The model that checks (default: the one that writes).",
        MODEL,
        metavar="NAME",
        pattern=r"(?:[!-~](?:[ -~]{0,198}[!-~])?)?",
        allowed="a name of at most 200 characters (ASCII)",
    )
    max_cost: float = _setting(
        0.0, "Most a run may cost, in US dollars (0 = unlimited).", MODEL, metavar="USD", low=0, high=10**6
    )
    max_calls: int = _setting(0, "Most calls a run may send (0 = unlimited).", MODEL, metavar="N", low=0, high=10**6)
    price_prompt: float = _setting(
        0.0,
        "US dollars per million prompt tokens, if we do not know the price.",
        MODEL,
        metavar="USD",
        low=0,
        high=10**6,
    )
    price_completion: float = _setting(
        0.0, "US dollars per million reply tokens, likewise.", MODEL, metavar="USD", low=0, high=10**6
    )
    fallback: str = _setting(
        "none",
        "embedded: if the provider fails, write without a model, say so and exit 3.",
        MODEL,
        metavar="",
        choices=("none", "embedded"),
    )
    stream: bool = _setting(True, "Show sentences as they arrive, before they are checked.", MODEL)
    cache: str = _setting(
        "",
        "Keep replies and web pages in this file, so that none is paid or fetched twice (none = keep nothing).",
        MODEL,
        metavar="FILE",
        pattern=r"[^\0]{0,4096}",
        allowed='the name of a file, "" or "none"',
    )
    prompts: str = _setting(
        "",
        "A folder of prompt templates to use instead of ours.",
        MODEL,
        metavar="DIR",
        pattern=r"[^\0]{0,4096}",
        allowed="the name of a folder",
    )
    input_tokens: int = _setting(24_000, "Longest prompt, in tokens.", MODEL, metavar="N", low=1_000, high=4_000_000)
    output_tokens: int = _setting(4_096, "Longest reply, in tokens.", MODEL, metavar="N", low=200, high=400_000)
    reasoning_effort: str = _setting(
        "",
        "How much a reasoning model may think: none, low, high (default: its own).",
        MODEL,
        metavar="LEVEL",
        pattern=r"[a-z][a-z_-]{0,19}|",
        allowed='a word of the provider such as none, low, medium or high, or ""',
    )
    reasoning_tokens: int = _setting(
        8_192,
        "Tokens a reply may spend on reasoning, on top of output_tokens.",
        MODEL,
        metavar="N",
        low=0,
        high=400_000,
    )
    tier: str = _setting(
        "",
        "The provider's service tier: default, flex (cheaper, slower) or priority (faster, dearer).",
        MODEL,
        metavar="TIER",
        pattern=r"(?:default|flex|priority)?",
        allowed='default, flex, priority or ""',
    )
    concurrency: int = _setting(16, "Most calls at the same time.", MODEL, metavar="N", low=1, high=256)
    attempts: int = _setting(4, "Try a call at most this many times.", MODEL, metavar="N", low=1, high=4)
    request_timeout: float = _setting(
        180.0, "Give up on a request after S seconds.", MODEL, metavar="S", low=0.1, high=86_400
    )
    call_deadline: float = _setting(
        600.0, "Give up on a call, retries included, after S seconds.", MODEL, metavar="S", low=0.1, high=86_400
    )
    run_deadline: float = _setting(
        3_600.0, "Stop asking the model after S seconds.", MODEL, metavar="S", low=0.1, high=604_800
    )
    rpm: int = _setting(
        0, "Most requests per minute (0 = what the provider allows).", MODEL, metavar="N", low=0, high=10**7
    )
    tpm: int = _setting(
        0, "Most tokens per minute (0 = what the provider allows).", MODEL, metavar="N", low=0, high=10**12
    )
    reply_format: str = _setting(
        "auto",
        "How to ask for structured replies: auto, json_schema, json_object, text.",
        MODEL,
        metavar="SHAPE",
        choices=("auto", "json_schema", "json_object", "text"),
    )
    strict: bool = _setting(False, "If anything is missing or fails a check, write nothing.", BEHAVIOUR)
    allow_partial: bool = _setting(False, "Exit 0 even if something is missing (default: 3).", BEHAVIOUR)

    def __post_init__(self) -> None:
        for name in setting_names():
            if not _fits(name, getattr(self, name)):
                value = _short(getattr(self, name))
                raise ConfigError(f"{name}: {value} is not allowed", hint=f"give {allowed(name)}")
        if self.strict and self.allow_partial:
            raise ConfigError("strict and allow_partial exclude each other", hint="choose one")


class Settings(TypedDict, total=False):
    """The settings as keyword arguments, `summarize(articles, words=100)`: names and types of the fields of `Config`.

    `model` is not among them: it is an argument of its own, which also takes an object.
    """

    words: int
    language: str
    spellings: str
    max_size: int
    since: str
    match: str
    fetch_links: bool
    page_deadline: float
    allow_private: bool
    ignore_robots: bool
    keep_boilerplate: bool
    engine: str
    check: str
    checker: str
    max_cost: float
    max_calls: int
    price_prompt: float
    price_completion: float
    fallback: str
    stream: bool
    cache: str
    prompts: str
    input_tokens: int
    output_tokens: int
    reasoning_effort: str
    reasoning_tokens: int
    tier: str
    concurrency: int
    attempts: int
    request_timeout: float
    call_deadline: float
    run_deadline: float
    rpm: int
    tpm: int
    reply_format: str
    strict: bool
    allow_partial: bool


class Setting(NamedTuple):
    """One setting's value and where it came from: "default", "config.yaml:3", "SUMMARIZE_WORDS" or "--words"."""

    name: str
    value: Any  # of the type of the field in `Config`
    origin: str


def load_config(
    path: str | Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, object] | None = None,
) -> Config:
    """Merge all layers into a `Config`; see `load_settings`, which takes the same and also keeps the origins."""
    settings = load_settings(path, environment=environment, flags=flags)
    return Config(**{setting.name: setting.value for setting in settings})


def load_settings(
    path: str | Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, object] | None = None,
) -> tuple[Setting, ...]:
    """Give every setting with its value and origin, in the order of `Config`'s fields.

    `path` is the settings file: None looks for SUMMARIZE_CONFIG, then ./config.yaml; "none" reads no file.
    `environment` is the process's own unless given. `flags` holds values by setting name; None means not given.
    Raises ConfigError naming the source of the mistake, what is allowed and the nearest known name.
    """
    variables = os.environ if environment is None else environment
    layers = _defaults() | _from_file(path, variables) | _from_environment(variables) | _from_flags(flags or {})
    _refuse_both(layers["strict"], layers["allow_partial"])
    return tuple(layers[name] for name in setting_names())


def setting_names() -> tuple[str, ...]:
    """Give the names of all settings, in the order of `Config`'s fields."""
    return tuple(each.name for each in fields(Config))


def _defaults() -> dict[str, Setting]:
    return {each.name: Setting(each.name, each.default, "default") for each in fields(Config)}


def _from_file(path: str | Path | None, variables: Mapping[str, str]) -> dict[str, Setting]:
    named = str(path) if path is not None else variables.get(FILE_VARIABLE)
    if named == NO_FILE or (not named and not os.path.isfile(FILE_NAME)):  # noqa: PTH113 - 3 ms
        return {}
    name = named or FILE_NAME
    hint = "" if named else f"if {FILE_NAME} belongs to another program, name another settings file, or {NO_FILE}"
    from . import yamlfile  # imports PyYAML, 12 ms, which a run without a file does not need

    try:
        document = yamlfile.parse_yaml(_read_text(name))
    except yamlfile.YamlError as error:
        where = f"{name}:{error.line}" if error.line else name
        raise ConfigError(f"{where}: not a settings file ({error.message})", hint=hint) from error
    if not isinstance(document.value, dict | None):
        raise ConfigError(f"{name}:1: a settings file holds lines such as `words: 250`", hint=hint)
    return {
        key: _typed(key, value, f"{name}:{document.lines[key,]}", shown=key, hint=hint)
        for key, value in (document.value or {}).items()
    }


def _read_text(name: str) -> str:
    """Read a settings file. Never waits for a pipe or device (O_NONBLOCK): only regular files are read."""
    try:
        with open(os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:  # noqa: PTH123 - see above
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ConfigError(f"{name}: cannot be read (not a regular file)")
            content = file.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:  # ValueError: a name with a NUL
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise ConfigError(f"{name}: cannot be read ({reason})", hint="check the name given for the file") from error
    if len(content) > MAX_FILE:
        raise ConfigError(f"{name}: too large for a settings file (over {MAX_FILE:,} bytes)")
    try:
        return content.decode("utf-8")  # the parser strips a byte order mark
    except UnicodeDecodeError as error:
        raise ConfigError(f"{name}: not UTF-8 (byte {error.start})", hint="save the file as UTF-8") from error


def _from_environment(variables: Mapping[str, str]) -> dict[str, Setting]:
    """Read SUMMARIZE_*. An empty variable counts as not set; an unknown one may be a misspelling, so it is an error."""
    return {
        setting.name: setting
        for variable, text in sorted(variables.items())
        if variable.startswith(PREFIX) and variable != FILE_VARIABLE and text
        for setting in (_typed(variable[len(PREFIX) :].lower(), text, variable, shown=variable),)
    }


def _from_flags(flags: Mapping[str, object]) -> dict[str, Setting]:
    return {
        name: _typed(name, value, f"--{name.replace('_', '-')}", shown=name)
        for name, value in flags.items()
        if value is not None
    }


def _typed(name: str, value: object, source: str, *, shown: str, hint: str = "") -> Setting:
    """Check one value of one layer; text becomes the setting's own type. `shown` is the name as the user wrote it."""
    if name not in setting_names():
        raise ConfigError(_unknown(source, shown), hint=hint)
    read = _parse(name, value) if isinstance(value, str) else value
    if not _fits(name, read):
        raise ConfigError(f"{source}: {_short(value)} is not allowed", hint=f"give {allowed(name)}")
    decimal = isinstance(_rules()[name].default, float)
    return Setting(name, float(read) if decimal else read, source)  # type: ignore[arg-type]  # it fits: a number


def _unknown(source: str, shown: str) -> str:
    """Say that a name is unknown, in the spelling of its source, with the nearest known one."""
    import difflib

    prefix = PREFIX if shown.startswith(PREFIX) else ""
    spelt = {name: prefix + name.upper() if prefix else name for name in setting_names()}
    near = difflib.get_close_matches(shown.removeprefix(prefix).lower().replace("-", "_"), spelt, n=1)
    advice = f"did you mean {spelt[near[0]]}?" if near else f"choose from {', '.join(spelt.values())}"
    where = "" if source == shown else f"{source}: "
    return f"{where}{_short(shown)} is not a setting ({advice})"


def _short(value: object) -> str:
    shown = value if isinstance(value, str) and value.isidentifier() else repr(value)
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _parse(name: str, text: str) -> object:
    """Read text as the type of the setting's default; text that cannot be read stays text, which then does not fit."""
    rule = _rules()[name]
    if isinstance(rule.default, bool):
        return _TEXT_OF_BOOL.get(text.strip().lower(), text)
    if isinstance(rule.default, float):
        return _parse_decimal(text)
    if isinstance(rule.default, int):
        found = re.fullmatch(_NUMBER, text.strip().lower())
        unit = _UNITS.get(found[2]) if found and (rule.metadata.get("size") or not found[2]) else None
        return int(found[1].replace("_", "")) * unit if found and unit else text
    return text


def _parse_decimal(text: str) -> object:
    plain = text.strip().replace("_", "")
    return float(plain) if re.fullmatch(r"[0-9]{1,12}(?:\.[0-9]{0,9})?|\.[0-9]{1,9}", plain) else text


def _fits(name: str, value: Any) -> bool:
    rule = _rules()[name]
    whole_for_decimal = isinstance(rule.default, float) and type(value) is int
    same_type = type(value) is type(rule.default) or whole_for_decimal  # not isinstance: True is an int
    if not same_type:
        return False
    if "low" in rule.metadata:
        return bool(rule.metadata["low"] <= value <= rule.metadata["high"])
    if "choices" in rule.metadata:
        return value in rule.metadata["choices"]
    return "pattern" not in rule.metadata or bool(re.fullmatch(rule.metadata["pattern"], value))


def allowed(name: str) -> str:
    """Say what a setting may be, as in "a whole number from 20 to 5000"."""
    rule = _rules()[name]
    if "allowed" in rule.metadata:
        return str(rule.metadata["allowed"])
    if "choices" in rule.metadata:
        return "one of " + ", ".join(rule.metadata["choices"])
    if isinstance(rule.default, bool):
        return "true or false"
    if isinstance(rule.default, float):
        return f"a number from {rule.metadata['low']} to {rule.metadata['high']}"
    kind = "a size in bytes or such as 20MB," if rule.metadata.get("size") else "a whole number"
    return f"{kind} from {rule.metadata['low']} to {rule.metadata['high']}"


def _rules() -> dict[str, Field[Any]]:
    return {each.name: each for each in fields(Config)}


def _refuse_both(strict: Setting, allow_partial: Setting) -> None:
    if strict.value and allow_partial.value:
        raise ConfigError(
            f"strict ({strict.origin}) and allow_partial ({allow_partial.origin}) exclude each other",
            hint="turn one of them off",
        )
