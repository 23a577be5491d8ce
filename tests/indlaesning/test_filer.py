"""Files as they come: what they are, how they are encoded, where their header is (oekonomi.md 4.2, 1 to 3, 16)."""

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from omhu.indlaesning.fejl import Afvisning
from omhu.indlaesning.tabel import tabel as tabelmodul
from omhu.indlaesning.tabel.filart import filart
from omhu.indlaesning.tabel.tabel import aabn
from tests.indlaesning.stoette import skriv

DANSK = "Sag;Navn;Årsag\n1;Åse Ærø;Mistrivsel på Sønderskolen\n2;Jørgen Ø;Omsorgssvigt\n"


@pytest.mark.parametrize("kode", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850", "mac_roman"])
def test_danish_letters_in_every_encoding(tmp_path, kode):
    [t] = aabn(skriv(tmp_path, "x.csv", DANSK, kode))
    assert t.kolonner == ["Sag", "Navn", "Årsag"]
    assert [r for _, r in t.raekker()][0] == ["1", "Åse Ærø", "Mistrivsel på Sønderskolen"]


@pytest.mark.parametrize("skille", [";", ",", "\t", "|"])
def test_every_separator(tmp_path, skille):
    [t] = aabn(skriv(tmp_path, "x.csv", DANSK.replace(";", skille)))
    assert t.kolonner == ["Sag", "Navn", "Årsag"]


def test_newlines_and_separators_inside_quotes(tmp_path):
    [t] = aabn(skriv(tmp_path, "x.csv", 'Sag;Note\n1;"linje 1;\nlinje ""2"""\n2;ok\n'))
    assert list(t.raekker()) == [(2, ["1", 'linje 1;\nlinje "2"']), (3, ["2", "ok"])]


def test_titles_blank_columns_repeated_headers_and_totals(tmp_path):
    [t] = aabn(
        skriv(
            tmp_path,
            "x.csv",
            "Udtræk af foranstaltninger;;;\nUdtræksdato: 01-11-2026;;;\n;;;\nSag;;Start;Beløb\n1;;01-01-2026;100,00\n"
            "Sag;;Start;Beløb\n2;;01-02-2026;200,00\n;;;\nI alt;;;300,00\n",
        )
    )
    assert t.kolonner == ["Sag", "Start", "Beløb"]
    assert list(t.raekker()) == [
        (5, ["1", "01-01-2026", "100,00"]),
        (7, ["2", "01-02-2026", "200,00"]),
    ]
    assert t.stoej == {"hoved": 1, "tom": 1, "i_alt": 1}


def test_merged_headings_in_two_rows(tmp_path):
    [t] = aabn(
        skriv(
            tmp_path,
            "x.csv",
            "Sag;Bevilling;;Pris\n;Fra;Til;\n1;01-01-2026;01-02-2026;100\n2;01-01-2026;;100\n",
        )
    )
    assert t.kolonner == ["Sag", "Bevilling Fra", "Bevilling Til", "Pris"]
    assert [nr for nr, _ in t.raekker()] == [3, 4]


def test_a_workbook_with_typed_cells_and_several_sheets(tmp_path):
    sti = tmp_path / "x.xlsx"
    bog = xlsxwriter.Workbook(sti)
    ark = bog.add_worksheet("Januar")
    ark.write_row(0, 0, ["Udtræk januar"])
    ark.write_row(2, 0, ["Sag", "Start", "Tid", "Cpr", "Beløb"])
    dato = bog.add_format({"num_format": "dd-mm-yyyy"})
    ark.write(3, 0, "1")
    ark.write_datetime(3, 1, datetime(2026, 1, 2), dato)
    ark.write_datetime(3, 2, datetime(2026, 1, 2, 10, 15), dato)
    ark.write(3, 3, 105124111)
    ark.write(3, 4, 12.5)
    bog.add_worksheet("Tomt")
    bog.close()
    [t] = aabn(sti)
    assert t.navn == "x.xlsx [Januar]"
    assert list(t.raekker()) == [
        (4, ["1", "2026-01-02", "2026-01-02T10:15:00", "105124111", "12.5"])
    ]


def test_the_row_limit_of_a_spreadsheet_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(tabelmodul, "EXCEL_GRAENSER", (4,))
    [t] = aabn(skriv(tmp_path, "x.csv", "Sag;Start\n1;2\n2;3\n3;4\n"))
    list(t.raekker())
    assert t.stoej == {"raekkegraense": 4}


def _zip(**filer):
    ud = io.BytesIO()
    with zipfile.ZipFile(ud, "w", zipfile.ZIP_DEFLATED) as z:
        for navn, indhold in filer.items():
            z.writestr(navn, indhold)
    return ud.getvalue()


@pytest.mark.parametrize(
    ("navn", "indhold", "ord_"),
    [
        ("x.csv", b"%PDF-1.7\n...", "ikke det, den hedder"),
        ("x.csv", b"\x89PNG\r\n\x1a\n\x00\x00", "ikke det, den hedder"),
        ("x.xlsx", b"Sag;Start\n1;2\n", "ikke det, den hedder"),
        ("x.xlsx", b"<html><table><tr><td>Sag", "ikke det, den hedder"),
        ("x.csv", _zip(a="b"), "ikke det, den hedder"),
        ("x.zip", b"Sag;Start\n1;2\n", "ikke det, den hedder"),
        ("x.zip", b"PK\x03\x04" + b"x" * 50, "ødelagt"),
        ("x.csv", b"", "tom"),
        ("x.csv", b"\xef\xbb\xbf \r\n", "tom"),
        ("x.csv", b"1;2;3\n4;5;6\n", "kolonnenavne"),
        ("x.csv", b'Sag;Note\n1;x\n2;"a\n3;b\n4;c\n', "række 3.*anførselstegn"),
        ("x.csv", b'Sag;Note\n1;"' + b"a;b\n" * 400_000, "anførselstegn"),
    ],
)
def test_files_that_cannot_be_read(tmp_path, navn, indhold, ord_):
    with pytest.raises(Afvisning, match=ord_) as fejl:
        [list(t.raekker()) for t in aabn(skriv(tmp_path, navn, indhold))]
    assert navn in str(fejl.value)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Afvisning, match="findes ikke"):
        filart(tmp_path / "x.csv")


def test_a_file_name_with_a_cpr_number_is_not_repeated(tmp_path):
    with pytest.raises(Afvisning) as fejl:
        aabn(skriv(tmp_path, "sag 610512-4111.csv", b""))
    assert "610512" not in str(fejl.value)


def test_repeated_headers_of_two_rows_and_cases_named_like_totals(tmp_path):
    hoved = "Sag;Bevilling;\n;Fra;Til\n"
    [t] = aabn(
        skriv(
            tmp_path, "x.csv", f"{hoved}SUM-1;01-01-2026;02-01-2026\n{hoved}2;01-01-2026;\nSum:;;\n"
        )
    )
    assert [r[0] for _, r in t.raekker()] == ["SUM-1", "2"]
