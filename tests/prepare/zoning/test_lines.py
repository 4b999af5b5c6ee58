import pytest

from summarize.nlp.tokenize import WORD
from summarize.prepare.zoning.lines import LineFeatures, count_phrases, is_stamp, lines_of, match_length, phrases
from tests.growth import assert_linear


@pytest.mark.parametrize(
    "text",
    [
        "12 May 2025, 10:42",
        "Updated 3 hours ago",
        "Wed., 22 Jan., 8:05 p.m.",
        "2d • 2 min read",
        "venerdì 3 giugno 2025, 10:42",
    ],
)
def test_stamps(text):
    assert LineFeatures(text).stamp
    assert is_stamp(text)


@pytest.mark.parametrize("text", ["May", "12 men of Brine", "", "At 10:42 the pier fell"])
def test_no_stamps(text):
    assert not LineFeatures(text).stamp


@pytest.mark.parametrize(
    "text",
    [
        "By Maud Rettig",
        "by Maud Rettig, reporter",
        "Von Maud Rettig",
        "Por: Agencias",
        "Maud Rettig and Orrin K. Bale",
        "Maud Rettig, Orrin Bale y Tove Rask-Lund",
    ],
)
def test_bylines(text):
    assert LineFeatures(text).byline


@pytest.mark.parametrize(
    "text",
    [
        "By noon the pier was closed",
        "By Tuesday the pier was closed.",
        "Bystanders cheered",
        "Maud Rettig",
        "Maud Rettig and the council",
        "Rettig and Bale",
    ],
)
def test_no_bylines(text):
    assert not LineFeatures(text).byline


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("It fell.", True),
        ("“It fell.”", True),
        ("It fell", False),
        ("它倒了。", True),
        ("पुल गिरा।", True),
        ("“It fell”", False),
    ],
)
def test_ends_of_sentences(text, ends):
    assert LineFeatures(text).ends_sentence is ends


def test_the_sites_voice_is_heard_outside_quotation_marks_only():
    assert LineFeatures("Subscribe to our newsletter for your daily news.").site_voice >= 4
    assert LineFeatures("“Subscribe to our newsletter,” the council wrote to 400 households.").site_voice == 0
    assert LineFeatures("Das Dach und ihre Stützen sollen bleiben.").site_voice == 0
    assert LineFeatures("The US army and the council met.").site_voice == 0


def test_words_of_a_script_without_spaces_are_characters():
    assert LineFeatures("港口委员会关闭了旧码头").size == 11
    assert LineFeatures("* * *").size == 0
    assert LineFeatures("It fell today").size == 3


@pytest.mark.parametrize(
    "text",
    [
        "Key points",
        "KEY POINTS",
        "TL;DR: The pier closes.",
        "Vellmark Pier Quick Looks",
        "Das Wichtigste in Kürze",
    ],
)
def test_labels_of_key_points(text):
    assert LineFeatures(text).labels_abstract


@pytest.mark.parametrize(
    "text", ["In short order the council closed the pier.", "The summary was read aloud in court today"]
)
def test_no_labels_of_key_points(text):
    assert not LineFeatures(text).labels_abstract


def test_joints_of_glued_teasers_are_counted_but_one_name_is_not_two():
    assert LineFeatures("Pier closesNobody knows why today.Boats stay outThe sea is calm today.").joints >= 2
    assert LineFeatures("The AstraZeneca dose and the AstraZeneca price").joints <= 1


@pytest.mark.parametrize(
    ("text", "length"), [("- item", 2), ("• item", 2), ("12. item", 4), ("-item", 0), ("2025 was", 0)]
)
def test_list_marks(text, length):
    assert LineFeatures(text).bullet == length


def test_presented_writers_and_credits():
    assert LineFeatures("Maud Rettig is a reporter who covers the harbour.").biography
    assert not LineFeatures("Maud Rettig is the mayor of Vellmark.").biography
    assert LineFeatures("Photo: Maud Rettig").credit
    assert not LineFeatures("The photo shows the pier").credit


