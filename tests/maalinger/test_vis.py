"""Figures out: the JSON contract, CSV, xlsx, and small numbers kept back."""

from __future__ import annotations

import csv
import io
import json
from argparse import Namespace

import pytest
from python_calamine import CalamineWorkbook

from omhu.config.kommandoer import maaling
from omhu.config.kommandoer.faelles import Afvist
from omhu.maalinger import statistik, vis


@pytest.fixture
def tal(stevns, maal):
    return list(maal(stevns).values())


def test_json_is_the_contracts_list(tal):
    raekker = json.loads(vis.som_json(tal))
    foerste = raekker[0]
    assert {k: foerste[k] for k in ("raekke", "tekst", "taeller", "naevner", "vist_som")} == {
        "raekke": "T1-01",
        "tekst": "Utilstrækkelig inddragelse af barnet",
        "taeller": 7,
        "naevner": 11,
        "vist_som": "7 ud af 11",
    }
    assert foerste["sager"] == ["ST-01", "ST-03", "ST-07", "ST-09", "ST-11", "ST-12", "ST-13"]
    assert set(foerste["grunde"]) == set(foerste["sager"])
    assert next(r for r in raekker if r["raekke"] == "4MD-01")["naevner"] is None


def test_csv_has_one_line_per_row(tal):
    linjer = list(csv.DictReader(io.StringIO(vis.som_csv(tal))))
    assert len(linjer) == len(tal)
    assert linjer[2]["sager"] == "ST-03 ST-07 ST-09 ST-11 ST-12 ST-13"
    assert (linjer[2]["fra"], linjer[2]["konvention"]) == ("2019-02-18", "ud_af_naevneren")
    assert linjer[2]["version"] == "2011-01-01"


def test_file_that_can_not_be_written_is_refused(tal, tmp_path):
    fil = str(tmp_path / "findes-ikke" / "tal.csv")
    with pytest.raises(Afvist, match="kan ikke skrives"):
        maaling._skriv(vis, tal, "csv", Namespace(ud=fil))


def test_workbook_has_figures_and_cases(tal, tmp_path):
    vis.som_xlsx(tal, tmp_path / "t.xlsx", "Task Force")
    bog = CalamineWorkbook.from_path(str(tmp_path / "t.xlsx"))
    assert bog.sheet_names == ["Tal", "Sager"]
    raekker = bog.get_sheet_by_name("Tal").to_python()
    assert raekker[1][:6] == [
        "T1-01",
        "Inddragelse",
        "Utilstrækkelig inddragelse af barnet",
        7.0,
        11.0,
        "7 ud af 11",
    ]
    sager = bog.get_sheet_by_name("Sager").to_python()
    assert ["T1-03", "ST-04", "ude", "Samtalen er fravalgt, og bedømmeren er enig."] in [
        [r[0], *r[2:5]] for r in sager
    ]


def test_table_shows_the_traps_beside_the_figure(tal):
    tekst = vis.tabel(tal)
    linjer = tekst.splitlines()
    nr = next(n for n, linje in enumerate(linjer) if linje.startswith("T1-06"))
    assert "ST-06, ST-11" in linjer[nr + 1]
    assert "ikke tilfældigt udvalgt" in linjer[-1]


@pytest.mark.parametrize(
    ("k", "n", "skjult"),
    [
        (7, 11, True),
        (5, 11, False),
        (0, 11, False),
        (1, 11, True),
        (0, 4, True),
        (11, 11, False),
        (0, 0, False),
        (57, None, False),
    ],
)
def test_small_numbers_are_kept_back_outside(k, n, skjult):
    """Fewer than five counted, or fewer than five of the rest, may not be shown; none may. 7 of 11 leaves four."""
    assert statistik.skjul(k, n) is skjult
    assert statistik.skjul(k, n, 0) is False


def test_figure_for_readers_outside(tal):
    assert vis.udadtil(tal[1]) == ("Utilstrækkelig inddragelse af FMI", "6 ud af 14")
    assert vis.udadtil(tal[0])[1] == "Skjult (små tal)"


@pytest.mark.parametrize(
    ("dage", "tekst"),
    [
        (30, "30 dage"),
        (31, "1 måned"),
        (57, "knapt 2 måneder"),
        (65, "godt 2 måneder"),
        (365, "ca. 1 år"),
        (400, "ca. 1 år og 1 måned"),
    ],
)
def test_overrun_in_the_words_of_a_report(dage, tekst):
    assert statistik.overskridelse(dage) == tekst
