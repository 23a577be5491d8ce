"""The golden set: every published figure of the Stevns report, and every given one-change test."""

from __future__ import annotations

import pytest

from .conftest import GULD
from .tidslinje import laes_tabel

FACIT = laes_tabel(GULD / "stevns_facit.csv")
MUTATIONER = laes_tabel(GULD / "stevns_mutationer.csv")
MED_SAGER = [f for f in FACIT if f["tabel"] == "tabel 1" or f["sager_med_mangel"]]


@pytest.mark.parametrize("facit", FACIT, ids=lambda f: f["facit_id"])
def test_published_figure(facit, guld):
    r = guld[facit["facit_id"]]
    assert r.taeller == int(facit["taeller"])
    assert r.naevner == (int(facit["naevner"]) if facit["naevner"] else None)
    assert (r.tekst, r.vist_som) == (facit["raekke"], facit["vist_som"])
    assert (r.tabel, r.gruppe) == (facit["tabel"], facit["gruppe"])


@pytest.mark.parametrize("facit", MED_SAGER, ids=lambda f: f["facit_id"])
def test_cases_behind_the_figure(facit, guld):
    r = guld[facit["facit_id"]]
    assert sorted(r.sager) == facit["sager_med_mangel"].split()
    assert set(r.grunde) == set(r.sager)


def test_concept_has_the_facits_rows_and_no_others(guld):
    assert list(guld) == [f["facit_id"] for f in FACIT]


def changed(mutation, stevns):
    sag, art = mutation["sag_id"], mutation["haendelsestype"]
    if mutation["handling"] == "flyt_dato":
        return stevns.flyt(sag, art, mutation["fra"], mutation["til"])
    dato = next(t.dag.isoformat() for t in stevns.sager[sag].trin if t.art == art)
    return stevns.ret(sag, art, dato, mutation["fra"], mutation["til"])


@pytest.mark.parametrize("mutation", MUTATIONER, ids=lambda m: m["mutation_id"])
def test_one_change_moves_its_row_and_no_other_of_table_1(mutation, stevns, maal):
    foer = maal(stevns)
    efter = maal(changed(mutation, stevns))
    r = efter[mutation["facit_id"]]
    assert (r.taeller, r.naevner) == (
        int(mutation["forventet_taeller"]),
        int(mutation["forventet_naevner"]),
    )
    flyttet = {i for i, r in efter.items() if i.startswith("T1") and figure(r) != figure(foer[i])}
    assert flyttet == {mutation["facit_id"]}


def figure(r):
    return r.taeller, r.naevner, r.vist_som, r.sager