def of_words(begin, count):
    """A line of so many words that begins with some."""
    return " ".join([*begin.split(), *["pier"] * count][:count])


@pytest.mark.parametrize(
    ("fact", "within", "beyond"),
    [
        ("labels_abstract", of_words("Key points:", 60), of_words("Key points:", 61)),
        ("biography", of_words("Maud Rettig is a reporter", 60), of_words("Maud Rettig is a reporter", 61)),
        ("marks_links", of_words("Read more", 12), of_words("Read more", 13)),
        ("marks_links", "Read more", "The pier"),
        ("labels_notice", "Correction: the pier", "The pier: it fell"),
        ("link_like", "Pier | Post | Brine", "Pier | Post"),
        ("link_like", "Pier / Post / Brine", "Pier / Post"),
        ("stamp", of_words("12 " * 20, 20), of_words("12 " * 21, 21)),
        ("byline", of_words("By Maud Rettig", 16), of_words("By Maud Rettig", 17)),
        ("credit", of_words("Photo by Maud Rettig", 45), of_words("Photo by Maud Rettig", 46)),
    ],
)
def test_how_long_a_line_with_a_fact_may_be(fact, within, beyond):
    assert getattr(LineFeatures(within), fact)
    assert not getattr(LineFeatures(beyond), fact)


def test_words_of_four_letters_tell_the_case_of_a_title():
    assert LineFeatures("The Old Pier will shut").title_case == pytest.approx(1 / 3)


def test_marks_are_no_words_however_few():
    assert LineFeatures("* * * * *").size == 0


def test_every_line_end_of_unicode_ends_a_line():
    text = "a\x0bb\x0cc\x1cd\x85e\u2028f\u2029g"
    assert [text[start:end] for start, end in lines_of(text)] == list("abcdefg")


def test_codes_of_a_wire_are_a_line_of_their_own():
    assert list(lines_of("\x01\x02Ab")) == [(0, 2), (2, 4)]
    assert list(lines_of("\x01\x02\nAb")) == [(0, 2), (3, 5)]


@pytest.mark.parametrize(
    "key",
    [
        "site_phrases",
        "link_openers",
        "reader_words",
        "publisher_words",
        "reader_orders",
        "notice_labels",
        "abstract_labels",
    ],
)
def test_every_phrase_can_be_found(key):
    for each in phrases(key).values():
        for phrase in each:
            assert tuple(WORD.findall(" ".join(phrase).lower().replace("n°", "n"))) == phrase


def test_the_longest_phrase_counts_once():
    words = ["read", "more", "on", "this", "story", "and", "subscribe", "to", "the", "newsletter"]
    assert count_phrases(words, phrases("site_phrases")) == 4
    assert count_phrases(["nothing", "here"], phrases("site_phrases")) == 0


def test_a_phrase_matches_only_where_it_begins():
    index = phrases("site_phrases")
    assert match_length(["all", "rights", "reserved"], index) == 3
    assert match_length(["all", "rights"], index) == 0
    assert match_length([], index) == 0


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
        ("The council and the old town disagree:Boats land elsewhere", True, True),
        ("The mayor said:“No boats.”", True, False),
        ("At 10:30 Boats landed", True, False),
        ("Watch: the pier (0:48)The boats landed on Tuesday.", False, False),
        ("More: " + "pier " * 44, False, True),
        ("More: " + "pier " * 45, False, False),
    ],
)
def test_links_to_other_stories_are_told_by_a_label_and_its_colon(text, glued, found):
    assert LineFeatures(text).link(glued=glued) == found


@pytest.mark.parametrize("fact", ["caption", "post", "sign_off", "pointer", "advert"])
@pytest.mark.parametrize("text", REPORT)
def test_report_is_none_of_them(fact, text):
    assert not getattr(LineFeatures(text), fact)


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
    assert LineFeatures(text).caption


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
    assert LineFeatures(text).post


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
    assert LineFeatures(text).sign_off


