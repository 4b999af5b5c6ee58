import pytest

from summarize.lang.language import load_language
from summarize.prepare.zoning.abstracts import mark_abstract, mark_key_points
from summarize.prepare.zoning.paragraphs import find_blocks
from summarize.prepare.zoning.segments import make_parts
from summarize.prepare.zoning.zones import find_zones

REPORT = """The harbour council of Vellmark voted on Tuesday evening to close the old wooden pier for two years.
Engineers had warned the council in March that the timber of the pier was rotten and might break.
The repair of the pier will cost 4 million crowns, paid by the county and the fishing boats' owners.
Fishing boats will land at the new harbour until the old pier opens again in two years.
The mayor said that nobody had been hurt and that the council had acted in time."""
LEAD = "The harbour council closes the old wooden pier for two years after engineers warned of rotten timber."
OTHER = "A gardener grew the heaviest pumpkin that was ever weighed at the fair of the neighbouring county."


def kinds(text):
    return {text[zone.start : zone.end]: zone.kind for zone in find_zones([text], ["en"])[0]}


def test_a_lead_in_that_is_told_again_below_a_heading_is_an_abstract():
    assert kinds(f"Old pier closes\n{LEAD}\nWhat happened in Vellmark\n{REPORT}")[LEAD] == "abstract"


def test_a_standfirst_above_the_byline_is_an_abstract():
    assert kinds(f"Old pier closes\n{LEAD}\nBy Maud Rettig\n{REPORT}")[LEAD] == "abstract"


def test_a_first_paragraph_that_is_not_told_again_is_body():
    assert kinds(f"Old pier closes\n{OTHER}\nWhat happened in Vellmark\n{REPORT}")[OTHER] == "body"


def test_a_first_paragraph_without_a_heading_below_is_body():
    assert kinds(f"Old pier closes\n{LEAD}\n{REPORT}")[LEAD] == "body"


def test_lines_below_a_label_are_key_points_though_they_have_no_marks():
    points = "Key points\nPier closes for two years.\nRepair costs 4 million.\nNobody was hurt."
    text = f"Old pier closes\n{points}\nBy Maud Rettig\n{REPORT}"
    found = kinds(text)
    assert found["Key points"] == "heading"
    assert found["Repair costs 4 million."] == "abstract"
    assert found[REPORT.partition("\n")[0]] == "body"


def test_an_article_that_is_mostly_a_list_has_no_abstract():
    items = "\n".join(f"- The council closed pier number {n} of the town of Vellmark on Tuesday" for n in range(12))
    assert "abstract" not in kinds(f"Old piers close\n{items}\n{LEAD}").values()


def words(first: int, count: int) -> str:
    return " ".join(f"Wort{n}x" for n in range(first, first + count)) + "."


def lead_in(lead: list[str], report: list[str]) -> set[str | None]:
    """What paragraphs above a byline are taken for."""
    text = "\n".join([*lead, "Maud Rettig", *report])
    parts, _ = make_parts(text, find_blocks(text), load_language("en"))
    parts[len(lead)] = parts[len(lead)].marked("boilerplate", "byline")
    return {part.kind for part in mark_abstract(parts)[: len(lead)]}


@pytest.mark.parametrize(
    ("lead", "report", "abstract"),
    [
        pytest.param([words(0, 8)], [words(4, 60)], True, id="half of its terms are told again"),
        pytest.param([words(0, 8)], [words(5, 60)], False, id="less than half"),
        pytest.param([words(0, 4)], [words(0, 60)], True, id="four terms"),
        pytest.param([words(0, 3)], [words(0, 60)], False, id="three terms"),
        pytest.param([words(0, 8)], [words(0, 12)], True, id="two fifths of the article"),
        pytest.param([words(0, 8)], [words(0, 11)], False, id="more than two fifths"),
        pytest.param([words(0, 6)] * 30, [words(0, 300)], True, id="thirty paragraphs"),
        pytest.param([words(0, 6)] * 31, [words(0, 300)], False, id="thirty-one paragraphs"),
    ],
)
def test_how_much_of_a_lead_in_is_told_again(lead: list[str], report: list[str], abstract: bool) -> None:
    assert lead_in(lead, report) == {"abstract" if abstract else None}


def key_points(*lines: str) -> list[int]:
    """Which lines are taken for key points."""
    text = "\n".join(lines)
    parts = make_parts(text, find_blocks(text), load_language("en"))[0]
    return [n for n, part in enumerate(mark_key_points(parts)) if part.kind == "abstract"]


ITEM, LONG = "Wort " * 16, words(0, 17)


@pytest.mark.parametrize(
    ("lines", "points"),
    [
        pytest.param(["- one pier", "- two piers", words(0, 50)], [0, 1], id="a list on top"),
        pytest.param(["- one pier", words(0, 50)], [], id="one item is no list"),
        pytest.param([words(0, 9), "- one pier", "- two piers", words(9, 50)], [1, 2], id="behind one paragraph"),
        pytest.param([words(0, 9), words(9, 9), "- one pier", "- two piers", words(20, 50)], [], id="behind two"),
        pytest.param(["- one pier one", "- two piers two", words(0, 12)], [0, 1], id="two fifths of the article"),
        pytest.param(["- one pier one", "- two piers two", words(0, 11)], [], id="more than two fifths"),
        pytest.param(
            [words(0, 90), words(90, 90), "Key points", *(f"- pier {n}" for n in range(41)), words(0, 90)],
            [*range(3, 43)],
            id="forty items",
        ),
        pytest.param(["Key points", ITEM, "Two piers", words(0, 90)], [1, 2], id="lines of up to sixteen words"),
        pytest.param(["Key points", "One pier", LONG, words(20, 90)], [], id="one line below a label is no list"),
        pytest.param(["Key points", "One pier", "Two piers"], [], id="nothing ends the lines below a label"),
        pytest.param([words(0, 90), "Key points"], [], id="a label with nothing below"),
    ],
)
def test_what_a_box_of_key_points_holds(lines: list[str], points: list[int]) -> None:
    assert key_points(*lines) == points
