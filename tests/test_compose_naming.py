"""What a model wrote spells a person in one way; quotations and what would no longer pass stay."""

from __future__ import annotations

from summarize.compose.draft import Draft
from summarize.compose.naming import spell_alike
from summarize.records import Check, Claim, Disagreement, Evidence, NamedPerson, Position, Spelling

SPAN = Evidence("a1", 0, 8, "Zelensky", "model")
PEOPLE = (
    NamedPerson(
        "Volodymyr Zelenskyy", (Spelling("Zelenskyy", 9, ("a1",), SPAN), Spelling("Zelensky", 3, ("a1",), SPAN))
    ),
    NamedPerson(
        "Sergei Lavrov", (Spelling("Sergei Lavrov", 2, ("a1",), SPAN), Spelling("Sergey Lavrov", 1, ("a1",), SPAN))
    ),
)


def draft(text: str) -> Draft:
    side = Position(text=text, evidence=(SPAN,))
    point = Disagreement(id="d1", point=text, kind="contradiction", positions=(side, side))
    return Draft(text, (SPAN,), (Claim(id="c1", text=text, evidence=(SPAN,)),), (), disagreements=(point,))


def passes(claim: Claim) -> tuple[Check, ...]:
    return (Check("names", "pass"),)


def texts(found: Draft) -> set[str]:
    sides = [side.text for point in found.disagreements for side in point.positions]
    return {found.headline, *(claim.text for claim in found.claims), *sides, *(p.point for p in found.disagreements)}


def test_every_text_takes_the_chosen_spelling() -> None:
    found = spell_alike(draft("Zelensky’s envoy met Sergey Lavrov; Zelenskyy and Zelenskys stayed."), PEOPLE, passes)
    assert texts(found) == {"Zelenskyy’s envoy met Sergei Lavrov; Zelenskyy and Zelenskys stayed."}


def test_quotations_keep_their_spelling() -> None:
    text = "“Zelensky must go,” he said."
    assert texts(spell_alike(draft(text), PEOPLE, passes)) == {text}


def test_a_sentence_that_would_fail_stays() -> None:
    found = spell_alike(draft("Zelensky left."), PEOPLE, lambda _: (Check("names", "fail", "no"),))
    assert {claim.text for claim in found.claims} == {found.headline} == {"Zelensky left."}


def test_without_people_nothing_changes() -> None:
    one = draft("Zelensky left.")
    assert spell_alike(one, (), passes) is one
