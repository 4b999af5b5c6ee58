from __future__ import annotations

import pytest

from summarize.prepare.zoning import non_prose_lines as lines
from tests.growth import assert_linear

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


@pytest.mark.parametrize("tell", [lines.caption, lines.post, lines.sign_off, lines.pointer, lines.advert])
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
    assert lines.caption(text)


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
    assert lines.post(text)


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
    assert lines.sign_off(text)


def test_a_last_sentence_that_points_to_a_web_page_is_measured():
    text = "The pier is closed. The full report can be found on vellmark.example.org."
    assert text[-lines.pointer_length(text) :] == "The full report can be found on vellmark.example.org."
    assert lines.pointer_length("The pier is closed. It will open in May.") == 0


def test_captions_of_a_broadcast_begin_with_their_marks():
    assert all(map(lines.opens_caption, ["WEBVTT", ">> We left.", "00:00:01.000 --> 00:00:04.000"]))
    assert not any(map(lines.opens_caption, ["We left.", "10:42 The pier closes", "- item"]))
    assert lines.in_capitals("MAX: WE LEFT THE PIER.")
    assert not lines.in_capitals("We left the NATO pier.")
    assert not lines.in_capitals("2017")


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
    assert lines.advert(text)


def test_an_account_is_not_an_address():
    assert lines.names_account("Follow @harbourwatch today")
    assert not lines.names_account("Write to info@harbourwatch.example")


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
    for tell in (lines.caption, lines.post, lines.sign_off, lines.names_account, lines.opens_caption,
                 lines.in_capitals, lines.pointer, lines.pointer_length, lines.advert):  # fmt: skip
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
    assert lines.wire_line(line) == wire


def test_fields_of_a_mail_are_named():
    assert lines.mail_field("Subject: Ferries resume") == "subject"
    assert lines.mail_field("Betreff: Fähren") == "betreff"
    assert lines.mail_field("Subject:") == lines.mail_field("The subject: ferries") == ""
    assert lines.opens_mail("-----Original Message-----") and not lines.opens_mail("-- A dash")


@pytest.mark.parametrize(
    ("tell", "within", "beyond"),
    [
        (
            lines.sign_off,
            "Harbour Council of the Town Vellmark / Facebook",
            "Harbour Council of the Old Town Vellmark / Facebook",
        ),
        (lines.sign_off, "Copyright 2021 ".ljust(250, "x"), "Copyright 2021 ".ljust(251, "x")),
        (
            lines.pointer,
            "More details " + "pier " * 27 + "vellmark.example.org",
            "More details " + "pier " * 28 + "vellmark.example.org",
        ),
        (lines.wire_line, "a0412 r i bc-storm".rjust(150, "\x01"), "a0412 r i bc-storm".rjust(151, "\x01")),
        (lines.in_capitals, "A" * 20 + "bc", "A" * 20 + "bcd"),
        (lines.pointer_length, "It fell. More details: brine.example.org", "More details: brine.example.org"),
        (lines.advert, "Call now. Order today. Boats, boats.", "Call now. Boats, boats."),
        (lines.advert, "Call now. Offers for your boat.", "Call now. Offers for the boat."),
    ],
)
def test_where_a_sign_ends(tell, within, beyond):
    assert tell(within)
    assert not tell(beyond)
