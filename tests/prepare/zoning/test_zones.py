from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarize.prepare.zoning.paragraphs import Cohesion
from summarize.prepare.zoning.zones import find_zones
from tests.growth import assert_linear
from tests.zone_gold import shares

SEEDS = [path.read_bytes().decode("utf-8") for path in sorted((Path(__file__).parents[3] / "seeds").glob("*.txt"))]
REPORT = (
    "The harbour council of Vellmark voted on Tuesday to close the old pier for two years.\n"
    "Engineers had warned the council in March that the pier's timber was rotten.\n"
    "The repair of the pier will cost 4 million crowns, the council said on Tuesday evening.\n"
    "Fishing boats will land at the new harbour until the old pier opens again."
)


def zones(*texts: str, language: str = "en"):
    found = find_zones(texts, [language] * len(texts))
    return [
        [(zone.kind, text[zone.start : zone.end]) for zone in each] for text, each in zip(texts, found, strict=True)
    ]


def kind_of(found, start: str) -> str:
    return next(kind for kind, text in found if text.startswith(start))


def seed(number: int):
    return zones(*SEEDS)[number]


# -- the ratchet: raise a floor when the rules get better, never lower one ---------------------------------------------


def test_body_text_is_kept():
    assert shares()["B"]["B"] >= 0.995


def test_dirt_is_kept_out_of_the_body():
    assert shares()["X"]["B"] <= 0.05


def test_titles_are_found():
    assert shares()["T"]["T"] + shares()["T"]["H"] >= 0.87


def test_abstracts_are_kept_out_of_the_body():
    assert shares()["A"]["B"] <= 0.13


def test_headings_are_found():
    assert shares()["H"]["H"] >= 0.85


# -- the seeds ---------------------------------------------------------------------------------------------------------


def test_a_restated_second_paragraph_is_an_abstract_and_the_tail_is_boilerplate():
    found = seed(0)
    assert kind_of(found, "Trump administration expects") == "title"
    assert kind_of(found, "The Trump administration is pursuing") == "abstract"
    assert kind_of(found, "Trump admin expects Ukraine") in ("heading", "title")
    kinds = [kind for kind, _ in found]
    tail = next(n for n, (_, text) in enumerate(found) if text.startswith('" Conservative News'))
    assert set(kinds[3:tail]) == {"body"}
    assert set(kinds[tail:]) == {"boilerplate"}


def test_a_line_of_headline_site_and_lead_in_is_taken_apart():
    found = seed(1)
    assert found[0][0] == "title"
    assert found[0][1].endswith("Amid Tensions")
    assert [kind for kind, _ in found[1:5]] == ["boilerplate"] * 4
    assert kind_of(found, "The U.S. and Ukraine are making progress") == "abstract"
    assert kind_of(found, "- Negotiations Advancing") == "abstract"
    assert kind_of(found, "- Congressional Response") == "abstract"
    assert kind_of(found, "Deep Look") == "heading"
    assert kind_of(found, "What’s Next for the U.S.-Ukraine Deal?") == "heading"
    assert kind_of(found, "- Provide U.S. companies") == "body"
    assert found[-1] == ("boilerplate", "You must Register or Login to post a comment.")


def test_a_clean_article_is_all_body():
    assert {kind for kind, _ in seed(2)} == {"body"}


def test_a_newsletter_plug_above_the_report_is_boilerplate():
    assert [kind for kind, _ in seed(3)][:2] == ["boilerplate"] * 2
    assert {kind for kind, _ in seed(3)[2:]} == {"body"}


def test_a_one_word_dateline_and_glued_teasers_are_boilerplate():
    found = seed(4)
    assert found[0][0] == "title"
    assert found[1] == ("boilerplate", "Munich.")
    tags = next(n for n, (_, text) in enumerate(found) if text.startswith("Tags:"))
    assert {kind for kind, _ in found[2:tags]} == {"body"}
    assert {kind for kind, _ in found[tags:]} == {"boilerplate"}


