"""Concept files: a superbruger adds a row or a concept by a file; a wrong one is refused with line and remedy."""

from __future__ import annotations

from datetime import date

import pytest

from omhu.maalinger import Konceptfejl, beregn, hent_koncept, koncepter
from omhu.maalinger.filer import laes_koncept

MINDSTE = """\
koncept: mit
navn: Mit koncept
konvention: ud_af_naevneren
bygger_paa: taskforce
raekker:
  - id: MIT-01
    tekst: Ingen journalnotater i perioden
    naevner: afgoerelsessag
    taeller: {ikke: {findes: [{skridt: JOURNALNOTAT, i_vinduet: ja}]}}
    grund: Ingen journalnotater fra {vinduets_start} til {vinduets_slut}.
"""


def skriv(mappe, tekst, navn="mit.yaml"):
    sti = mappe / navn
    sti.write_text(tekst, "utf-8")
    return sti


def test_shipped_concepts():
    assert koncepter() == {
        "boernesagsbarometer": "Børnesagsbarometer",
        "ledelsestilsyn": "Ledelsestilsynets egne rækker",
        "taskforce": "Task Force på børn- og ungeområdet",
    }


def test_new_concept_by_a_file_alone(tmp_path, stevns):
    """ST-01 and ST-05 have a note; 12 of 14 decision cases have none."""
    skriv(tmp_path, MINDSTE)
    assert koncepter(tmp_path)["mit"] == "Mit koncept"
    r = beregn(
        hent_koncept("mit", tmp_path), stevns.sager.values(), date(2019, 2, 18), date(2020, 2, 17)
    )
    assert [(x.raekke, x.vist_som) for x in r] == [("MIT-01", "12 ud af 14")]
    assert r[0].grunde["ST-02"] == "Ingen journalnotater fra 18. februar 2019 til 17. februar 2020."


FEJL = {
    "ukendt ord": (
        "    naevner: afgoerelsessag",
        "    nævner: x",
        8,
        "»nævner« er ikke et ord i konceptsproget",
    ),
    "ukendt betingelse": (
        "afgoerelsessag",
        "afgørelsessag",
        8,
        "Betingelsen »afgørelsessag« findes ikke",
    ),
    "ukendt skridt": ("JOURNALNOTAT", "NOTAT", 9, "Skridtet »NOTAT« findes ikke"),
    "ukendt felt i grund": ("{vinduets_slut}", "{slutdato}", 10, "»{slutdato}« er ikke en dag"),
    "to former": ("{ikke: {findes", "{altid: ja, ikke: {findes", 9, "netop én form"),
    "ukendt konvention": ("ud_af_naevneren", "ude", 3, "»ude« kan ikke bruges her"),
    "ukendt grundlag": (
        "bygger_paa: taskforce",
        "bygger_paa: taskfors",
        4,
        "der er intet koncept »taskfors«",
    ),
    "ingen grund": (
        "    grund: Ingen journalnotater fra {vinduets_start} til {vinduets_slut}.\n",
        "",
        6,
        "skal have »taeller« og »grund«",
    ),
    "forkert id": ("koncept: mit", "koncept: dit", 1, "»koncept« skal være filens navn: »mit«"),
    "dobbelt": ("navn: Mit koncept", "navn: Mit koncept\nnavn: Igen", 3, "»navn« står to gange"),
    "ikke yaml": ("raekker:", "raekker: [", 6, "ikke gyldig YAML"),
    "ukendt lov": (
        "    naevner: afg",
        "    lov: {FAL: {}}\n    naevner: afg",
        8,
        "Loven »FAL« står ikke under »love«",
    ),
    "løs status": (
        "naevner: afgoerelsessag",
        "naevner: {altid: ja, status: [mangler]}",
        8,
        "»status« hører sammen med »pligt«",
    ),
    "kendetegn uden attribut": (
        "JOURNALNOTAT",
        "JOURNALNOTAT, hvis: [aktiv_indsats]",
        9,
        "ikke et kendetegn, der kan læses på et skridt alene",
    ),
    "dag uden mål": (
        "naevner: afgoerelsessag",
        "naevner: {dag: afgoerelse}",
        8,
        "»dag« hører sammen med",
    ),
    "række længere nede": (
        "naevner: afgoerelsessag",
        "naevner: {fund: MIT-01}",
        6,
        "som står længere nede",
    ),
}


@pytest.mark.parametrize("fejl", FEJL.values(), ids=FEJL)
def test_wrong_file_is_refused_with_line_and_remedy(fejl, tmp_path):
    gammelt, nyt, linje, tekst = fejl
    assert gammelt in MINDSTE
    sti = skriv(tmp_path, MINDSTE.replace(gammelt, nyt, 1))
    with pytest.raises(Konceptfejl) as e:
        laes_koncept(sti)
    assert tekst in e.value.tekst
    assert e.value.linje == linje
    assert str(e.value).startswith(f"mit.yaml, linje {linje}: ")


def test_definition_that_asks_itself_is_refused(tmp_path):
    kreds = "betingelser:\n  a: {ikke: b}\n  b: {alle: [a]}\nraekker:"
    sti = skriv(tmp_path, MINDSTE.replace("raekker:", kreds))
    with pytest.raises(Konceptfejl, match="afhænger af sig selv") as e:
        laes_koncept(sti)
    assert e.value.linje == 6


def test_two_rows_with_one_id_are_refused(tmp_path):
    raekke = MINDSTE[MINDSTE.index("  - id:") :]
    with pytest.raises(Konceptfejl, match="»MIT-01« står to gange"):
        laes_koncept(skriv(tmp_path, MINDSTE + raekke))


@pytest.mark.parametrize("indhold", ["", "- 1\n", "bare tekst\n"])
def test_file_that_is_no_concept(tmp_path, indhold):
    with pytest.raises(Konceptfejl, match="Begynd med »koncept:«"):
        laes_koncept(skriv(tmp_path, indhold))


def test_file_in_another_encoding(tmp_path):
    sti = tmp_path / "mit.yaml"
    sti.write_bytes(MINDSTE.replace("Mit koncept", "Børn").encode("latin-1"))
    with pytest.raises(Konceptfejl, match="Gem den som UTF-8"):
        laes_koncept(sti)


def test_unknown_concept_names_the_known_ones():
    with pytest.raises(
        Konceptfejl, match="Vælg mellem boernesagsbarometer, ledelsestilsyn, taskforce"
    ):
        hent_koncept("taskfors")


def test_unknown_rule_is_told_when_the_concept_runs(tmp_path, stevns):
    regel = "pligter:\n  p: {regler: [findes-ikke], i_vinduet: frist}\nraekker:"
    tekst = MINDSTE.replace("raekker:", regel).replace(
        "naevner: afgoerelsessag", "naevner: {pligt: p}"
    )
    koncept = laes_koncept(skriv(tmp_path, tekst))
    with pytest.raises(ValueError, match="»findes-ikke« findes ikke"):
        beregn(koncept, stevns.sager.values(), date(2019, 2, 18), date(2020, 2, 17))


def test_each_shipped_row_names_its_law(stevns, maal):
    """Every row of table 1 and of the barometer says where in the law it stands."""
    for koncept, forstavelse in (("taskforce", "T1"), ("boernesagsbarometer", "BSB")):
        for i, r in maal(stevns, koncept=koncept).items():
            if i.startswith(forstavelse):
                assert "§" in r.hjemmel, i
