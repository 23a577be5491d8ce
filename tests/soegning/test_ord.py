"""Danish words in all their forms are one word to search; what could be a CPR number is no word at all."""

import pytest

from omhu.sagsarbejde.soegning.ord import sporg, stamme, til_indeks, uddrag


@pytest.mark.parametrize(
    "former",
    [
        "skole skolen skolens skoler skolerne",
        "barn barnet barnets børn børnene børnenes BØRN boern",
        "mor mødre mødrene",
        "sulten sultent sulte",
        "patient patienten patienter",
        "underretning underretningen underretninger underretningernes",
        "Aabenraa Åbenrå åbenrå",
        "fravær fraværet fravaer",
        "bekymring bekymringer bekymringens",
        "café cafe",
    ],
)
def test_forms_of_a_word_have_one_stem(former):
    assert len({stamme(o) for o in former.split()}) == 1


@pytest.mark.parametrize(("a", "b"), [("mor", "morgen"), ("bo", "bog"), ("plan", "plads")])
def test_other_words_keep_their_own(a, b):
    assert stamme(a) != stamme(b)


def fundet(spurgt, tekst):
    indeks = til_indeks([tekst])
    return all(any(led in indeks for led in s.led) for s in sporg(spurgt))


@pytest.mark.parametrize(
    ("spurgt", "tekst", "ja"),
    [
        ("skolens lærere", "Læreren på skolen ringede", True),
        ("skolefrav", "Skolefraværet vokser", True),  # still being typed
        ("frav skole", "fraværet i skolen", False),  # only the last word is
        ("skole mor", "Skolen ringede", False),  # all words
        ("plejefamilie", "Plejefamilien i Åbenrå", True),
        ("aabenraa", "Plejefamilien i Åbenrå", True),
        ("ordet", "En sætning uden", False),
        ("kole", "Skolen", False),  # not in the middle of a word
    ],
)
def test_what_a_question_finds(spurgt, tekst, ja):
    assert fundet(spurgt, tekst) is ja


def test_no_number_that_a_cpr_number_may_begin_with_is_a_word():
    tekst = til_indeks(["710781-3001 og 7107813001 og 710781 3001 den 12. maj 2026, stue 4"])
    assert tekst.split() == ["12", "2026", "3001", "4", "den", "maj", "og", "stue"]
    assert sporg("7107813001") == []


def test_the_order_of_a_text_cannot_be_read_out_of_the_index():
    assert til_indeks(["Faderen slår moderen"]) == til_indeks(["Moderen slår faderen"])


def test_the_excerpt_is_the_text_itself_with_the_words_marked():
    tekst = (
        "Indledning. " * 40
        + "Læreren siger, at Emil savner sine kammerater i skolen. "
        + "Slut. " * 40
    )
    dele = uddrag(tekst, sporg("skole lærer"))
    assert [t for t, er in dele if er] == ["Læreren", "skolen"]
    assert dele[0] == ("… ", False)
    assert dele[-1] == (" …", False)
    assert "".join(t for t, _ in dele[1:-1]) in tekst
    assert len("".join(t for t, _ in dele)) < 320


def test_a_text_of_a_megabyte_of_different_words_is_cut():
    tekst = " ".join(f"ord{n}" for n in range(100_000))
    assert len(til_indeks([tekst]).split()) == 20_000