# -- behaviour ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "notice",
    [
        "Sign up for our free newsletter and never miss a story.",
        "Advertisement",
        "Share this article on Facebook",
        "Related articles",
        "By Aldo Brinkmann, staff reporter",
        "12 May 2025, 10:42",
        "(Photo: A. Brinkmann/Vellmark Press)",
        "© 2025 Vellmark Media. All rights reserved.",
        "FILE - In this file photo taken on Tuesday, the old pier of Vellmark is seen from the new harbour.",
        "The council closed the old pier of Vellmark on Tuesday pic.twitter.com/AbCdEf",
        "Get push notifications with news, features and more.",
        "Follow @vellmark and never miss a story.",
        "Ana Ruiz, Orrin K. Bale and Tove Rask",
        "CLOSE The council of Vellmark talks about its old pier in a video by Nordline.",
        "(RELATED: Council of Vellmark closes the old pier for two years after a warning of engineers)",
        "More:Old pier of Vellmark is closed.",
        "Old pier of Vellmark:Council votes to close it",
        "Leia também: cais velho de Vellmark é fechado por dois anos",
        "Updated on Tuesday at 2:44 p.m. ET.",
        "Tove Rask, left, and the harbour council of Vellmark at the old pier on Tuesday",
        "Image copyright Nordline Image caption The old pier of Vellmark was closed by the council on Tuesday",
        "The council met on Tuesday. | Maud Rettig/AP Photo HARBOUR Old pier closes The council voted to close it.",
        "THE HARBOUR COUNCIL OF VELLMARK VOTES TO CLOSE THE OLD PIER FOR TWO YEARS AFTER A WARNING",
    ],
)
def test_furniture_amid_the_report_is_boilerplate(notice):
    lines = REPORT.split("\n")
    found = zones("\n".join([*lines[:2], notice, *lines[2:]]))[0]
    assert kind_of(found, notice[:10]) in ("boilerplate", "heading")
    assert [text for kind, text in found if kind == "body"] == lines


@pytest.mark.parametrize(
    "sentence",
    [
        "“Please share this with your neighbours and subscribe to our newsletter,” the harbour council wrote.",
        "The newsletter of the harbour council had 400 subscribers, the council said on Tuesday.",
        "Comments by the engineers on the old pier were published by the council on Tuesday.",
        "More than 400 boats: that is what the harbour council of Vellmark wants to land at the new harbour.",
        "The council of Vellmark had two wishes: A new harbour and an old pier that boats can use again.",
        "Engineers of the council stood on the left, and Tove Rask, left alone, closed the old pier.",
        "The council voted A | B, 7 to 5, on closing the old pier of Vellmark harbour.",
    ],
)
def test_report_that_speaks_of_such_things_is_body(sentence):
    lines = REPORT.split("\n")
    found = zones("\n".join([*lines[:2], sentence, *lines[2:]]))[0]
    assert kind_of(found, sentence[:20]) == "body"


def test_a_text_that_addresses_its_readers_throughout_is_kept():
    text = "\n".join(f"You can share our newsletter number {n} with your friends if you like it." for n in range(6))
    assert {kind for kind, _ in zones(text)[0]} == {"body"}


CUT = "The council had first spoken of closing the old pier in March, when engineers warned about the"


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        ("rotten timber", "body"),  # perhaps only the full stop is missing: the word stands in the report
        ("rotten timber of the", "boilerplate"),  # a small word ends no sentence
        ("rotten timb", "boilerplate"),  # nor does a word that stands nowhere else
    ],
)
def test_a_last_sentence_that_breaks_off_is_left_out_and_the_one_before_it_kept(end, kind):
    whole = "Fishing boats had used the old pier since 1931."
    assert kind_of(zones(f"{REPORT}\n{CUT} {end}")[0], CUT[:20]) == kind
    found = zones(f"{REPORT}\n{whole} {CUT} {end}")[0]
    assert kind_of(found, whole) == "body"
    assert (f"{CUT} {end}" in [text for kind, text in found if kind == "boilerplate"]) == (kind == "boilerplate")


@pytest.mark.parametrize("above", [2, 3])
def test_an_article_of_less_than_three_sentences_may_break_off(above):
    text = "\n".join([*REPORT.split("\n")[:above], f"{CUT} rotten timb"])
    assert kind_of(zones(text)[0], CUT[:20]) == ("boilerplate" if above == 3 else "body")


