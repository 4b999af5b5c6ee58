"""`summarize config`: every setting, its value and where it came from."""

from __future__ import annotations

from typing import Any

import click

from summarize import load_settings

from .options import BEHAVIOUR, CONTEXT, GroupedOption, common_options, config_option, setting_flags, setting_options
from .output import write_stdout


def show_settings(*, config_file: str | None, as_json: bool, **options: Any) -> int:
    """Print the settings that a run with the same options, environment and folder would use."""
    settings = load_settings(config_file, flags=setting_flags(options))
    if as_json:
        import json

        table = {each.name: {"value": each.value, "origin": each.origin} for each in settings}
        write_stdout(json.dumps(table, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        return 0
    rows = [(each.name, written(each.value), each.origin) for each in settings]
    name, value = (max(len(row[column]) for row in rows) for column in (0, 1))
    write_stdout("".join(f"{row[0]:{name}}  {row[1]:{value}}  {row[2]}\n" for row in rows))
    return 0


def written(value: object) -> str:
    """Write a value as it would be written in config.yaml."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if value != "" else '""'


command = click.Command(
    "config",
    callback=show_settings,
    help="Show every setting, its value and where it came from.\n\nLater wins: default, config.yaml, the variable "
    "SUMMARIZE_NAME, the option --name.",
    params=[
        GroupedOption("--json", "as_json", group=BEHAVIOUR, is_flag=True, help="Print JSON."),
        config_option(),
        *setting_options(),
        *common_options(),
    ],
    add_help_option=False,
    context_settings=CONTEXT,
)
