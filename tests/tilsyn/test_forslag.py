"""What data answer: the same figures as the measure, with a reason and the steps that decided."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from omhu.maalinger import beregn, hent_koncept, kontekst
from omhu.maalinger.beregn import noedvendige
from omhu.maalinger.filer import KONCEPTER
from omhu.maalinger.sag import Maalesag
from omhu.maalinger.tilsyn import forslag, hent, laes_tekst
from omhu.maalinger.tilsyn.filer import leveret_tekst
from omhu.maalinger.tilsyn.forslag import Maalinger, gennemgange, svar_af
from omhu.regler.evaluering import evaluer
from tests.maalinger.tidslinje import laes, trin

GULD = KONCEPTER.parent / "data" / "guld"
VINDUE = (date(2019, 2, 18), date(2020, 2, 17))
AAR = (date(2025, 1, 1), date(2025, 12, 31))


@pytest.fixture(scope="module")
def stevns():
    return list(laes(GULD / "stevns_sager.csv", GULD / "stevns_haendelser.csv").values())


@pytest.fixture(scope="module")
def svar(stevns):
    return forslag(hent("taskforce"), stevns, *VINDUE)


def tal(koncept, svar, spoergsmaal):
    """Mangler and the denominator, as a round counts them."""
    regnet = Counter(koncept.regnes(q, s.svar) for (_, q), s in svar.items() if q == spoergsmaal)
    return regnet["mangel"], regnet["mangel"] + regnet["overholdt"]


REGNEDE = [s.id for s in hent("taskforce").spoergsmaal if s.beregning]


@pytest.mark.parametrize("spoergsmaal", REGNEDE)
def test_the_round_counts_as_the_measure_does(spoergsmaal, svar, stevns):
    koncept = hent("taskforce")
    raekke = koncept.find(spoergsmaal).beregning.raekke
    r = {x.raekke: x for x in beregn(hent_koncept("taskforce"), stevns, *VINDUE)}[raekke]
    assert tal(koncept, svar, spoergsmaal) == (r.taeller, r.naevner)


def test_convention_is_applied_when_counting_not_when_answering(stevns):
    """ALT-04 and ALT-05: 5/11 and 8/14 kept, from the same answers."""
    tekst = leveret_tekst("taskforce")
    med = laes_tekst(tekst.replace("ud_af_naevneren", "taeller_som_overholdt"))
    uden = laes_tekst(tekst)
    svar = forslag(uden, stevns, *VINDUE)
    assert forslag(med, stevns, *VINDUE) == svar
    assert tal(uden, svar, "TF-03") == (6, 11)
    assert tal(med, svar, "TF-03") == (6, 14)


def test_answer_carries_steps_dates_and_law(svar):
    f = svar["ST-04", "TF-06"]
    assert (f.svar, f.lov, f.regel) == ("nej", "SEL", "taskforce:T1-06")
    assert f.hjemmel == "SEL § 50, stk. 7"
    assert "122 dage efter fristen 2. marts 2019" in f.grund
    assert f.belaeg == ("34",)


def test_kept_is_reasoned_too(svar):
    assert svar["ST-01", "TF-03"].grund.startswith(
        "Myndigheden talte med barnet senest 12. november"
    )


def test_opt_out_shows_the_opt_out(svar):
    assert (svar["ST-04", "TF-03"].svar, svar["ST-04", "TF-03"].belaeg) == ("fravalgt", ("36",))


def test_sagstrin_that_the_case_has_not_had_is_not_relevant_also_for_people(svar):
    assert svar["ST-01", "TF-12"].svar == "ikke_relevant"
    assert (
        svar["ST-01", "TF-17"].grund == "Sagen har ikke »Tidligt forebyggende tilbud« i perioden."
    )
    assert ("ST-01", "TF-01") not in svar


def sag(*linjer):
    return Maalesag("S", trin=[trin(*x.split(" ", 2), nr=n) for n, x in enumerate(linjer, 1)])


def opfoelgning(*linjer):
    return forslag(hent("stevns-raadgivning"), [sag(*linjer)], *AAR)["S", "STV-07"]


def test_obligations_kept_by_the_rule_and_the_law_of_the_day():
    f = opfoelgning(
        "IVAERKSAT 2025-01-10 foranstaltning=familiebehandling",
        "OPFOELGNING 2025-04-10 foranstaltning=familiebehandling|naeste=2026-04-10",
    )
    assert (f.svar, f.regel, f.hjemmel, f.lov) == (
        "ja",
        "opfoelgning-3mdr",
        "BL § 95, stk. 1-2",
        "BL",
    )
    assert "frist 10. april 2025. Opfyldt 10. april 2025." in f.grund
    assert f.belaeg == ("1", "2")


def test_one_broken_obligation_among_kept_ones_is_a_mangel():
    f = opfoelgning(
        "IVAERKSAT 2025-01-10 foranstaltning=familiebehandling",
        "OPFOELGNING 2025-04-10 foranstaltning=familiebehandling|naeste=2025-09-10",
    )
    assert (f.svar, f.regel) == ("nej", "opfoelgning-aftalt")


def test_no_deadline_in_the_window_is_not_relevant():
    f = opfoelgning("IVAERKSAT 2025-11-10 foranstaltning=familiebehandling")
    assert (f.svar, f.belaeg) == ("ikke_relevant", ())
    assert "frist for opfølgning ligger i perioden" in f.grund


def test_steps_after_the_window_do_not_exist():
    f = opfoelgning(
        "IVAERKSAT 2025-08-10 foranstaltning=familiebehandling",
        "OPFOELGNING 2026-01-05 foranstaltning=familiebehandling|naeste=2026-09-10",
    )
    assert f.svar == "nej"


def test_window_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="Byt om"):
        forslag(hent("taskforce"), [], AAR[1], AAR[0])


def test_a_case_is_swept_once_for_all_measures_and_a_figure_needs_no_evidence(stevns, monkeypatch):
    gange = []
    monkeypatch.setattr(kontekst, "evaluer", lambda *a, **k: gange.append(1) or evaluer(*a, **k))
    koncept = hent("koebenhavn")
    svar = forslag(koncept, stevns, *VINDUE)
    assert len(gange) == len(stevns)
    koert = gennemgange(koncept, stevns, *VINDUE)
    assert len(koert) > 1
    tal = svar_af(koncept, stevns, Maalinger(koert, belaeg=False))
    assert {n: f.svar for n, f in tal.items()} == {n: f.svar for n, f in svar.items()}
    assert any(f.belaeg for f in svar.values())
    assert not any(f.belaeg for n, f in tal.items() if svar[n].regel.startswith("taskforce"))


def test_only_the_rows_that_are_asked_for_are_run_with_those_they_build_on(stevns):
    tf = hent_koncept("taskforce")
    assert noedvendige(tf, ["IN-01"]) == {"IN-01", "T1-01"}
    koert = gennemgange(hent("viso"), stevns, *VINDUE)
    for navn, g in koert.items():
        assert len(g.raekker) < len(hent_koncept(navn).raekker), navn