def test_a_line_without_a_full_stop_below_another_one_does_not_break_off():
    text = f"{REPORT}\nThe old pier was closed for two years in March by the harbour council\n{CUT} rotten timb"
    assert kind_of(zones(text)[0], CUT[:20]) == "body"


def test_a_quoted_we_closes_the_report_and_a_word_for_readers_does_not():
    long = " ".join(f"The council of Vellmark voted to close the old pier number {n} in March." for n in range(9))
    we = "Nothing like that can ever be undone by what we do."
    you = "Nothing like that can ever be undone by what you do."
    assert {kind for kind, _ in zones(f"{long} {we}")[0]} == {"body"}
    assert kind_of(zones(f"{long} {you}")[0], you) == "boilerplate"


def test_a_list_below_a_lead_in_is_body():
    text = f"{REPORT}\nThe council named three landing places:\n- the new harbour\n- the ferry dock\n- Outer Pier"
    assert [kind for kind, _ in zones(text)[0]][-4:] == ["body"] * 4


def test_a_box_of_key_points_is_an_abstract():
    text = f"Old pier closes\nKEY POINTS\n- Pier closes for two years\n- Repair costs 4 million\n{REPORT}"
    found = zones(text)[0]
    assert kind_of(found, "KEY POINTS") == "heading"
    assert kind_of(found, "- Pier closes") == kind_of(found, "- Repair costs") == "abstract"


def test_captions_of_a_broadcast_are_boilerplate():
    captions = "WEBVTT MAX: THE PIER IS CLOSED.\n>> WE LAND OUR BOATS ELSEWHERE.\nNOBODY COMES HERE ANY MORE."
    found = zones(f"{REPORT}\n{captions}")[0]
    assert [kind for kind, _ in found] == ["body"] * 4 + ["boilerplate"] * 3


def test_a_text_all_in_capitals_is_body():
    assert {kind for kind, _ in zones(REPORT.upper())[0]} == {"body"}


def test_a_credit_above_the_report_is_no_title():
    assert kind_of(zones(f"Council of Vellmark / Facebook\n{REPORT}")[0], "Council of") == "boilerplate"


def test_a_counter_before_the_title_is_cut_off():
    found = zones(f"0 Council of Vellmark closes the old pier\n{REPORT}")[0]
    assert found[:2] == [("boilerplate", "0"), ("title", "Council of Vellmark closes the old pier")]


def test_a_pointer_to_the_web_is_boilerplate_at_the_end_alone():
    pointer = "The report on the pier's timber can be found on vellmark.example.org."
    assert zones(f"{REPORT} {pointer}")[0][-1] == ("boilerplate", pointer)
    assert kind_of(zones(f"{pointer}\n{REPORT}")[0], pointer) == "body"


def test_a_long_plug_after_the_report_is_boilerplate():
    plug = (
        "“Good Morning Readers” is our daily podcast with the stories of the day in twenty minutes, made by people who"
        " like coffee and radio. Listen for free every weekday wherever you get podcasts or in our app. On smart"
        " speakers, ask for it by name or add it to your routine. Follow us on Facebook and Instagram,"
        " for updates, quizzes, recipes from guests, pictures of dogs, and tickets to live recordings in your town."
    )
    assert zones(f"{REPORT}\n{plug}")[0][-1] == ("boilerplate", plug)


def test_a_file_of_countless_lines_is_kept_as_it_is():
    assert {kind for kind, _ in zones("Advertisement\n" * 6_000)[0]} == {"body"}


