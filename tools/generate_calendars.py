"""Write `summarize/lang/data/calendars.json` from CLDR: what months and weekdays are called in each language's file.

    python tools/generate_calendars.py && python tools/compile_languages.py

The wide forms, alone and in a date (genitives), in lower case; of "d’abril" and "de gener" the last word. What CLDR
writes with figures and signs (Vietnamese, Chinese, Japanese) is left out: `nlp/dates.py` reads it by its signs, and
by the Vietnamese words of `data/vi.toml`.
Needs babel, which this program itself never imports.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from babel import Locale

DATA = Path(__file__).parent.parent / "summarize/lang/data"
READ_BY_SIGNS = ("ja", "vi", "zh")


def main() -> None:
    """Generate the file and say how many languages it has."""
    codes = sorted({path.stem for path in DATA.glob("*.toml") if len(path.stem) <= 3}.difference(READ_BY_SIGNS))
    found = {code: _calendar(Locale(code)) for code in codes}
    path = DATA / "calendars.json"
    path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(found)} languages: {path.name}")


def _calendar(locale: Locale) -> dict[str, list[str]]:
    return {
        "months": [_forms(locale.months, month) for month in range(1, 13)],
        "weekdays": [_forms(locale.days, day) for day in range(7)],
    }


def _forms(names: Mapping[str, Mapping[str, Mapping[int, str]]], key: int) -> str:
    """The form that stands alone, then the one in a date, each once, separated by a blank."""
    forms = (names[use]["wide"][key].lower() for use in ("stand-alone", "format"))
    return " ".join(dict.fromkeys(re.split("[ '’ʼ]", form)[-1] for form in forms))


if __name__ == "__main__":
    main()
