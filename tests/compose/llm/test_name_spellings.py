"""What a model wrote spells a person in one way; quotations stay as they were said."""

from __future__ import annotations

import pytest

from summarize.compose.llm.name_spellings import speller
from summarize.records import Evidence, NamedPerson, Spelling

SPAN = Evidence("a1", 0, 8, "Zelensky", "model")
PEOPLE = (
    NamedPerson(
        "Volodymyr Zelenskyy", (Spelling("Zelenskyy", 9, ("a1",), SPAN), Spelling("Zelensky", 3, ("a1",), SPAN))
    ),
    NamedPerson(
        "Sergei Lavrov", (Spelling("Sergei Lavrov", 2, ("a1",), SPAN), Spelling("Sergey Lavrov", 1, ("a1",), SPAN))
    ),
)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Zelensky’s envoy met Sergey Lavrov.", "Zelenskyy’s envoy met Sergei Lavrov."),
        ("Zelenskyy and Zelenskys stayed.", "Zelenskyy and Zelenskys stayed."),
        ("“Zelensky must go,” he said of Zelensky.", "“Zelensky must go,” he said of Zelenskyy."),
        ("Zelensky-era rules hold.", "Zelensky-era rules hold."),
        ("", ""),
    ],
)
def test_every_name_takes_the_chosen_spelling_outside_quotations(text: str, spelled: str) -> None:
    assert speller(PEOPLE)(text) == spelled


def test_without_people_nothing_changes() -> None:
    assert speller(())("Zelensky left.") == "Zelensky left."