def test_no_article_has_no_zones():
    assert find_zones([], []) == []
    assert find_zones(["", " \n "], ["en", "en"]) == [(), ()]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(st.characters(codec=None), max_size=60)
        | st.sampled_from(
            [*REPORT.split("\n"), "Advertisement The end.", "- a", "Key points:", "a | b c | D", "11:04 — A"]
        )
        | st.sampled_from(["\r\n", "\u2028", "\x0b", "\x85", "\ud800", "e\u0301", "😀", "\u00a0"]),
        max_size=25,
    )
)
def test_every_character_but_white_space_lies_in_exactly_one_zone(lines):
    text = "\n".join(lines)
    found = find_zones([text], ["en"])[0]
    covered = [i for zone in found for i in range(zone.start, zone.end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    assert all(text[z.start : z.end] == text[z.start : z.end].strip() != "" for z in found)


HOSTILE = {
    "blanks": " ", "line ends": " \n", "quotes": '"', "opening quotes": "“", "pipes": " | ", "list marks": "- ",
    "items": "- a\n", "initials": "A. ", "capitals": "A", "places": "Place de la ", "digits": "1", "numbers": "1. ",
    "brackets": "(", "dashes": "— ", "colons": "a:\n", "glue": "aaa.Bbb", "joints": "aaaBbbb ", "times": "12 May 2024 ",
    "entries": "11:04 — Share this — A\n", "labels": "Key points:\n", "adverts": "Advertisement A. ", "marks": "́",
    "notices": "Subscribe to our newsletter.\n", "links": "www.a.", "headings": "A short heading here\n",
}  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_linear_time(unit):
    # A paragraph above 50,000 characters is kept as it is: both sizes lie on one side of that.
    for length in [100_000] if "\n" in unit else [48_000, 480_000]:
        assert_linear(lambda text: find_zones([text], ["en"]), unit, length)


# -- wires and mails saved as text -------------------------------------------------------------------------------------


def test_the_head_of_a_mail_is_no_report_and_a_line_with_a_colon_is():
    head = "From: Desk <desk@example.org>\nSubject: The old pier of Vellmark closes\nX-Id: 7\n"
    (found,) = zones(f"{head}\n{REPORT}")
    assert [kind for kind, _ in found][:3] == ["boilerplate"] * 3
    assert [text for kind, text in found if kind == "body"] == REPORT.split("\n")
    (other,) = zones(f"From: the harbour of Vellmark\n{REPORT}")
    assert kind_of(other, "From") == "title"


def test_codes_of_a_wire_are_no_report_and_its_headline_is_the_title():
    title = "^The old pier of Vellmark closes for two years<"
    before = f"\x01a0412 r i bc-pier 03-04 0312\n^BC-Pier,312<\n{title}\n^By A. MOLL=\n"
    (found,) = zones(f"{before}\x02{REPORT}\n\x03\nEP-NY-03-04-25 1820EST<\nNNNN\n")
    assert [text for kind, text in found if kind == "title"] == [title]
    assert [text for kind, text in found if kind == "body"] == REPORT.split("\n")


_REPORT = (
    "The ferry to Marwick sank on Monday morning in a storm off Harrow Pass, the coast guard of Ellerfeld said.\n\n"
    "Rescuers took twelve people out of the water, and the captain was brought to a hospital in Ellerfeld.\n\n"
)


@pytest.mark.parametrize(
    ("last", "is_body"),
    [
        ("The mayor of the town, who had been in and out of the hall all night, told the families that sh", True),
        ("Most papers in the valley have not commented on it, and nobody there would say what the owners knew.", True),
        ("Sign up for our newsletter and get the news of the valley in your inbox every single morning of the", False),
        ("Follow us here.", False),
        ("Some Wind Blew Over That hill where they stood with of it in an", True),
        ("Some Wind Blew Over That Hill where they stood with of it in an", False),  # most words have capitals
        ("some wind blew over that hill where they stood with of it in an", True),
        ("some wind blew over that hill where they stood with of it in", False),  # thirteen words
    ],
)
def test_a_last_line_that_breaks_off_is_body_and_a_call_to_action_is_not(last: str, is_body: bool):
    text = _REPORT + last
    (zones,) = find_zones([text], ["en"])
    (found,) = [zone for zone in zones if zone.start <= len(_REPORT) < zone.end]
    assert (found.kind == "body") == is_body


@pytest.mark.parametrize(("words", "kind"), [(24, "boilerplate"), (25, "body")])
def test_a_lead_in_with_one_word_for_readers_is_the_report_s_if_it_is_long(words, kind):
    lead = "Imagine waking one grey morning far from home with your shoes full of sand"
    more = " and gulls and rain and wet dogs and cold tea everywhere around"
    text = " ".join(f"{lead}{more}".split()[: words - 1]) + " there."
    assert kind_of(zones(f"{text}\n{REPORT}", REPORT)[0], lead[:20]) == kind


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Nobody on that hill would say anything at all to a stranger about our strange red lamps.", "body"),
        ("Nobody on our hill would say anything at all to you about those strange red lamps, ever.", "boilerplate"),
    ],
)
def test_a_foreign_sentence_between_notices_needs_two_signs_of_the_site(sentence, kind):
    notice = "Sign up for our free newsletter and never miss a story."
    assert kind_of(zones(f"{REPORT}\n{notice}\n{sentence}\n{notice}", REPORT)[0], sentence) == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Old pier of Vellmark:Council votes to close it", "boilerplate"),
        ("Old pier of Vellmark: Council votes to close it", "heading"),
        ("Tove Rask, left, and the harbour council of Vellmark at the old pier", "boilerplate"),
        ("Tove Rask left the harbour council of Vellmark at the old pier", "heading"),
    ],
)
def test_a_link_glued_to_its_topic_and_who_stands_left_are_no_headings(line, kind):
    lines = REPORT.split("\n")
    assert kind_of(zones("\n".join([*lines[:2], line, *lines[2:]]))[0], line) == kind


