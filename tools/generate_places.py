"""Write `summarize/lang/data/places.json` from CLDR: what territories, their peoples and capitals are called.

    python tools/generate_places.py

CLDR has no list of peoples; the name of a language stands for the people of the territory where it is at home
("French", "francês": FR), so what has no language of its own (American, Mexican) is left to `world.toml` and to word
endings. Capitals come from the exemplar cities of time zones, if `world.toml` names the same city in English as a seat
of government. Needs babel, which this program itself never imports.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import defaultdict
from pathlib import Path

from babel import Locale
from babel.core import get_global

sys.path.insert(0, str(Path(__file__).parent.parent))
from summarize.nlp.names import fold_name

DATA = Path(__file__).parent.parent / "summarize/lang/data"
LANGUAGES = ("ar", "ca", "de", "en", "es", "fr", "hi", "it", "ja", "nl", "pl", "pt", "ru", "tr", "uk", "vi", "zh")
# Languages at home in many countries, and languages whose likeliest territory is not the people they name.
NOT_A_PEOPLE = frozenset(("en", "es", "pt", "ar", "sw", "la", "eo", "yi", "lad", "zh", "fa"))
PEOPLE = {"es": "ES", "pt": "PT", "zh": "CN", "fa": "IR"}


def main() -> None:
    """Generate the file and say how many forms it has."""
    seats = tomllib.loads((DATA / "world.toml").read_text())["seats"]
    forms: dict[str, set[str]] = defaultdict(set)
    homes = {language: tag.rsplit("_", 1)[-1] for language, tag in get_global("likely_subtags").items()}
    zones = get_global("zone_territories")
    english = {zone: data.get("city") for zone, data in Locale("en").time_zones.items()}
    for language in LANGUAGES:
        locale = Locale(language)
        for code, name in locale.territories.items():
            if code.isalpha() and code not in ("EU", "EZ", "UN", "QO"):
                forms[_folded(name)].add(code)
        for spoken, name in locale.languages.items():
            home = PEOPLE.get(spoken) or (homes.get(spoken, "") if spoken not in NOT_A_PEOPLE else "")
            if len(spoken) == 2 and len(home) == 2 and home.isalpha():
                forms[_folded(name)].add(home)
        for zone, data in locale.time_zones.items():
            city = english.get(zone) or zone.rsplit("/", 1)[-1].replace("_", " ")
            if data.get("city") and zones.get(zone) and fold_name(city) in seats.get(zones[zone], []):
                forms[_folded(data["city"])].add(f"{zones[zone]}*")
    kept = {form: sorted(codes) for form, codes in sorted(forms.items()) if form and len(codes) == 1}
    path = DATA / "places.json"
    path.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n")
    print(f"{len(kept)} forms of {len({code for codes in kept.values() for code in codes})} places: {path.name}")


def _folded(name: str) -> str:
    """A name as the words of a text are compared: "Congo - Brazzaville" has two."""
    return " ".join(fold_name(name).split())


if __name__ == "__main__":
    main()
