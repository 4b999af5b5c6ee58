from __future__ import annotations

import pytest

from summarize.nlp.tokenize import WORD
from summarize.prepare.zoning import boilerplate
from tests.growth import assert_linear

INDEXES = [
    boilerplate.site_phrases, boilerplate.link_openers, boilerplate.reader_words, boilerplate.self_words,
    boilerplate.orders, boilerplate.notice_labels, boilerplate.abstract_labels,
]  # fmt: skip


@pytest.mark.parametrize("index", INDEXES)
def test_every_phrase_can_be_found(index):
    for each in index().values():
        for phrase in each:
            assert tuple(WORD.findall(" ".join(phrase).lower().replace("n°", "n"))) == phrase


def test_the_longest_phrase_counts_once():
    words = ["read", "more", "on", "this", "story", "and", "subscribe", "to", "the", "newsletter"]
    assert boilerplate.count_phrases(words, boilerplate.site_phrases()) == 4
    assert boilerplate.count_phrases(["nothing", "here"], boilerplate.site_phrases()) == 0


def test_a_phrase_matches_only_where_it_begins():
    index = boilerplate.site_phrases()
    assert boilerplate.match_length(["all", "rights", "reserved"], index) == 3
    assert boilerplate.match_length(["all", "rights"], index) == 0
    assert boilerplate.match_length([], index) == 0


REPORT = [
    "The picture shows the old pier of Vellmark before the storm.",
    "In this town the pier is older than the church.",
    "He filed a complaint - in this case a second one - against the council.",
    "The council wrote on Twitter that the pier is closed.",
    "Tove Rask (above) contributed 200 crowns to the fund of the report's authors.",
    "A spokesman told Vellmarknews.com that the pier is closed.",
    "Visitors were told to call today, and our council has no offers now, the mayor's office said.",
    "“Visit our pier today. Don’t miss the sale,” said Tove Rask, who has financing and offers deals now.",
    "Half of the boats / most of the crews had left, the council said.",
]


@pytest.mark.parametrize(
    ("text", "glued", "found"),
    [
        ("Related: Old pier closes", False, True),
        ("[MORE: Old pier closes]", False, True),
        ("Lire aussi : le vieux quai ferme", False, True),
        ("More boats land: the harbour is full", False, False),
        ("Old pier:Boats land elsewhere", True, True),
        ("Old pier:Boats land elsewhere", False, False),
        ("The mayor said:“No boats.”", True, False),
        ("At 10:30 Boats landed", True, False),
        ("Watch: the pier (0:48)The boats landed on Tuesday.", False, False),
        ("More: " + "pier " * 44, False, True),
        ("More: " + "pier " * 45, False, False),
    ],
)
def test_links_to_other_stories_are_told_by_a_label_and_its_colon(text, glued, found):
    assert boilerplate.link(text, glued=glued) == found


@pytest.mark.parametrize(
    "tell", [boilerplate.caption, boilerplate.post, boilerplate.sign_off, boilerplate.pointer, boilerplate.advert]
)
@pytest.mark.parametrize("text", REPORT)
def test_report_is_none_of_them(tell, text):
    assert not tell(text)


@pytest.mark.parametrize(
    "text",
    [
        "FILE - In this April 30 photo, the pier is seen from the harbour.",
        "FILE – The old pier in May.",
        "FILE PHOTO: The old pier",
        "File photo: the old pier",
        "In this undated photo, the pier is open.",
    ],
)
def test_captions_of_old_photographs_are_told_by_their_first_words(text):
    assert boilerplate.caption(text)


@pytest.mark.parametrize(
    "text",
    [
        "The pier is gone pic.twitter.com/AbCdEf",
        "The pier is gone https://t.co/AbCdEf",
        "The pier is gone — Harbour Watch (@harbourwatch) August 6, 2017",
        "The pier is gone - Harbour Watch (@harbourwatch) 6 August 2017",
    ],
)
def test_pasted_posts_are_told_by_address_or_signature(text):
    assert boilerplate.post(text)


@pytest.mark.parametrize(
    "text",
    [
        "Harbour Council of Vellmark / Facebook",
        "Tove Rask/Getty Images",
        "(c) 2019 Vellmark Media Group.",
        "Copyright 2021 Vellmark Media",
        "Tove Rask in Vellmark contributed to this report.",
        "Twitter: @toverask | Other+",
        "tove.rask@vellmark.example",
    ],
)
def test_credits_copyrights_and_contacts_are_sign_offs(text):
    assert boilerplate.sign_off(text)


def test_a_last_sentence_that_points_to_a_web_page_is_measured():
    text = "The pier is closed. The full report can be found on vellmark.example.org."
    assert text[-boilerplate.pointer_length(text) :] == "The full report can be found on vellmark.example.org."
    assert boilerplate.pointer_length("The pier is closed. It will open in May.") == 0


