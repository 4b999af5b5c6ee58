"""The options of the commands. Those that are settings are derived from `Config`; the others are listed here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import Field, fields
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from summarize import Config
from summarize.errors import UsageError
from summarize.render import BY_ENDING, FORMATS

from .output import CHECKLISTS, write_stdout

if TYPE_CHECKING:
    from click.types import OptionHelpExtra

LENGTH, OUTPUT, BEHAVIOUR, TERMINAL = "Length and language", "Output", "Behaviour", "On a terminal"
INPUT, WEB, MODEL = "Inputs", "Web pages and feeds", "With a model"
GROUPS = (LENGTH, INPUT, WEB, OUTPUT, TERMINAL, BEHAVIOUR, MODEL)
# The headings of each help text, in order.
HELPS = {
    "--help": (LENGTH, OUTPUT, BEHAVIOUR),
    "--help-model": (MODEL,),
    "--help-web": (INPUT, WEB),
    "--help-all": GROUPS,
}
HELP = "summarize.help"  # the key under which a context says which help is asked for
ALIASES = {"words": "--length", "language": "--lang"}  # people type these too; the help shows the setting's name
CONTEXT = {"terminal_width": 80}  # for help texts; asking the terminal would mean importing shutil, 5 ms


class GroupedOption(click.Option):
    """An option that knows its heading in the help."""

    def __init__(self, *declarations: str, group: str = BEHAVIOUR, **rest: Any) -> None:
        super().__init__(list(declarations), **rest)
        self.group = group

    def get_help_extra(self, context: click.Context) -> OptionHelpExtra:
        """Add nothing to the help: defaults and ranges are in our own words."""
        return {}

    def get_help_record(self, context: click.Context) -> tuple[str, str] | None:
        """Write a switch with two sides as --[no-]name, and leave out a second name."""
        record = super().get_help_record(context)
        if record and self.name in ALIASES:
            return record[0].replace(f", {ALIASES[self.name]}", ""), record[1]
        if record and self.secondary_opts:
            return self.opts[0].replace("--", "--[no-]", 1), record[1]
        return record


class Format(click.ParamType[str]):
    """A format by its name or its usual ending: "markdown", "md", ".md"."""

    name = "format"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Give the format's name. Raises click.BadParameter."""
        bare = value.lower().removeprefix(".")
        found = FORMATS.get(bare) or BY_ENDING.get(f".{bare}")
        if found is None:
            self.fail(f"{value!r} is not a format; choose from {', '.join(FORMATS)}", param, ctx)
        return found.name

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the names that begin this way."""
        return [CompletionItem(name) for name in FORMATS if name.startswith(incomplete)]


class SubCommand(click.Command):
    """A command whose usage errors point to its own help."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments. Raises UsageError."""
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.NoSuchOption as error:
            message = nearest(error, self.params).format_message()
            raise UsageError(message, hint=f"see {info_name} --help") from error
        except click.UsageError as error:
            raise UsageError(error.format_message().rstrip("."), hint=f"see {info_name} --help") from error


def sub_command(
    name: str,
    callback: Callable[..., int],
    text: str,
    params: Iterable[click.Parameter],
    kind: type[click.Command] = SubCommand,
) -> click.Command:
    """Make a command with these options and those that every command has; `text` is its help."""
    return kind(
        name,
        callback=callback,
        help=text,
        params=[*params, *common_options()],
        add_help_option=False,
        context_settings=CONTEXT,
    )


def nearest(error: click.NoSuchOption, options: Iterable[click.Parameter]) -> click.UsageError:
    """The error for an option that does not exist, with the most similar one."""
    from difflib import get_close_matches

    known = [name for option in options for name in (*option.opts, *option.secondary_opts) if name.startswith("--")]
    meant = get_close_matches(error.option_name, known, 1, 0.6)
    hint = f"; did you mean {meant[0]}?" if meant else ""
    return click.UsageError(f"there is no option {error.option_name}{hint}", error.ctx)


def setting_options() -> list[click.Parameter]:
    """Give one option for each setting, and `--no-cache`. An option that is not given is None or False.

    Values stay text; the settings' own rules read them.
    """
    options: list[click.Parameter] = []
    for each in fields(Config):
        options.append(_setting_option(each))
        if each.name == "cache":
            options.append(GroupedOption("--no-cache", group=MODEL, is_flag=True, help="The same as --cache none."))
    return options


def setting_option(name: str) -> click.Parameter:
    """Give the option of one setting, for commands that need no others."""
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
        text = f"{rule['help'].rstrip('.')} (default: on)." if setting.default else rule["help"]
        return GroupedOption(both, setting.name, group=rule["group"], default=None, help=text)
    choices = rule.get("choices", ())
    also = [ALIASES[setting.name]] if setting.name in ALIASES else []
    return GroupedOption(
        flag,
        *also,
        setting.name,
        group=rule["group"],
        metavar=rule["metavar"] or "|".join(choices),
        help=f"{rule['help'].rstrip('.')} {_default(setting)}".rstrip() + ".",
        shell_complete=lambda context, parameter, begun: [each for each in choices if each.startswith(begun)],
    )


