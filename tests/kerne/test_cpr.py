"""CPR numbers as extracts write them. All numbers here are replacement numbers or impossible ones."""

from datetime import date

import pytest

from omhu.kerne.cpr import CprFejl, laes, maskeret

I_DAG = date(2026, 11, 21)


@pytest.mark.parametrize("tekst", ["6105124111", "610512-4111", " 610512 - 4111 ", "610512–4111"])
def test_forms_of_one_number(tekst):
    svar = laes(tekst, pr=I_DAG)
    assert (svar.nummer, svar.art, svar.foedselsdag) == (
        "6105124111",
        "ERSTATNING",
        date(2012, 5, 1),
    )


def test_the_zero_that_a_spreadsheet_ate():
    svar = laes("105124111", pr=I_DAG)
    assert (svar.nummer, svar.art, svar.foedselsdag) == ("0105124111", "CPR", date(2012, 5, 1))


def test_no_number_is_refused_for_modulus_11():
    """Two numbers that differ in the last digit only cannot both fulfil it."""
    assert laes("6105124111", pr=I_DAG).nummer != laes("6105124112", pr=I_DAG).nummer


@pytest.mark.parametrize(
    ("tekst", "ord_"),
    [
        ("993112-4111", "ikke en dato"),
        ("610012-4111", "ikke en dato"),
        ("613005-111", "ikke en dato"),
        ("12345", "5 cifre"),
        ("610512-411A", "andre tegn"),
        ("610530-4111", "ikke er kommet endnu"),
        ("610599-5111", "over 120 år"),
    ],
)
def test_what_cannot_be_a_number_is_refused_without_repeating_it(tekst, ord_):
    with pytest.raises(CprFejl, match=ord_) as fejl:
        laes(tekst, pr=I_DAG)
    assert tekst not in str(fejl.value)


def test_shown_masked_only():
    assert maskeret("6105124111") == "610512-••••" == str(laes("6105124111", pr=I_DAG))
    assert maskeret("") == ""