def test_a_title_may_be_glued_to_its_topic():
    assert kind_of(zones(f"Old pier:Council of Vellmark votes to close it\n{REPORT}")[0], "Old pier:") == "title"


FLOWERS = [
    "roses",
    "tulips",
    "daisies",
    "lilies",
    "violets",
    "orchids",
    "poppies",
    "irises",
    "peonies",
    "lupins",
    "asters",
]


@pytest.mark.parametrize(
    ("begin", "longest", "end"),
    [
        pytest.param("You can subscribe to our newsletter about", 40, ".", id="an offer"),
        pytest.param("You may subscribe to the “free” newsletter about", 16, ".", id="an offer with a quotation"),
        pytest.param("Newsletter about", 12, "", id="a label"),
        pytest.param("Podcast and newsletter about", 20, ".", id="a remark that addresses nobody"),
        pytest.param("Follow @harbourwatch for", 20, ".", id="an order"),
        pytest.param("Call now. Order today. Boats have", 60, ".", id="an advertisement"),
    ],
)
def test_how_long_what_a_site_says_within_a_report_is(begin: str, longest: int, end: str):
    above, below = REPORT.split("\n")[:2], REPORT.split("\n")[2:]
    for size, is_notice in ((longest, True), (longest + 1, False)):
        line = " ".join([*begin.split(), *FLOWERS * 5][:size]) + end
        (found,) = zones("\n".join([*above, line, *below]))
        assert (kind_of(found, begin) == "boilerplate") is is_notice


@pytest.mark.parametrize(("head", "is_head"), [("From: Desk <desk@example.org>\n", True), ("", False)])
def test_two_fields_make_the_head_of_a_mail(head: str, is_head: bool):
    (found,) = zones(f"{head}Subject: The old pier of Vellmark closes\n\n{REPORT}")
    assert (kind_of(found, "Subject") == "boilerplate") is is_head


def test_a_mail_without_a_text_is_kept():
    assert {kind for kind, _ in zones("From: Desk <desk@example.org>\nSubject: The pier")[0]} == {"body"}


# -- on either side of each limit -------------------------------------------------------------------------------------

LONG = "The old pier was built of timber from Brine and it stood in the harbour for more than sixty years."


def placed(line: str, place: str) -> str:
    """A line above a report, within it (above a long paragraph), or below it."""
    lines = REPORT.split("\n")
    return "\n".join({"above": [line, *lines], "below": [*lines, line], "within": [*lines, line, LONG]}[place])


def of_words(begin: str, count: int, end: str = "") -> str:
    """A line of so many words that begins with some."""
    return " ".join([*begin.split(), *FLOWERS * 12][:count]) + end


