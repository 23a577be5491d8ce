"""Audit concepts as files: what the shipped ones hold, and a wrong one refused with line and remedy."""

from __future__ import annotations

import pytest

from omhu.maalinger.tilsyn import Konceptfejl, hent, laes_tekst, leverede, om_tilsynet

MINDSTE = """\
tilsyn: mit
navn: Mit tilsyn
konvention: ud_af_naevneren
niveauer:
  - {kode: n1, navn: Faglig leder}
skalaer:
  ja_nej:
    navn: Ja eller nej
    svar: [{kode: ja, navn: Ja, taeller: overholdt}, {kode: nej, navn: Nej, taeller: mangel}]
    ikke_relevant: ja
sagstrin:
  - {kode: plan, navn: Plan}
spoergsmaal:
  - id: M-01
    sagstrin: plan
    tekst: Er der en plan?
    skala: ja_nej
    beregning: {maaling: taskforce, raekke: T1-09}
    automatik: auto
"""
SPM = MINDSTE[MINDSTE.index("  - id:") :]


@pytest.mark.parametrize("kode", leverede())
def test_shipped_concept_reads_back_what_it_writes(kode):
    koncept = hent(kode)
    assert koncept.tilsyn == kode
    assert laes_tekst(koncept.som_yaml()) == koncept


FORDOBLET = "n0: &n0 [x, x]\n" + "".join(
    f"n{i}: &n{i} [*n{i - 1}, *n{i - 1}]\n" for i in range(1, 20)
)
"""Twenty lines that are a million parts when they are written out."""
FEJL = {
    "manglende skala": ("skala: ja_nej", "skala: ja", 17, "M-01: skalaen »ja« findes ikke. Skriv den"),
    "ingen skala": ("    skala: ja_nej\n", "", 14, "»skala« mangler. Skriv det."),
    "ukendt sagstrin": ("sagstrin: plan", "sagstrin: planen", 15, "sagstrinnet »planen« findes ikke"),
    "ukendt maaling": ("taskforce", "taskfors", 18, "der er ingen måling »taskfors«"),
    "ukendt række": ("T1-09", "T1-99", 18, "rækken »T1-99« findes ikke i »taskforce«"),
    "et antal": ("T1-09", "T2-01", 18, "er et antal og ikke et ja eller nej"),
    "ukendt regel": ("{maaling: taskforce, raekke: T1-09}", "{regler: [x]}", 18, "reglen »x« findes ikke"),
    "to beregninger": ("raekke: T1-09", "raekke: T1-09, regler: [x]", 18, "netop én af"),
    "auto uden": ("    beregning: {maaling: taskforce, raekke: T1-09}\n", "", 14, "har ingen »beregning«"),
    "dobbelt id": (SPM, SPM + SPM, 20, "Spørgsmålet »M-01« står to gange. Giv den ene et andet id."),
    "fast svar": ("kode: nej, navn: Nej", "kode: uvist, navn: Nej", 9, "»uvist« er et fast svar"),
    "tom liste": (SPM, "", 13, "skal være en liste"),
    "ukendt lov": ("    automatik", '    hjemmel: {XL: "§ 1"}\n    automatik', 19, "»XL« kan ikke bruges her"),
    "ukendt betingelse": ("navn: Plan}", "navn: Plan, relevant: x}", 12, "Betingelsen »x« findes ikke"),
    "tomt sagstrin": ("navn: Plan}", "navn: Plan}\n  - {kode: b, navn: Andet}", 13, "har ingen spørgsmål"),
    "umulig dag": ("konvention:", "efterset: 2026-02-30\nkonvention:", 3, "Datoen findes ikke"),
    "ikke yaml": ("skalaer:", "skalaer: [", 8, "ikke gyldig YAML"),
    "for dybt": ("skalaer:", f"note: {'[' * 100_000}\nskalaer:", 6, "for mange niveauer"),
    "sig selv": ("skalaer:", "note: &n [*n]\nskalaer:", 6, "for mange niveauer"),
    "for stort": ("skalaer:", f"{FORDOBLET}skalaer:", 1, "for stor"),
    "andet koncept": ("tilsyn: mit", "koncept: mit", 1, "Begynd med »tilsyn:«"),
    "fortroligt skridt": ("    automatik", "    fortroligt: ja\n    skriver: {tema: x}\n    automatik", 19,
        "kan ikke være fortroligt. Slet »skriver« eller »fortroligt«"),
    "to gange": ("navn: Mit tilsyn", "navn: Mit tilsyn\nnavn: Igen", 3, "»navn« står to gange"),
}  # fmt: skip


@pytest.mark.parametrize("fejl", FEJL.values(), ids=FEJL)
def test_wrong_file_is_refused_with_line_and_remedy(fejl):
    gammelt, nyt, linje, tekst = fejl
    assert gammelt in MINDSTE
    with pytest.raises(Konceptfejl) as e:
        laes_tekst(MINDSTE.replace(gammelt, nyt, 1), "mit.yaml")
    assert tekst in e.value.tekst
    assert e.value.linje == linje


def test_answers_and_what_they_count_as():
    koncept = hent("taskforce")
    assert koncept.skala_for("TF-03").koder == ("ja", "nej", "ikke_relevant", "fravalgt", "uvist")
    assert [koncept.regnes("TF-03", s) for s in koncept.skala_for("TF-03").koder] == [
        "overholdt", "mangel", "ude", "ude", "uvist",
    ]  # fmt: skip
    assert koncept.regnes("TF-16", "noteret") == "ude"


def test_several_answers_at_once_only_where_the_scale_allows_it():
    skala = hent("taskforce").skala_for("TF-15")
    assert skala.gyldigt("langsommelighed+passivitet")
    assert skala.taeller("langsommelighed+passivitet") == "mangel"
    assert not hent("taskforce").skala_for("TF-04").gyldigt("ja+nej")
    assert not skala.gyldigt("passivitet+passivitet")


def test_hjemmel_of_the_law_of_the_act():
    s = hent("taskforce").find("TF-15")
    assert s.hjemmel_tekst("BL") == "BL § 2 / RSL § 3"


ALVOR = """\
  - id: M-02
    sagstrin: plan
    tekst: Er barnet i fare?
    skala: ja_nej
    alvor: ja
"""


@pytest.mark.parametrize(
    ("mere", "fortroligt"),
    [
        ("", True),
        ("    fortroligt: nej\n", False),
        ("    skriver: {tema: x}\n", False),
        ("    automatik: delvis\n    beregning: {regler: [bfu-4mdr]}\n", False),
    ],
    ids=["tavs", "nej", "bliver et skridt", "udregnes"],
)
def test_a_question_older_than_the_word_is_confidential_where_people_judge_what_is_serious(
    mere, fortroligt
):
    koncept = laes_tekst(MINDSTE + ALVOR + mere)
    assert koncept.find("M-02").fortroligt is fortroligt
    assert not koncept.find("M-01").fortroligt
    assert laes_tekst(koncept.som_yaml()) == koncept  # a no stays a no


@pytest.mark.parametrize("kode", leverede())
def test_a_shipped_concept_says_whether_it_is_confidential(kode):
    assert not [s.id for s in hent(kode).spoergsmaal if s.siger_ikke_om_fortroligt]


def test_unknown_concept_names_the_known():
    with pytest.raises(Konceptfejl, match="Vælg mellem .*taskforce"):
        hent("taskfors")


def test_every_round_is_asked_of_itself():
    assert [s.id for s in om_tilsynet()] == ["MET-01", "MET-02", "MET-03", "MET-04"]
