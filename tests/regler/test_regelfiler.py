"""A rule file that is wrong is refused with its line and what to do, in Danish."""

from __future__ import annotations

from pathlib import Path

import pytest

from omhu.regler.filer import LOKAL, LOV, Regelfejl, laes_regel, laes_regler
from omhu.regler.sprog import Regel

GOD = """\
id: proeve
navn: Prøve
krav: Der skal gøres noget inden fristen.
handling: Registrér
gruppe: opfoelgning
art: lokal
efterset: 2026-11-21
udloest_af: [{skridt: UNDERRETNING, hvis: [overgreb]}]
frist: {dage: 7}
opfyldt_af: [{skridt: AKUTVURDERING}]
versioner:
  - {fra: 2011-01-01, hjemmel: "SEL § 1", status: verificeret}
  - {fra: 2024-01-01, hjemmel: "BL § 1", status: verificeret}
"""


@pytest.fixture
def laes(tmp_path):
    def _laes(tekst: str, navn: str = "proeve.yaml") -> Regel:
        sti = tmp_path / navn
        sti.write_text(tekst, "utf-8")
        return laes_regel(sti)

    return _laes


def test_the_good_file_is_read(laes):
    regel = laes(GOD)
    assert [v.lov for v in regel.versioner] == ["SEL", "BL"]
    assert regel.versioner[0].tilfaelde[0].frist.antal == 7


FORKERTE = {
    "contradiction": (
        "hvis: [overgreb]",
        "hvis: [overgreb], ikke: [overgreb]",
        8,
        "modsiger sig selv",
    ),
    "unknown key": (
        "opfyldt_af:",
        "opfyldt_ved:",
        10,
        "»opfyldt_ved« er ikke et ord i regelsproget",
    ),
    "unknown key in a part": ("{dage: 7}", "{dage: 7, haster: ja}", 9, "»haster« er ikke et ord"),
    "unknown step": ("AKUTVURDERING", "AKUTVURDERIN", 10, "Skridtet »AKUTVURDERIN« findes ikke"),
    "unknown characteristic": ("[overgreb]", "[overgrep]", 8, "Kendetegnet »overgrep« findes ikke"),
    "no window": ("frist: {dage: 7}\n", "", 11, "»frist« mangler"),
    "two forms": ("{dage: 7}", "{dage: 7, timer: 24}", 9, "netop én form"),
    "no form": ("{dage: 7}", "{rul: ja}", 9, "netop én form"),
    "a part without its owner": (
        "{dage: 7}",
        "{dage: 7, tidligst: {dage: 2}}",
        9,
        "»tidligst« hører kun sammen",
    ),
    "not a number": ("{dage: 7}", "{dage: syv}", 9, "»syv« er ikke et helt tal"),
    "negative": ("{dage: 7}", "{dage: -7}", 9, "»dage« er for lille: mindst 0"),
    "too much": ("{dage: 7}", "{dage: 7000}", 9, "»dage« er for stor: højst 4000"),
    "no response": (
        "opfyldt_af: [{skridt: AKUTVURDERING}]",
        "opfyldt_af: []",
        10,
        "må ikke være tom",
    ),
    "unknown choice": ("art: lokal", "art: lov2", 6, "Vælg mellem »lov« eller »lokal«"),
    "wrong day": ("fra: 2011-01-01", 'fra: "1. januar 2011"', 12, "Skriv en dato som 2024-01-01"),
    "overlapping versions": (
        "{fra: 2011-01-01,",
        "{fra: 2011-01-01, til: 2024-06-30,",
        12,
        "gælder samtidig. Ret »til«",
    ),
    "til before fra": (
        "{fra: 2011-01-01,",
        "{fra: 2011-01-01, til: 2010-12-31,",
        12,
        "ligger før »fra«",
    ),
    "versions out of order": ("fra: 2011-01-01", "fra: 2025-01-01", 12, "rækkefølge efter »fra«"),
    "key twice": (
        "gruppe: opfoelgning",
        "gruppe: opfoelgning\ngruppe: plan",
        6,
        "»gruppe« står to gange",
    ),
    "id is not the file's": (
        "id: proeve",
        "id: en-anden",
        1,
        "»id« skal være filens navn: »proeve«",
    ),
    "not YAML": ("handling: Registrér", "handling: [Registrér", 5, "ikke gyldig YAML"),
    "text with a comma": (
        '"SEL § 1", status: verificeret}',
        '"SEL § 1", status: verificeret, note: Gammel, men god}',
        12,
        "Sæt teksten med komma eller kolon i anførselstegn",
    ),
    "a day that does not exist": ("fra: 2024-01-01", "fra: 2024-13-01", 13, "Datoen findes ikke"),
    "a number for a key": ("fra: 2011-01-01,", "fra: 2011-01-01, 7: 8,", 12, "»7« er ikke et ord"),
    "no reason": (
        "frist: {dage: 7}",
        "frist: {dage: 7}\nvurderes: nej",
        10,
        "skal »grund« sige hvorfor",
    ),
    "step later than the trigger": (
        "frist: {dage: 7}",
        "efter: senere_dag\nfrist: {foer: udloesende}",
        9,
        "kan ikke kræve en senere dag",
    ),
    "anchor with two kinds": (
        "frist: {dage: 7}",
        "regnes_fra: [{skridt: [UNDERRETNING, SCREENING]}]\nfrist: {dage: 7}",
        9,
        "netop ét skridt",
    ),
    "trigger in the middle": (
        "frist: {dage: 7}",
        "regnes_fra: [udloesende, {skridt: UNDERRETNING}]\nfrist: {dage: 7}",
        9,
        "kun stå sidst",
    ),
}


