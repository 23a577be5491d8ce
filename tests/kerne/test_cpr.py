"""CPR numbers as extracts write them. All numbers here are replacement numbers or impossible ones."""

from datetime import date

import pytest

from omhu.kerne.cpr import CprFejl, har_cpr, laes, maskeret, uden_cpr

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


@pytest.mark.parametrize(
    ("tekst", "uden"),
    [
        ("Mor er 610512-4111, far ukendt", "Mor er 610512-••••, far ukendt"),
        ("6105124111", "610512-••••"),
        ("610512 4111 og 610512–4112", "610512-•••• og 610512-••••"),
        ("cpr=6105124111|navn=x", "cpr=610512-••••|navn=x"),
        ('{"a": "0105124111"}', '{"a": "010512-••••"}'),
        ("a6105124111b", "a610512-••••b"),
        (
            "01a2047d-8440-729d-adaf-6311057686b3 6105124111",
            "01a2047d-8440-729d-adaf-6311057686b3 610512-••••",
        ),
        ("deadbeef" * 4 + "-610512-4111", "deadbeef" * 4 + "-610512-••••"),
    ],
)
def test_what_looks_like_a_number_is_masked_wherever_it_stands(tekst, uden):
    assert har_cpr(tekst)
    assert uden_cpr(tekst) == uden
    assert not har_cpr(uden)


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "2019-02-18T10:15:00",
        "20190218 1015",
        "sag 4599999999",  # no such day
        "6113124111",  # no such month
        "0000000000",
        "16105124111",  # eleven digits
        "610512-41110",
        "12 34 56 78",
        "1.234.567,89",
        "01a2047d-8440-729d-adaf-6311057686b3",  # an id that Omhu or another system gave by chance
        "plan 01A2047D-8440-729D-ADAF-B36311057686, udgave 1",
        "omhu-01a2047d8440729dadaf6311057686b3",
        "3d9a" * 8 + "b6105124111c" + "07e4" * 5,  # a fingerprint of a file
    ],
)
def test_other_numbers_are_left(tekst):
    assert not har_cpr(tekst)
    assert uden_cpr(tekst) == tekst