def test_captions_of_a_broadcast_begin_with_their_marks():
    assert all(map(boilerplate.opens_caption, ["WEBVTT", ">> We left.", "00:00:01.000 --> 00:00:04.000"]))
    assert not any(map(boilerplate.opens_caption, ["We left.", "10:42 The pier closes", "- item"]))
    assert boilerplate.in_capitals("MAX: WE LEFT THE PIER.")
    assert not boilerplate.in_capitals("We left the NATO pier.")
    assert not boilerplate.in_capitals("2017")


@pytest.mark.parametrize(
    "text",
    [
        "*Experience the calm of Vellmark's pier. Whatever you like, it is there. Visit your local harbour today.*",
        "Are you looking for a boat? Check out our latest offers. Visit vellmarkboats.com today for exclusive deals!",
        "Visit VellmarkBoats.com today for exclusive deals!",
        "ADVERTISEMENT: Discover the range of boats that we have on sale. Call now.",
    ],
)
def test_an_advertisement_tells_its_reader_what_to_do_and_offers_something(text):
    assert boilerplate.advert(text)


def test_an_account_is_not_an_address():
    assert boilerplate.names_account("Follow @harbourwatch today")
    assert not boilerplate.names_account("Write to info@harbourwatch.example")


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "a",
        "a ",
        "- a",
        "(@a",
        "@",
        "a@a.",
        "/",
        " / ",
        ">>",
        "1",
        "available ",
        "In this ",
        ". ",
        "A.com ",
        "Visit our ",
        "! ",
    ],
)
def test_hostile_text_takes_linear_time(unit):
    for tell in (
        boilerplate.caption, boilerplate.post, boilerplate.sign_off, boilerplate.names_account,
        boilerplate.opens_caption, boilerplate.in_capitals, boilerplate.pointer,
        boilerplate.pointer_length, boilerplate.advert, boilerplate.positions,
        lambda text: boilerplate.link(text, glued=True),
    ):  # fmt: skip
        assert_linear(tell, unit)


@pytest.mark.parametrize(
    ("line", "wire"),
    [
        ("ZCZC NOR0412 4 I 0312 EXP /EP-STORM", True),
        ("NNNN", True),
        ("a0412 r i bc-storm-bridge   03-04 0312", True),
        ("^BC-Storm-Bridge,1st Ld-Writethru,312<", True),
        ("^Eds: UPDATES with quotes.<", True),
        ("^By JO LINDQVIST=", True),
        ("EP-NY-03-04-25 1820EST<", True),
        ("EP jl/ib 041820 GMT MAR 25", True),
        ("^Ferries resume after storm closes harbour bridge<", False),
        ("Norwick (EP) - The bridge is closed", False),
        ("GLNOW opens a second factory", False),
        ("The a0412 road is closed", False),
    ],
)
def test_wire_codes_are_told_from_headlines(line, wire):
    assert boilerplate.wire_line(line) == wire


def test_fields_of_a_mail_are_named():
    assert boilerplate.mail_field("Subject: Ferries resume") == "subject"
    assert boilerplate.mail_field("Betreff: Fähren") == "betreff"
    assert boilerplate.mail_field("Subject:") == boilerplate.mail_field("The subject: ferries") == ""
    assert boilerplate.opens_mail("-----Original Message-----") and not boilerplate.opens_mail("-- A dash")


@pytest.mark.parametrize(
    ("tell", "within", "beyond"),
    [
        (
            boilerplate.sign_off,
            "Harbour Council of the Town Vellmark / Facebook",
            "Harbour Council of the Old Town Vellmark / Facebook",
        ),
        (boilerplate.sign_off, "Copyright 2021 ".ljust(250, "x"), "Copyright 2021 ".ljust(251, "x")),
        (
            boilerplate.pointer,
            "More details " + "pier " * 27 + "vellmark.example.org",
            "More details " + "pier " * 28 + "vellmark.example.org",
        ),
        (boilerplate.wire_line, "a0412 r i bc-storm".rjust(150, "\x01"), "a0412 r i bc-storm".rjust(151, "\x01")),
        (boilerplate.in_capitals, "A" * 20 + "bc", "A" * 20 + "bcd"),
        (boilerplate.pointer_length, "It fell. More details: brine.example.org", "“More details: brine.example.org"),
        (boilerplate.advert, "Call now. Order today. Boats, boats.", "Call now. Boats, boats."),
        (boilerplate.advert, "Call now. Offers for your boat.", "Call now. Offers for the boat."),
    ],
)
def test_where_a_sign_ends(tell, within, beyond):
    assert tell(within)
    assert not tell(beyond)
