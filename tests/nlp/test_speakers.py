"""Who says a quotation: the subject beside the verb of saying; nobody rather than the wrong one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.nlp.speakers import find_speaker, outside_quotations, quoted_share, says_by_role
from tests.growth import assert_linear

NAMED = [
    ("“We will fight,” said Merz.", "Merz"),
    ("“We will fight,” said Friedrich Merz, the chancellor.", "Friedrich Merz"),
    ("“We will fight,” the chancellor, Friedrich Merz, said on Monday.", "Friedrich Merz"),
    ("U.S. Treasury Secretary Scott Bessent called for a quick deal.", "U.S. Treasury Secretary Scott Bessent"),
    (
        "The talks were held in Kyiv, where U.S. Treasury Secretary Scott Bessent called for a quick deal.",
        "U.S. Treasury Secretary Scott Bessent",
    ),
    ("Hughes added that the deal “is good.”", "Hughes"),
    ("The bill is dead, according to Senator Ana Ruiz.", "Senator Ana Ruiz"),
    ("Ursula von der Leyen said that Europe “will pay.”", "Ursula von der Leyen"),
    ("“Não vamos desistir”, disse Luiz Inácio Lula da Silva.", "Luiz Inácio Lula da Silva"),
    ("“Não vamos desistir”, disse o presidente Lula.", "Lula"),
    ("«No vamos a parar», dijo Pedro Sánchez.", "Pedro Sánchez"),
    ("El presidente del Gobierno, Pedro Sánchez, dijo que España «no va a parar».", "Pedro Sánchez"),
    ("« Nous ne céderons pas », a déclaré Emmanuel Macron.", "Emmanuel Macron"),
    ("Emmanuel Macron a déclaré que la France « ne cédera pas ».", "Emmanuel Macron"),
    ("„Wir machen weiter“, sagte Friedrich Merz am Montag.", "Friedrich Merz"),
    ("Bundeskanzler Friedrich Merz erklärte, man werde „weitermachen“.", "Bundeskanzler Friedrich Merz"),
    ("Ruiz runs tour groups through his land and said now is the time.", "Ruiz"),
    ("Segundo a Infraero, nenhuma foi cancelada.", "Infraero"),
    ("Laut Polizei wurde niemand verletzt.", "Polizei"),
    ("«Non ci fermeremo», ha detto Giorgia Meloni.", "Giorgia Meloni"),
    ("Ahmad al-Sharaa told reporters the country “needs help.”", "Ahmad al-Sharaa"),
    ("Mohammed bin Salman said the kingdom “will invest.”", "Mohammed bin Salman"),
    ("Ana Ruiz, a lawyer from Leeds, said the law “is dead.”", "Ana Ruiz"),
    ("Ana Ruiz, 47, a lawyer from Leeds, said the law “is dead.”", "Ana Ruiz"),
    ("The lawyer, Ana Ruiz, said the law “is dead.”", "Ana Ruiz"),
    ("A body was found, the Somerset Sheriff’s Office said.", "Somerset Sheriff’s Office"),
    ("Nobody is safe, according to the World Wide Fund for Nature.", "World Wide Fund for Nature"),
    ("The Centers for Disease Control said nobody was safe.", "Centers for Disease Control"),
    ("“The law is dead,” Ana Ruiz, who heads the union, told the BBC.", "Ana Ruiz"),
    ("While the talks went on, Kyiv said it was “ready.”", "Kyiv"),
    ("The White House said it was “ready.”", "White House"),
    ("The Kremlin, meanwhile, said it was “ready.”", "Kremlin"),
    ("He met Trump, who said the deal was “close.”", "Trump"),
    ("Waltz and Rubio said the deal was “close.”", "Waltz and Rubio"),
    ("Sen. John McCain said the deal was “close.”", "Sen. John McCain"),
    ("Gen. Keith Kellogg said the deal was “close.”", "Gen. Keith Kellogg"),
    ("The deal, Trump said, is “close.”", "Trump"),
    ("The deal, Trump told reporters on Friday, is “close.”", "Trump"),
    ("“Enough!” shouted Ruiz.", "Ruiz"),
    ("“Enough,” John F. Kennedy said.", "John F. Kennedy"),
    ("President Trump on Friday said the deal was “close.”", "Trump"),
    ("Trump, speaking in Ohio on Friday, said the deal was “close.”", "Trump"),
    ("The AP reported that the deal was “close.”", "AP"),
    ("The company’s chief executive, Tim Cook, said the deal was “close.”", "Tim Cook"),
    ("“Close,” Cook, the company’s chief executive, said.", "Cook"),
    ("Merkel sagte dem Spiegel, man sei „bereit“.", "Merkel"),
    (
        "“Scott Bessent went there and they told him ‘no,’” President Donald Trump told reporters on Wednesday.",
        "Donald Trump",
    ),
    (
        "The loss is “a disaster,” the Kenyan conservationist Ana Ruiz, of WildlifeDirect, told the AP.",
        "Ana Ruiz",
    ),
]
# What once was taken for a speaker: abbreviations, places, things, parts of names, subjects of other verbs.
RUBBISH = [
    "The note on her health, from a doctor at the hospital in Mount Somerset, New York, said she was “fit.”",
    "A representative for Somerset declined to comment on the case.",
    "The release, dated Dec. 23, asks for a meeting and urges the network to reply.",
    "The student, from Somers, N.Y., charges that two women falsely accused him.",
    "A North Carolina pair is suing the makers, saying the house was left “unfit.”",
    "The number stays high, according to the U.S. Census Bureau’s annual Families and Living Arrangements tables.",
    "The watch stopped at noon, according to court records.",
    "The offer drew praise, including being called a “compromise” and a move by Ruiz toward “the center.”",
    "It took a day for the member’s blunt Impeachment promise to prompt Ruiz, by his own telling, to act.",
    "Members of the panel set no limits, but they want a warning label on the box.",
    "The panel met, according to the group’s top Democrat, Ana Ruiz.",
    "In a filing, the state secretary of labor’s office found that backers had reported on time.",
    "When authorities responded to a call they found nobody.",
    "Israel and Middle East reporting is called for on Monday.",
]
ROLES = [
    ("Quinze pessoas morreram, informou hoje um porta-voz da organização.", "um porta-voz da organização"),
    ("Ninguém morreu, disse o porta-voz do governo à BBC.", "o porta-voz do governo"),
    ("Top Ruiz advisers, including senior spokeswoman Ana Leeds, said it was over.", "Top Ruiz advisers"),
    ("Nadie murió, dijo ayer el ministro.", "el ministro"),
    ("The state’s office found that the vote was fair, the ministry said.", "the ministry"),
    ("According to the ministry, “nobody was hurt.”", "the ministry"),
    ("“Não vamos desistir”, afirmou o ministro.", "o ministro"),
    ("Según una portavoz de la policía, nadie murió.", "una portavoz de la policía"),
    ("Segundo a polícia, ninguém ficou ferido.", "a polícia"),
    ("Según el ministro, la ley saldrá adelante.", "el ministro"),
    ("« Nous ne céderons pas », a déclaré le ministre.", "le ministre"),
    ("Selon la police, personne n’a été blessé.", "la police"),
    ("„Wir machen weiter“, sagte der Sprecher.", "der Sprecher"),
    ("„Wir machen weiter“, sagte ein Sprecher der Polizei.", "ein Sprecher der Polizei"),
    ("Am Montag erklärte die Regierung, man werde „weitermachen“.", "die Regierung"),
    ("“It was a mess,” the plumber said.", "the plumber"),
    ("“It was a mess,” said a plumber from Leeds.", "a plumber from Leeds"),
    ("Officials in Kyiv and Washington said the deal was “close.”", "Officials in Kyiv and Washington"),
    ("A spokesman for Trump said the deal was “close.”", "A spokesman for Trump"),
    ("Two people familiar with the matter said the deal was “close.”", "Two people familiar with the matter"),
    ("Police said nobody was hurt.", "Police"),
    ("Experts warned of “grave danger.”", "Experts"),
    ("In a letter to Trump, the mayor said the city was “tired.”", "the mayor"),
    ("The court asked for the papers but the ministry refused.", "The court"),
    ("Britain’s foreign secretary said the deal was “close.”", "Britain’s foreign secretary"),
]
PRONOUNS = [
    "« Nous ne céderons pas », a-t-il déclaré.",
    "« Nous ne céderons pas », dit-elle.",
    "„Wir machen weiter“, sagte er.",
    "“It was a mess,” she said.",
    "“It was a mess,” said she.",
]
NOBODY = [
    "Prices rose by 3 percent in May.",
    "The new figures suggested a slowdown.",
    "The plan was described as “reckless” in Kyiv.",
    "Trump’s claims about the “stolen” vote were rejected.",
    "Talks collapsed in Riyadh, adding to fears of a “long war.”",
    "Trump called Putin on Friday.",
    "Nothing was said about the “plan.”",
    "It is said that the city was “tired.”",
    "Asked about the “plan,” Ruiz declined to comment.",
]


@pytest.mark.parametrize(("sentence", "speaker"), NAMED)
def test_a_speaker_is_named_by_the_subject(sentence: str, speaker: str) -> None:
    found = find_speaker(sentence)
    assert (found.text, found.kind) == (speaker, "name" if speaker != "Police" else "role")


@pytest.mark.parametrize(("sentence", "speaker"), ROLES)
def test_a_speaker_without_a_name_is_a_role_with_its_description(sentence: str, speaker: str) -> None:
    found = find_speaker(sentence)
    assert (found.text, found.kind) == (speaker, "role")


@pytest.mark.parametrize("sentence", RUBBISH)
def test_what_is_no_subject_of_saying_is_no_speaker(sentence: str) -> None:
    assert find_speaker(sentence).text == ""


@pytest.mark.parametrize("sentence", PRONOUNS)
def test_a_pronoun_names_nobody(sentence: str) -> None:
    found = find_speaker(sentence)
    assert (found.text, found.kind) == ("", "pronoun")


@pytest.mark.parametrize("sentence", NOBODY)
def test_where_nobody_plainly_speaks_nobody_is_named(sentence: str) -> None:
    assert find_speaker(sentence).kind == ""


def test_a_pronoun_after_a_named_speaker_means_that_speaker() -> None:
    assert find_speaker("Trump said he told them it was “over.”").text == "Trump"


def test_the_speaker_beside_the_quotation_wins() -> None:
    assert find_speaker("The ministry said Tuesday that the mayor told it the plan was “dead.”").text == "the mayor"


def test_the_one_who_is_spoken_to_is_not_the_speaker() -> None:
    assert find_speaker("“It is over,” told the BBC.").text == ""


def test_every_speaker_of_the_seeds_stands_in_its_sentence_and_is_no_place_or_day(sentences: list[str]) -> None:
    found = [(find_speaker(sentence), sentence) for sentence in sentences]
    assert sum(bool(speaker.text) for speaker, _ in found) >= 50
    assert all(speaker.text in sentence for speaker, sentence in found)
    wrong = {"U.S", "U.S.", "Friday", "Kyiv", "Munich", "Ukraine", "Russia", "China", "Washington", "Europeans", "EU"}
    assert not wrong & {speaker.text for speaker, _ in found}


SEEDS = [
    ("Mike Waltz, Trump’s national security adviser, predicted", "Mike Waltz"),
    ("We discussed this issue about the mineral rights", "Secretary of State Marco Rubio"),
    ("The secretary said Zelensky was initially", "The secretary"),
    ("The Trump administration presented a new framework", "Axios"),
    ("Kellogg, after the meeting, described Zelensky", "Kellogg"),
    ("Trump, frustrated with the delays", "Trump"),
    ("Speaking at the Conservative Political Action Conference", "National Security Adviser Mike Waltz"),
    ("Zelenskyy aims to connect", "three individuals familiar with the ongoing US-Ukraine talks"),
    ("When asked if the deal was unfavorable", "a third Ukrainian official familiar with the proposal"),
    ("Zelensky’s decision to reject a deal", "a senior White House official"),
    ("White House National Security Council spokesman", "Brian Hughes"),
    ("The Trump administration has grown weary", "Hughes"),
    ("Hughes added that the White House believes", "Hughes"),
    ("Subsoil belongs to Ukrainians", "Kseniiia Orynchak"),
    ("That meeting was “very good”", "the senior official"),
]


@pytest.mark.parametrize(("beginning", "speaker"), SEEDS)
def test_the_seeds_speakers_are_found(sentences: list[str], beginning: str, speaker: str) -> None:
    (sentence,) = {each for each in sentences if each.lstrip("“").startswith(beginning)}
    assert find_speaker(sentence).text == speaker


def test_words_by_role_are_told_from_other_uses() -> None:
    text = "The deal is dead, the official said."
    assert says_by_role(text, (18, 30))
    assert not says_by_role("The official left early.", (0, 12))
    assert says_by_role("It is dead, according to the official.", (25, 37))


@given(st.text(alphabet="abc “”'\"«»‘’,. said Zed", max_size=80))
def test_blanking_out_keeps_offsets_and_shares_are_shares(sentence: str) -> None:
    outside = outside_quotations(sentence)
    assert len(outside) == len(sentence)
    assert all(a in (b, " ") for a, b in zip(outside, sentence, strict=True))
    assert 0 <= quoted_share(sentence, outside) <= 1


PIECES = ["a", "Z", " ", ",", ".", "“", "”", "’", "-", " said ", " the ", " Ruiz", " and ", " by ", "according to "]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_line_gets_an_answer_that_stands_in_it(sentence: str) -> None:
    assert find_speaker(sentence).text in sentence


@pytest.mark.parametrize(
    "piece", ["said ", "Ruiz, ", "the ", "and ", "said by ", "“", "“a” said Ruiz, ", "who said, ", "a-"]
)
def test_an_endless_sentence_takes_linear_time(piece: str) -> None:
    assert_linear(find_speaker, piece)
    assert_linear(outside_quotations, piece)
