"""The options of the commands. Those that are settings are derived from `Config`, the others are written down here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import Field, fields
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from summarize import Config
from summarize.errors import UsageError

from .output import CHECKLISTS, FORMATS, write_stdout

if TYPE_CHECKING:
    from click.types import OptionHelpExtra

MODEL, INPUT, OUTPUT, BEHAVIOUR = "Model", "Input", "Output", "Behaviour"
GROUPS = ("Length and language", INPUT, OUTPUT, BEHAVIOUR, MODEL)  # in the order of the help
_LAYOUTS = tuple(dict.fromkeys(FORMATS.values()))
CONTEXT = {"terminal_width": 80}  # of help texts; asking the terminal would cost the import of shutil, 5 ms


class GroupedOption(click.Option):
    """An option that knows under which heading of the help it stands."""

    def __init__(self, *declarations: str, group: str = BEHAVIOUR, **rest: Any) -> None:
        super().__init__(list(declarations), **rest)
        self.group = group

    def get_help_extra(self, context: click.Context) -> OptionHelpExtra:
        """Add nothing to the help: defaults and ranges stand in our own words."""
        return {}

    def get_help_record(self, context: click.Context) -> tuple[str, str] | None:
        """Write a switch with two sides as --[no-]name."""
        record = super().get_help_record(context)
        if record and self.secondary_opts:
            return self.opts[0].replace("--", "--[no-]", 1), record[1]
        return record


class Format(click.ParamType[str]):
    """A format by its name or its usual ending: "markdown", "md", ".md"."""

    name = "format"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the format's name. Raises click.BadParameter."""
        bare = value.lower().removeprefix(".")
        layout = bare if bare in _LAYOUTS else FORMATS.get(f".{bare}")
        if layout is None:
            self.fail(f"{value!r} is no format; give one of {', '.join(_LAYOUTS)}", param, ctx)
        return layout

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the names that begin so."""
        return [CompletionItem(name) for name in _LAYOUTS if name.startswith(incomplete)]


class SubCommand(click.Command):
    """A command whose usage errors name its own help."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments. Raises UsageError."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            raise UsageError(error.format_message().rstrip("."), hint=f"see {info_name} --help") from error


def setting_options() -> list[click.Parameter]:
    """Give one option for each setting, and `--no-cache`. Not given means None or False.

    Values stay text; the settings' own rules read them.
    """
    options: list[click.Parameter] = []
    for each in fields(Config):
        options.append(_setting_option(each))
        if each.name == "cache":
            options.append(GroupedOption("--no-cache", group=MODEL, is_flag=True, help="The same as --cache none."))
    return options


def cache_option() -> click.Parameter:
    """Give the option that names the file of kept replies."""
    return _option_of("cache")


def size_option() -> click.Parameter:
    """Give the option that says how large an input may be."""
    return _option_of("max_size")


def _option_of(name: str) -> click.Parameter:
    return next(_setting_option(each) for each in fields(Config) if each.name == name)


def setting_flags(options: Mapping[str, Any]) -> dict[str, object]:
    """Give the settings among a command's options, by name; those not given are None."""
    given = {each.name: options.get(each.name) for each in fields(Config)}
    return given | {"cache": "none"} if options.get("no_cache") and given["cache"] is None else given


def _setting_option(setting: Field[Any]) -> GroupedOption:
    flag = "--" + setting.name.replace("_", "-")
    rule = setting.metadata
    if isinstance(setting.default, bool):
        both = f"{flag}/--no-{flag[2:]}"
        text = f"{rule['help']} [on]" if setting.default else rule["help"]
        return GroupedOption(both, setting.name, group=rule["group"], default=None, help=text)
    choices = rule.get("choices", ())
    return GroupedOption(
        flag,
        setting.name,
        group=rule["group"],
        metavar=rule["metavar"] or "|".join(choices),
        help=f"{rule['help']} {_default(setting)}".rstrip(),
        shell_complete=lambda context, parameter, begun: [each for each in choices if each.startswith(begun)],
    )


def _default(setting: Field[Any]) -> str:
    """Say the default: "[250]", "[20MB]". A wrong value is told what is allowed, so the help need not say it."""
    if setting.metadata.get("size"):
        return f"[{int(str(setting.default)) // 1_000_000}MB]"
    if isinstance(setting.default, float):
        return f"[{setting.default:g}]"
    return "" if setting.default == "" else f"[{setting.default}]"


