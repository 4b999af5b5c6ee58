import pytest

from summarize.prepare.zoning.line_features import LineFeatures, is_stamp


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