@pytest.mark.parametrize(
    ("line", "place", "limit"),
    [
        ("By Aldo Brinkmann, staff reporter", "within", 0.5),
        ("Correction: the pier closes in March.", "within", 0.9),
        ("Pier / Post / Brine / News", "within", 0.5),
        ("Newsletter about roses", "within", 0.5),
        ("Newsletter about your roses", "within", 0.8),
        ("Follow @harbourwatch for roses.", "within", 0.8),
        ("Podcast and newsletter about roses.", "within", 0.35),
        ("You can get our newsletter about roses.", "within", 0.5),
        ("Read more about the old pier and boats", "within", 1.0),
        ("Maud Rettig is a reporter of the Brine Post.", "below", 1.0),
        ("Pier closesNobody knows why today.Boats stay outThe sea is calm today.", "below", 0.6),
        ("We met the mayor of the town on a grey day.", "below", 0.6),
        ("You can swim here when the sun is out all day long.", "above", 0.5),
        ("Your harbour news of the week", "above", 1.0),
        ("Newsletter of the week", "above", 0.8),
    ],
)
def test_how_much_the_event_must_have_of_a_line_of_the_site(
    line: str, place: str, limit: float, monkeypatch: pytest.MonkeyPatch
):
    kinds = []
    for near in (limit - 1e-9, limit):
        monkeypatch.setattr(
            Cohesion, "relevance", lambda self, i, near=near: near if self._blocks[i].shape.text == line else 1.0
        )
        kinds.append(kind_of(zones(placed(line, place))[0], line))
    assert kinds[0] == "boilerplate" != kinds[1]


@pytest.mark.parametrize(
    ("begin", "end", "place", "size", "kinds"),
    [
        pytest.param("The boats of", "", "within", 16, ["heading", "body"], id="a heading"),
        pytest.param("THE BOATS OF", "", "within", 20, ["heading", "body"], id="a heading in capitals"),
        pytest.param("Is it", "?", "within", 4, ["heading", "body"], id="a question as a heading"),
        pytest.param("Boats pic.twitter.com/AbC", "", "within", 120, ["boilerplate", "body"], id="a post"),
        pytest.param("Pier / Post / Brine", "", "within", 20, ["boilerplate", "body"], id="links"),
        pytest.param("Subscribe to your newsletter of", ".", "below", 60, ["boilerplate", "body"], id="a call"),
        pytest.param("You boats of", ".", "below", 14, ["boilerplate", "body"], id="a last word for readers"),
        pytest.param("The boats of", "", "above", 40, ["title", "body"], id="a headline"),
        pytest.param("Subscribe to your newsletter of", ".", "above", 60, ["boilerplate", "body"], id="a plug"),
    ],
)
def test_how_long_a_line_that_is_no_report_can_be(
    begin: str, end: str, place: str, size: int, kinds: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        Cohesion, "relevance", lambda self, i: 0.4 if self._blocks[i].shape.text.startswith(begin) else 1.0
    )
    found = []
    for count in (size, size + 1):
        line = of_words(begin, count, end)
        line = line.upper() if begin.isupper() else line
        found.append(kind_of(zones(placed(line, place))[0], line[:20]))
    assert found == kinds


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (of_words("Read more", 5), "boilerplate"),
        (of_words("Read more", 6), "heading"),
        ("Read more of the old pier: roses tulips", "heading"),
        ("Read more of the old pier: roses tulips lilies", "boilerplate"),
    ],
)
def test_a_line_that_opens_links_is_short_or_names_one(line: str, kind: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Cohesion, "relevance", lambda self, i: 1.0)
    assert kind_of(zones(placed(line, "within"))[0], line) == kind


def near_to_the_event(monkeypatch: pytest.MonkeyPatch, known: dict[str, float]) -> None:
    """Say how much the event has of the lines that begin so; it has all of the others."""

    def relevance(self: Cohesion, i: int) -> float:
        text = self._blocks[i].shape.text
        return next((near for begin, near in known.items() if text.startswith(begin)), 1.0)

    monkeypatch.setattr(Cohesion, "relevance", relevance)


NOTICE = "Sign up for our free newsletter and never miss a story."  # eleven words


