"""The dirty-data patterns of columns (oekonomi.md 4.2, 4 to 6, 12 and 13): one pattern per column."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from omhu.indlaesning.tabel import moenstre as m


@pytest.mark.parametrize(
    ("vaerdier", "form", "dag"),
    [
        (["01-04-2026", "31-12-2025"], "dd-mm-åååå", date(2026, 4, 1)),
        (["1.4.2026", "31.12.2025"], "dd.mm.åååå", date(2026, 4, 1)),
        (["01/04/2026", "13/12/2025"], "dd/mm/åååå", date(2026, 4, 1)),
        (["1/4-2026", "31/12-2025"], "d/m-åååå", date(2026, 4, 1)),
        (
            ["2026-04-01 10:15:00", "2025-12-31 08:00:00"],
            "åååå-mm-dd",
            datetime(2026, 4, 1, 10, 15),
        ),
        (["2026-04-01T10:15", "2025-12-31"], "åååå-mm-dd", datetime(2026, 4, 1, 10, 15)),
        (["01-04-2026 kl. 10.15", "31-12-2025"], "dd-mm-åååå", datetime(2026, 4, 1, 10, 15)),
        (["01042026", "31122025"], "ddmmåååå", date(2026, 4, 1)),
        (["20260401", "20251231"], "ååååmmdd", date(2026, 4, 1)),
        (["46113", "45000"], "Excels dagtal", date(2026, 4, 1)),
        (["46113.427", "45000"], "Excels dagtal", date(2026, 4, 1)),
    ],
)
def test_one_form_of_date_per_column(vaerdier, form, dag):
    fundet = m.find_datoform(["", "-", "31-12-9999", "00-00-0000", *vaerdier])
    assert fundet.navn == form
    assert fundet.laes(vaerdier[0]) == dag


def test_six_digits_are_no_date():
    with pytest.raises(m.Ulaeselig):
        m.find_datoform(["31-03-1999", "310299"]).laes("310299")


def test_a_date_in_another_form_than_its_column_is_unreadable():
    with pytest.raises(m.Ulaeselig):
        m.find_datoform(["13-04-2026", "14-04-2026", "04/15/2026"]).laes("04/15/2026")


@pytest.mark.parametrize("tekst", ["31-12-9999", "9999-12-31", "31.12.9999", "9999-12-31 00:00:00"])
def test_the_year_9999_is_no_end(tekst):
    assert m.er_aaben(tekst)


@pytest.mark.parametrize(
    ("vaerdier", "navn", "foerste"),
    [
        (["34.562,50", "1.250,00-"], "Beløb", Decimal("34562.50")),
        (["34562,5 kr.", "12,5"], "Beløb", Decimal("34562.5")),
        (["1.250,00-"], "Beløb", Decimal("-1250")),
        (["(500,00)"], "Beløb", Decimal("-500")),
        (["1.234", "12.345"], "Beløb", Decimal("1234")),
        (["1.234", "12.5", "7.25"], "Beløb", Decimal("1.234")),
        (["1,234.50", "12.50"], "Beløb", Decimal("1234.50")),
        (["123450"], "Beløb i øre", Decimal("1234.50")),
        (["12 t.kr."], "Budget", Decimal("12000")),
        (["-1.250,00"], "Beløb", Decimal("-1250")),
    ],
)
def test_amounts_are_read_as_the_column_writes_them(vaerdier, navn, foerste):
    assert m.find_beloebsform(vaerdier, navn).laes(vaerdier[0]) == foerste


@pytest.mark.parametrize(
    ("tekst", "svar"),
    [
        ("J", True),
        ("Ja", True),
        ("X", True),
        ("1", True),
        ("N", False),
        ("Nej", False),
        ("0", False),
        ("", False),
    ],
)
def test_yes_and_no(tekst, svar):
    assert m.laes_ja_nej(tekst) is svar


def test_a_note_is_neither():
    with pytest.raises(m.Ulaeselig):
        m.laes_ja_nej("Se note")


def test_columns_describe_themselves_without_cpr_numbers():
    kolonne = m.beskriv("CPR-nr.", ["610512-1111", "6204131112", "510512111"])
    assert kolonne.art == "cpr"
    assert "61" not in "".join(kolonne.eksempler)
    assert m.beskriv("Start", ["46113", "45990"]).art == "dato"
    assert m.beskriv("Antal", ["3", "12"]).art == "tal"
    assert m.beskriv("Pris", ["1.234,50", "12,00"]).art == "beloeb"
    assert m.beskriv("Akut", ["J", "N"]).art == "ja_nej"
    assert m.beskriv("Status", ["Se note", "?"]).art == "tekst"
