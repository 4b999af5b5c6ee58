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