@pytest.mark.parametrize(
    ("line", "near", "kind"),
    [
        pytest.param("Boats are in.", 1.0, "boilerplate", id="three words"),
        pytest.param("The boats are in.", 1.0, "body", id="four words"),
        pytest.param("Pier closesNobody knows why today.Boats stay out there.", 0.5, "boilerplate", id="glued twice"),
        pytest.param("Pier closesNobody knows why today. Boats stay out there.", 0.5, "body", id="glued once"),
        pytest.param(of_words("The boats of", 20), 1.0, "boilerplate", id="twenty words without an end"),
        pytest.param(of_words("The boats of", 21), 0.5, "body", id="cut short"),
        pytest.param(of_words("The boats of", 21), 0.49, "boilerplate", id="foreign to the event"),
        pytest.param(of_words("You may see the boats of", 21), 1.0, "body", id="one sign of the site"),
        pytest.param(of_words("You may see our boats of", 21), 1.0, "boilerplate", id="two signs"),
        pytest.param(of_words("You may see our boats of", 61, "."), 0.3, "body", id="two signs in sixty-one words"),
        pytest.param(of_words("You may see our newsletter of", 61, "."), 0.34, "boilerplate", id="three signs"),
        pytest.param(of_words("You may see our newsletter of", 61, "."), 0.35, "body", id="three, not quite foreign"),
    ],
)
def test_what_closes_a_report_above_the_site_s_last_word(
    line: str, near: float, kind: str, monkeypatch: pytest.MonkeyPatch
):
    near_to_the_event(monkeypatch, {line[:12]: near, NOTICE: 0.1})
    assert kind_of(zones(f"{REPORT}\n{line}\n{NOTICE}")[0], line[:12]) == kind


def test_a_lead_in_to_links_may_be_the_last_line():
    assert kind_of(zones("\n".join([*REPORT.split("\n")[:2], "Read more:"]))[0], "Read more") == "boilerplate"


@pytest.mark.parametrize(
    ("near", "lines", "kind"),
    [
        pytest.param((0.75, 0.875), "THTHT", "body", id="the event has four fifths of them"),  # 3 and 2, 4.0 in all
        pytest.param((0.75, 0.75), "THTHT", "boilerplate", id="less, and two of five are headlines"),
        pytest.param((0.75, 0.75), "THTHTT", "body", id="two stand together"),
        pytest.param((0.91, 0.0), "THTHT", "body", id="one is of the event"),
        pytest.param((0.9, 0.5), "THTHT", "boilerplate", id="hardly one is"),
        pytest.param((0.75, 0.5), "THTST", "body", id="one of five is a headline"),
    ],
)
def test_what_is_a_run_of_links_and_teasers_below_a_report(
    near: tuple[float, float], lines: str, kind: str, monkeypatch: pytest.MonkeyPatch
):
    near_to_the_event(monkeypatch, {"Teaser": near[0], "Headline": near[1]})
    texts = {"T": "Teaser of {} that were sold in a shop on the hill.", "H": "Headline about {}", "S": "We saw {}."}
    rest = [texts[each].format(FLOWERS[n]) for n, each in enumerate(lines)]
    assert kind_of(zones("\n".join([REPORT, "Related articles", *rest]))[0], "Teaser") == kind


@pytest.mark.parametrize(("size", "kind"), [(7, "boilerplate"), (8, "body")])
def test_two_fifths_of_an_article_stand_above_such_a_run(size: int, kind: str, monkeypatch: pytest.MonkeyPatch):
    near_to_the_event(monkeypatch, {"Teaser": 0.5, "Headline": 0.5})
    texts = {"T": "Teaser of {} that were sold in a shop on the hill.", "H": "Headline about {}"}
    rest = [texts[each].format(FLOWERS[n % 11]) for n, each in enumerate("THTHTHTHTHHH")]
    text = "\n".join([f"{REPORT} Really.", "Related articles", *rest, of_words("Headline about", size)])
    assert (len(text[: text.index("Related")].split()), len(text.split())) == (60, 143 + size)
    assert kind_of(zones(text)[0], "Teaser") == kind


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (of_words("Newsletter of the week in Brine", 13), "title"),
        (of_words("Our newsletter of the week in Brine", 13), "boilerplate"),  # two signs of the site
    ],
)
def test_a_line_that_sells_is_no_title(line: str, kind: str, monkeypatch: pytest.MonkeyPatch):
    near_to_the_event(monkeypatch, {line: 0.5})
    assert kind_of(zones(placed(line, "above"))[0], line) == kind


@pytest.mark.parametrize(("size", "kind"), [(12, "heading"), (13, "body")])
def test_a_heading_is_shorter_than_what_follows(size: int, kind: str):
    first, second, *rest = REPORT.split("\n")  # the second has thirteen words
    line = of_words("The boats of", size)
    assert kind_of(zones("\n".join([first, line, second, *rest]))[0], line) == kind