def input_options() -> list[click.Parameter]:
    """Give the options that say how inputs are read and are no settings; `load_articles` takes them by these names."""
    return [
        GroupedOption(
            "--column",
            group=INPUT,
            default="",
            metavar="NAME",
            help="In tables (.csv, .tsv), the column with the text. [text]",
        ),
        GroupedOption(
            "--metadata",
            group=INPUT,
            metavar="FILE",
            type=click.Path(),
            help="YAML with title, publisher, author, published, url, origin, language by file. [articles.yaml beside "
            "the files]",
        ),
    ]


def output_options() -> list[click.Parameter]:
    """Give the options that say where the summary goes and how it looks."""
    return [
        GroupedOption(
            "-o",
            "--output",
            "outputs",
            group=OUTPUT,
            multiple=True,
            metavar="FILE",
            type=click.Path(),
            help=f"Write to FILE, in the format of its ending ({', '.join(FORMATS)}); may be repeated. - is standard "
            "output, which is used unless -o is given.",
        ),
        GroupedOption(
            "--format",
            "layout",
            group=OUTPUT,
            type=Format(),
            metavar="|".join(_LAYOUTS),
            help="Format on standard output (default: text).",
        ),
        GroupedOption(
            "--full", group=OUTPUT, is_flag=True, help="In text, also checks, timeline, names, balance and the rest."
        ),
        GroupedOption("--plain", group=OUTPUT, is_flag=True, help="Print the bare text: no citations, nothing else."),
        GroupedOption(
            "--checklist",
            group=OUTPUT,
            metavar="FILE",
            type=click.Path(),
            help=f"Also write a check-list for the desk, a row a sentence ({', '.join(CHECKLISTS)}).",
        ),
        GroupedOption("--force", group=OUTPUT, is_flag=True, help="Replace output files that exist."),
        GroupedOption(
            "--keep-texts",
            "texts_folder",
            group=OUTPUT,
            metavar="DIR",
            type=click.Path(),
            help="Write the texts read out of pages, PDF files and the like to DIR.",
        ),
        GroupedOption(
            "--evidence", group=OUTPUT, is_flag=True, help="In text, list the exact passages under each sentence."
        ),
        GroupedOption(
            "--width",
            group=OUTPUT,
            type=click.IntRange(40, 400),
            metavar="N",
            help="Columns of text, 40 to 400. [the terminal's]",
        ),
        GroupedOption("--no-color", group=OUTPUT, is_flag=True, help="No colour; the variable NO_COLOR does the same."),
    ]


def config_option() -> click.Parameter:
    """Give the option that names the file of settings."""
    return GroupedOption(
        "--config",
        "config_file",
        metavar="FILE",
        type=click.Path(),
        help='Read settings from FILE. "none" reads none. [./config.yaml if it exists]',
    )


def common_options() -> list[click.Parameter]:
    """Give the options every command has. `--debug` is looked up before parsing, as parsing may be what fails."""
    return [
        GroupedOption("--debug", is_flag=True, expose_value=False, help="Show a traceback when something fails."),
        GroupedOption(
            "-h", "--help", is_flag=True, is_eager=True, expose_value=False, callback=_help, help="Show this and exit."
        ),
    ]


def talk_options() -> list[click.Parameter]:
    """Give the options that say how much is told on standard error."""
    return [
        GroupedOption("-q", "--quiet", is_flag=True, help="Only errors on standard error."),
        GroupedOption("-v", "--verbose", is_flag=True, help="Say more on standard error."),
    ]


def dry_run_option() -> click.Parameter:
    """Give `--dry-run`."""
    return GroupedOption(
        "--dry-run", is_flag=True, help="Say what would be sent and the most it can cost; send nothing."
    )


def version_option() -> click.Parameter:
    """Give `--version`."""
    return GroupedOption(
        "--version",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_version,
        help="Show the version and exit.",
    )


def _ending(text: Callable[[click.Context], str]) -> Callable[[click.Context, click.Parameter, bool], None]:
    """Make the callback of an option that prints something instead of running the command."""

    def show(context: click.Context, parameter: click.Parameter, given: bool) -> None:
        if given and not context.resilient_parsing:
            write_stdout(text(context) + "\n")
            context.exit()

    return show


def _version_text(context: click.Context) -> str:
    from summarize import __version__

    return f"summarize {__version__}"


_help = _ending(click.Context.get_help)
_version = _ending(_version_text)