def test_a_last_sentence_that_points_to_a_web_page_is_measured():
    text = "The pier is closed. The full report can be found on vellmark.example.org."
    assert text[-LineFeatures(text).pointer_length :] == "The full report can be found on vellmark.example.org."
    assert LineFeatures("The pier is closed. It will open in May.").pointer_length == 0


@pytest.mark.parametrize(
    ("words", "end", "caption"),
    [
        (20, "(AP Photo/Tove Rask)", True),
        (96, "(AP Photo/Tove Rask)", True),
        (97, "(AP Photo/Tove Rask)", False),
        (20, "(Nordline via AP, File)", True),
        (20, "(the AP photo is old) they said", False),
        (20, "(Reuters)", False),
        (20, f"(AP Photo{'/Rask' * 30})", False),
    ],
)
def test_a_paragraph_that_ends_in_a_credit_in_brackets_is_a_caption(words: int, end: str, caption: bool) -> None:
    assert LineFeatures(f"{'ferry ' * words}boat. {end}").caption is caption


def test_captions_of_a_broadcast_begin_with_their_marks():
    begun = ["WEBVTT", ">> We left.", "00:00:01.000 --> 00:00:04.000"]
    assert all(LineFeatures(text).opens_caption for text in begun)
    assert not any(LineFeatures(text).opens_caption for text in ["We left.", "10:42 The pier closes", "- item"])
    assert LineFeatures("MAX: WE LEFT THE PIER.").in_capitals
    assert not LineFeatures("We left the NATO pier.").in_capitals
    assert not LineFeatures("2017").in_capitals


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
    assert LineFeatures(text).advert


def test_an_account_is_not_an_address():
    assert LineFeatures("Follow @harbourwatch today").names_account
    assert not LineFeatures("Write to info@harbourwatch.example").names_account


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
    for fact in (
        "caption",
        "post",
        "sign_off",
        "names_account",
        "opens_caption",
        "in_capitals",
        "pointer",
        "pointer_length",
        "advert",
        "positions",
    ):
        assert_linear(lambda text, fact=fact: getattr(LineFeatures(text), fact), unit)
    assert_linear(lambda text: LineFeatures(text).link(glued=True), unit)


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
    assert LineFeatures(line).wire_line == wire


def test_fields_of_a_mail_are_named():
    assert LineFeatures("Subject: Ferries resume").mail_field == "subject"
    assert LineFeatures("Betreff: Fähren").mail_field == "betreff"
    assert LineFeatures("Subject:").mail_field == LineFeatures("The subject: ferries").mail_field == ""
    assert LineFeatures("-----Original Message-----").opens_mail and not LineFeatures("-- A dash").opens_mail


@pytest.mark.parametrize(
    ("fact", "within", "beyond"),
    [
        (
            "sign_off",
            "Harbour Council of the Town Vellmark / Facebook",
            "Harbour Council of the Old Town Vellmark / Facebook",
        ),
        ("sign_off", "Copyright 2021 ".ljust(250, "x"), "Copyright 2021 ".ljust(251, "x")),
        (
            "pointer",
            "More details " + "pier " * 27 + "vellmark.example.org",
            "More details " + "pier " * 28 + "vellmark.example.org",
        ),
        ("wire_line", "a0412 r i bc-storm".rjust(150, "\x01"), "a0412 r i bc-storm".rjust(151, "\x01")),
        ("in_capitals", "A" * 20 + "bc", "A" * 20 + "bcd"),
        ("pointer_length", "It fell. More details: brine.example.org", "“More details: brine.example.org"),
        ("advert", "Call now. Order today. Boats, boats.", "Call now. Boats, boats."),
        ("advert", "Call now. Offers for your boat.", "Call now. Offers for the boat."),
    ],
)
def test_where_a_sign_ends(fact, within, beyond):
    assert getattr(LineFeatures(within), fact)
    assert not getattr(LineFeatures(beyond), fact)
