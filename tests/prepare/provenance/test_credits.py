from __future__ import annotations

import pytest

from summarize.prepare.provenance.credits import Credit, find_credit
from summarize.records import Article

REST = " The council met on Friday.\nNobody was hurt, the mayor said.\n" * 12


def credit(text: str, **details: str) -> Credit | None:
    article = Article(id="a1", text=text, sha256="0" * 64, **details)
    found = find_credit(article)
    if found:
        assert all(text[each.start : each.end] == each.text for each in found.evidence)
    return found


def medium(text: str, **details: str) -> str | None:
    found = credit(text, **details)
    return found.medium if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NAIROBI, Kenya (AP) — Eight animals died." + REST, "The Associated Press"),
        ("LISBOA, 3 Mar (Lusa) – O porto fechou." + REST, "Lusa"),
        ("Bridge closed\nBy Ada Orne, Associated Press\n" + REST, "The Associated Press"),
        ("Bridge closed\nReuters\nThe bridge" + REST, "Reuters"),
        ("Bridge closed\nFonte: Reuters\nThe bridge" + REST, "Reuters"),
        ("The bridge closed." + REST + "Copyright 2025 The Associated Press. All rights reserved.",
         "The Associated Press"),
        ("The bridge closed." + REST + "© 2025 AFP", "Agence France-Presse"),
        ("The bridge closed." + REST + "This story was first published by the Nordhavn Post.", "Nordhavn Post"),
        ("The bridge closed." + REST + "This article originally appeared in The Lenne Herald.", "Lenne Herald"),
        ("The bridge closed." + REST + "(Reporting by Ada Orne; Editing by Bo Lund)", "Reuters"),
        ("Orne told The Associated Press it is shut." + REST + "“It is old,” she told the AP.", "The Associated Press"),
        ("An official told the Lenne Herald it is shut." + REST + "A second official told the Lenne Herald so.",
         "Lenne Herald"),
        ("A plan, an official told the Financial Times." + REST + "Another person relayed to the FT the terms.",
         "Financial Times"),
        ("The council voted, the Lenne Herald reported. The Lenne Herald has learned more." + REST
         + "All were there, according to the Lenne Herald.", "Lenne Herald"),
    ],
)  # fmt: skip
def test_what_an_article_credits_throughout_is_its_origin(text: str, expected: str):
    assert medium(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Trump told Fox News he would sign. He told Fox News so twice. A person told Fox News." + REST,
        "The deal was first shown on Friday, Axios reported." + REST,
        "She told reporters it was shut. He told Congress. They told the House." + REST,
        "The mayor spoke to the BBC, and an official told the BBC more." + REST,
        "The AP exam is hard, students said." + REST,
        "He told the Associated Press once." + REST,
        "An official told the Lenne Herald so. A second official told the Nordhavn Post so." + REST
        + "A third official told the Lenne Herald. A fourth official told the Nordhavn Post.",
        "Five sources told it. Sources said so. According to sources familiar with the matter it is so." + REST,
        "",
    ],
)  # fmt: skip
def test_a_mention_is_no_credit(text: str):
    assert medium(text) is None


def test_an_agency_as_publisher_is_the_origin():
    assert medium("The bridge closed." + REST, publisher="Reuters") == "Reuters"
    assert medium("The bridge closed." + REST, publisher="AP") == "The Associated Press"
    assert medium("The bridge closed." + REST, publisher="The Lenne Herald") is None


def test_the_places_of_all_credits_are_evidence():
    found = credit("Orne told the AP it is shut." + REST + "“It is old,” she told The Associated Press.")
    assert found is not None
    assert [each.text for each in found.evidence] == ["told the AP", "told The Associated Press"]


@pytest.mark.parametrize("unit", ["told the A", "A" * 40 + " ", "© ", "first published ", "(Reporting by a; ", "T a "])
def test_long_texts_take_linear_work(unit: str):
    assert credit(unit * (100_000 // len(unit))) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("x" * 640 + "\nBy Ada Orne, Associated Press\n" + REST, "The Associated Press", id="at the top"),
        pytest.param("x" * 690 + "\nBy Ada Orne, Associated Press\n" + REST, None, id="below the top"),
        pytest.param("The bridge closed." + REST + f"Photo {'x' * 18} © 2025 AFP", None, id="a picture's"),
        pytest.param(
            "The bridge closed." + REST + f"Photo {'x' * 24} © 2025 AFP", "Agence France-Presse", id="an article's"
        ),
        pytest.param(
            f"An official {'x' * 74} told the Lenne Herald so. The Lenne Herald reported it." + REST,
            "Lenne Herald",
            id="the subject of told",
        ),
        pytest.param(
            f"An official {'x' * 84} told the Lenne Herald so. The Lenne Herald reported it." + REST,
            None,
            id="too far from told",
        ),
        pytest.param(
            "An official told the Lenne North West Herald so. A second official told the LNWH." + REST,
            "Lenne North West Herald",
            id="four initials",
        ),
    ],
)
def test_how_far_what_belongs_to_a_credit_may_be(text: str, expected: str | None) -> None:
    assert medium(text) == expected