@pytest.mark.parametrize(("above", "kind"), [(10, "body"), (11, "boilerplate")])
def test_what_stands_between_notices_is_foreign_in_the_second_half_only(
    above: int, kind: str, monkeypatch: pytest.MonkeyPatch
):
    near_to_the_event(monkeypatch, {"Odd": 0.3, NOTICE: 0.1})
    first = REPORT.split("\n", maxsplit=1)[0]  # sixteen words
    odd, last = of_words("Odd boats of", 17), of_words("The boats of", 10, ".")
    text = "\n".join([first, of_words("The gulls of", above, "."), NOTICE, odd, NOTICE, last])
    assert kind_of(zones(text)[0], "Odd") == kind


@pytest.mark.parametrize(
    ("odd", "near", "kind"),
    [
        pytest.param(of_words("Odd boats of", 60), 0.3, "boilerplate", id="sixty words"),
        pytest.param(of_words("Odd boats of", 61), 0.3, "body", id="a longer one is report"),
        pytest.param(of_words("Odd boats of", 17), 0.34, "boilerplate", id="foreign"),
        pytest.param(of_words("Odd boats of", 17), 0.35, "body", id="not quite foreign"),
        pytest.param(of_words("Odd boats may be seen by you from our", 45, "."), 0.3, "boilerplate", id="two signs"),
        pytest.param(of_words("Odd boats may be seen by you from the", 45, "."), 0.3, "body", id="one sign"),
    ],
)
def test_what_is_foreign_between_notices(odd: str, near: float, kind: str, monkeypatch: pytest.MonkeyPatch):
    near_to_the_event(monkeypatch, {"Odd": near, NOTICE: 0.1})
    text = "\n".join([REPORT, REPORT, NOTICE, odd, NOTICE, of_words("The boats of", 10, ".")])
    assert kind_of(zones(text)[0], "Odd") == kind


@pytest.mark.parametrize(("near", "kind"), [(0.5, "body"), (0.49, "boilerplate")])
def test_a_last_word_for_readers_in_an_enormous_paragraph(near: float, kind: str, monkeypatch: pytest.MonkeyPatch):
    near_to_the_event(monkeypatch, {"You": near})
    text = " ".join([*REPORT.split("\n") * 2, "You can swim in the harbour."])
    (found,) = zones(text)
    assert found[-1][0] == kind


def test_one_line_like_a_caption_makes_no_broadcast():
    line = ">> The council has closed the old pier of Vellmark for two years."
    assert kind_of(zones(placed(line, "within"))[0], line) == "body"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Will Boats Come back again?", "body"),
        ("Will Boats Come Back again?", "heading"),
    ],  # three of five, four of five
)
def test_most_words_of_a_question_above_a_paragraph_have_capitals(line: str, kind: str):
    assert kind_of(zones(placed(line, "within"))[0], line) == kind


@pytest.mark.parametrize(("above", "kind"), [(1, "heading"), (2, "boilerplate")])
def test_a_link_glued_to_its_topic_is_not_among_the_first_two_lines(above: int, kind: str):
    lines = ["Council of Vellmark closes its old pier", "Boats of Vellmark go to the new harbour"][:above]
    glued = "Old pier of Vellmark:Council votes to close it"
    assert kind_of(zones("\n".join([*lines, glued, REPORT]))[0], glued) == kind


@pytest.mark.parametrize(("size", "kind"), [(5, "boilerplate"), (6, "body")])
def test_a_sentence_of_six_words_ends_a_run_of_links(size: int, kind: str):
    first, *rest = REPORT.split("\n")
    line = of_words("The boats of", size, ".")
    assert kind_of(zones("\n".join([first, "Related articles", line, *rest]))[0], line) == kind


@pytest.mark.parametrize(("size", "kinds"), [(4, ["title", "heading"]), (5, ["heading", "title"])])
def test_a_title_has_five_words(size: int, kinds: list[str], monkeypatch: pytest.MonkeyPatch):
    near_to_the_event(monkeypatch, {})
    lines = [of_words("Boats of", 4), of_words("Gulls of", size)]
    found = zones("\n".join([*lines, REPORT]))[0]
    assert [kind_of(found, line) for line in lines] == kinds
