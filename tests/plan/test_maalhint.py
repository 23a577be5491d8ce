"""A goal that is too vague to be followed up is asked about; nothing is refused."""

import pytest

from omhu.sagsarbejde.plan.maalhint import FORKLARING, hints

FAST = {"indikator": "Fraværet er under 20 %", "ansvarlig": "Skolen", "hvornaar": "2027-02-01"}


@pytest.mark.parametrize(
    "tekst",
    [
        "Emil støttes i sin skolegang",
        "Emil trives bedre i skolen",
        "Der arbejdes på relationen til far",
        "Skolen skal have fokus på ro",
        "Emil får det bedre",
        "Mere struktur i hverdagen",
        "Selvværdet styrkes",
        "Emil skal motiveres til skole",
    ],
)
def test_words_that_can_mean_much_are_asked_about(tekst):
    felter = {**FAST, "tekst": tekst, "indikator": "Man kan mærke det på ham"}
    assert [h.regel for h in hints(felter)] == ["ord"]


@pytest.mark.parametrize(
    "tekst",
    [
        "Emil trives bedre i skolen: han er med i mindst 3 frikvarterer om dagen",
        "Der arbejdes på, at Emil sover hver nat i egen seng",
        "Emil møder i skole fire dage om ugen",
        "Emil har en ven, han ses med uden for skolen",
    ],
)
def test_a_goal_that_two_people_would_see_alike_is_left_in_peace(tekst):
    assert hints({**FAST, "tekst": tekst}) == []


def test_vague_words_with_a_sign_one_can_count_are_left_in_peace():
    assert hints({**FAST, "tekst": "Emil trives bedre i skolen"}) == []


@pytest.mark.parametrize("felt", ["indikator", "ansvarlig", "hvornaar"])
def test_what_is_missing_is_asked_for(felt):
    assert [h.regel for h in hints({**FAST, "tekst": "Emil cykler til skole", felt: " "})] == [felt]


def test_a_sign_that_only_repeats_the_goal_is_no_sign():
    felter = {**FAST, "tekst": "Emil cykler til skole", "indikator": "Emil cykler til skole."}
    assert [h.regel for h in hints(felter)] == ["gentager"]


def test_a_part_goal_needs_no_sign_and_an_empty_goal_no_questions():
    assert (
        hints(
            {"tekst": "Mor ringer til skolen", "ansvarlig": "Mor", "hvornaar": "2027-01-01"},
            delmaal=True,
        )
        == []
    )
    assert hints({"ansvarlig": "Mor"}) == []


def test_every_question_has_its_rule_explained():
    alle = {h.regel for h in hints({"tekst": "Trives bedre"})}
    alle |= {h.regel for h in hints({**FAST, "tekst": "Cykler", "indikator": "cykler"})}
    assert alle == set(FORKLARING)