@pytest.mark.parametrize(("god", "forkert", "linje", "tekst"), FORKERTE.values(), ids=FORKERTE)
def test_a_wrong_file_is_refused_with_line_and_remedy(laes, god, forkert, linje, tekst):
    assert god in GOD
    with pytest.raises(Regelfejl) as fejl:
        laes(GOD.replace(god, forkert, 1))
    assert tekst in fejl.value.tekst
    assert fejl.value.linje == linje
    assert str(fejl.value) == f"proeve.yaml, linje {linje}: {fejl.value.tekst}"


def test_an_empty_file(laes):
    with pytest.raises(Regelfejl, match="tom eller ikke en regel"):
        laes("")


def test_a_list_instead_of_a_rule(laes):
    with pytest.raises(Regelfejl, match="tom eller ikke en regel"):
        laes("- id: proeve\n")


def test_not_utf8(tmp_path):
    sti = tmp_path / "proeve.yaml"
    sti.write_bytes(GOD.encode("latin-1"))
    with pytest.raises(Regelfejl, match="UTF-8"):
        laes_regel(sti)


def test_the_line_of_a_fault_inside_a_case(laes):
    tekst = GOD.replace(
        "versioner:\n",
        "tilfaelde:\n  - naar: {hvis: [anonym]}\n    frist: {dage: 3}\n  - frist: {uger: 2, dage: 3}\nversioner:\n",
    )
    with pytest.raises(Regelfejl) as fejl:
        laes(tekst)
    assert fejl.value.linje == 14


def test_cases_of_the_rule_hold_for_every_version_but_a_version_may_have_its_own(laes):
    tekst = GOD.replace(
        "versioner:\n", "tilfaelde:\n  - naar: {hvis: [anonym]}\n  - frist: {dage: 3}\nversioner:\n"
    )
    tekst = tekst.replace(
        '"BL § 1", status: verificeret',
        '"BL § 1", status: verificeret, tilfaelde: [{frist: {uger: 1}}]',
    )
    sel, bl = laes(tekst).versioner
    assert [t.frist.antal for t in sel.tilfaelde] == [7, 3]
    assert [(t.frist.enhed, t.frist.antal) for t in bl.tilfaelde] == [("uger", 1)]


def _mappe(tmp_path: Path, navn: str, tekst: str) -> Path:
    mappe = tmp_path / navn
    mappe.mkdir()
    (mappe / "proeve.yaml").write_text(tekst, "utf-8")
    return mappe


def test_a_local_rule_may_take_the_place_of_a_local_rule(tmp_path):
    foerst = _mappe(tmp_path, "a", GOD)
    sidst = _mappe(tmp_path, "b", GOD.replace("{dage: 7}", "{dage: 5}"))
    (regel,) = laes_regler([foerst, sidst])
    assert regel.versioner[0].tilfaelde[0].frist.antal == 5


def test_a_local_rule_never_takes_the_place_of_statute(tmp_path):
    lov = _mappe(tmp_path, "a", GOD.replace("art: lokal", "art: lov"))
    lokal = _mappe(tmp_path, "b", GOD)
    with pytest.raises(Regelfejl, match="regel i loven og kan ikke ændres lokalt"):
        laes_regler([lov, lokal])


def test_folders_hold_what_they_are_called():
    assert {r.art for r in laes_regler([LOV])} == {"lov"}
    assert {r.art for r in laes_regler([LOKAL])} == {"lokal"}


def test_a_service_goal_says_that_the_law_has_no_deadline():
    for regel in laes_regler([LOKAL]):
        assert "Loven har ingen frist" in regel.note or "servicemål" in regel.note, regel.id


def test_unsure_law_says_so():
    """A version that nobody has checked is marked, and a checked one names its source."""
    for regel in laes_regler([LOV, LOKAL]):
        for v in regel.versioner:
            assert v.status == "ikke verificeret" or v.kilde or v.lov == "lokal", (regel.id, v.fra)