def _default(setting: Field[Any]) -> str:
    """Describe the default: "(default: 250)", unless the help does so itself."""
    value = setting.default
    if value in ("", 0) or "default:" in setting.metadata["help"]:
        return ""
    if setting.metadata.get("size"):
        return f"(default: {int(str(value)) // 1_000_000}MB)"
    return f"(default: {value:g})" if isinstance(value, float) else f"(default: {value})"


def input_options() -> list[click.Parameter]:
    """Give the options for reading inputs that are not settings; `load_articles` takes them by these names."""
    return [
        GroupedOption(
            "--column",
            group=INPUT,
            default="",
            metavar="NAME",
            help="In tables, the column that holds the text (default: text).",
        ),
        GroupedOption(
            "--metadata",
            group=INPUT,
            metavar="FILE",
            type=click.Path(),
            help="A YAML file with the title, publisher, day ... of each file (default: articles.yaml beside them).",
        ),
    ]


def output_options() -> list[click.Parameter]:
    """Give the options for where the summary goes and how it looks."""
    return [
        GroupedOption(
            "-o",
            "--output",
            "outputs",
            group=OUTPUT,
            multiple=True,
            metavar="FILE",
            type=click.Path(),
            help=f"Write a file ({', '.join(each.endings[0] for each in FORMATS.values())}); repeatable.",
        ),
        GroupedOption(
            "--format",
            "layout",
            group=OUTPUT,
            type=Format(),
            metavar="NAME",
            help="On standard output: text, markdown, json or html.",
        ),
        GroupedOption("--full", group=OUTPUT, is_flag=True, help="Text with checks, timeline, names and the rest."),
        GroupedOption("--plain", group=OUTPUT, is_flag=True, help="Text as bare prose and nothing else."),
        GroupedOption(
            "--checklist",
            group=OUTPUT,
            metavar="FILE",
            type=click.Path(),
            help=f"Also a check-list, a row per sentence ({', '.join(CHECKLISTS)}).",
        ),
        GroupedOption("--force", group=OUTPUT, is_flag=True, help="Replace output files that exist."),
        GroupedOption(
            "--keep-texts",
            "texts_folder",
            group=INPUT,
            metavar="DIR",
            type=click.Path(),
            help="Write the text read from each page, PDF and so on into DIR.",
        ),
        GroupedOption(
            "--evidence", group=OUTPUT, is_flag=True, help="Text with the passages that each sentence cites."
        ),
        GroupedOption(
            "--width",
            group=TERMINAL,
            type=click.IntRange(40, 400),
            metavar="N",
            help="Width of the text, 40 to 400 columns (default: the terminal's).",
        ),
        GroupedOption("--no-color", group=TERMINAL, is_flag=True, help="No colour; so does the variable NO_COLOR."),
    ]


def config_option() -> click.Parameter:
    """Give the option that names the settings file."""
    return GroupedOption(
        "--config",
        "config_file",
        metavar="FILE",
        type=click.Path(),
        help="Read settings from FILE or none (default: config.yaml).",
    )


def common_options() -> list[click.Parameter]:
    """Give the options that every command has. `--debug` is looked up before parsing, because parsing may fail."""
    return [
        GroupedOption("--debug", group=TERMINAL, is_flag=True, expose_value=False, help="Show a traceback on failure."),
        GroupedOption(
            "-h", "--help", is_flag=True, is_eager=True, expose_value=False, callback=_help, help="Show this help."
        ),
    ]


def talk_options() -> list[click.Parameter]:
    """Give the options for how much is said on standard error."""
    return [
        GroupedOption("-q", "--quiet", is_flag=True, help="Say nothing on standard error but errors."),
        GroupedOption("-v", "--verbose", is_flag=True, help="Say more on standard error."),
    ]


def dry_run_option() -> click.Parameter:
    """Give `--dry-run`."""
    return GroupedOption("--dry-run", is_flag=True, help="Say what a model would get and cost; send nothing.")


def help_options() -> list[click.Parameter]:
    """Give the options that show the other help texts, and `--version`."""
    texts = ("Options for a language model.", "Options for web pages, feeds, tables ...", "All options.")
    shown = [(name, _help, text) for name, text in zip(list(HELPS)[1:], texts, strict=True)]
    return [
        GroupedOption(name, is_flag=True, is_eager=True, expose_value=False, callback=callback, help=text)
        for name, callback, text in (*shown, ("--version", _version, "Show the version."))
    ]


def _ending(text: Callable[[click.Context], str]) -> Callable[[click.Context, click.Parameter, bool], None]:
    """Make the callback of an option that prints something instead of running the command."""

    def show(context: click.Context, parameter: click.Parameter, given: bool) -> None:
        if given and not context.resilient_parsing:
            context.meta[HELP] = parameter.opts[-1]
            write_stdout(text(context) + "\n")
            context.exit()

    return show


def _version_text(context: click.Context) -> str:
    from summarize import __version__

    return f"summarize {__version__}"


_help = _ending(click.Context.get_help)
_version = _ending(_version_text)
