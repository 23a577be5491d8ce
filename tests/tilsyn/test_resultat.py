"""What a round's figures are made of: whose answers count, how, and what may be concluded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from omhu.adgang.models import Bruger
from omhu.maalinger.statistik import interval
from omhu.tilsyn.models import Tilsynssag
from omhu.tilsyn.resultat import forloeb
from omhu.tilsyn.resultat.data import hent
from omhu.tilsyn.resultat.diagram import tegn
from omhu.tilsyn.resultat.enighed import enighed
from omhu.tilsyn.resultat.queries import bag_tallet, rundetal
from omhu.tilsyn.resultat.sammenlign import sammenlign
from omhu.tilsyn.resultat.tal import regn
from omhu.tilsyn.tilbagemelding.laering import andele
from tests.tilsyn.resultat_stoette import laes, lav_runde, lav_sager, lav_udgave, traek

JA, NEJ, ALT = {"P-01": "ja"}, {"P-01": "nej"}, {"P-01": "ja", "P-02": "ja", "P-03": "ja"}


@pytest.fixture
def chef(hold):
    hold.chef = Bruger.objects.create(
        username="ch",
        first_name="Karen",
        last_name="Holt",
        rolle=Bruger.Rolle.CHEF,
        enhed=hold.center,
    )
    hold.anden = Bruger.objects.create(
        username="ch2",
        first_name="Per",
        last_name="Lund",
        rolle=Bruger.Rolle.CHEF,
        enhed=hold.center,
    )
    return hold


def p1(runde, **valg):
    return rundetal(runde, **valg).find("P-01").tal


def test_k_of_n_with_the_interval_of_the_draw(chef):
    """7 of 11 of 400: Clopper-Pearson, for 3 % of the frame says nothing about the rest."""
    runde = lav_runde(chef)
    sager = traek(runde, lav_sager(chef, 11), ramme=400)
    for nr, ts in enumerate(sager):
        laes(ts, chef.leder_nord, JA if nr < 7 else NEJ)
    tal = p1(runde)
    assert (tal.k, tal.n, tal.tekst) == (7, 11, "64 % (7 ud af 11)")
    assert tal.interval == interval(7, 11)
    assert tal.interval.tekst.startswith("31-89 %")


def test_a_large_part_of_the_frame_is_less_unsure(chef):
    """Half the relevant cases read: the frame is reckoned with; all read: no uncertainty from the draw."""
    runde = lav_runde(chef)
    sager = traek(runde, lav_sager(chef, 12), ramme=24)
    for nr, ts in enumerate(sager):
        laes(ts, chef.leder_nord, JA if nr < 6 else {"P-01": "ikke_relevant"} if nr < 10 else NEJ)
    tal = p1(runde)
    assert (tal.k, tal.n, tal.ikke_relevant) == (6, 8, 4)
    assert tal.interval.grunde == interval(6, 8, N=16).grunde
    assert "8 af ca. 16 relevante" in tal.interval.tekst
    alle = lav_runde(chef, "Alle", udgave=runde.udgave)
    for ts in traek(alle, lav_sager(chef, 3, foer="A")):
        laes(ts, chef.leder_nord, JA)
    assert p1(alle).interval.tekst.startswith("Alle sager er talt")


def test_nobody_relevant_is_not_relevant(chef):
    runde = lav_runde(chef)
    (ts,) = traek(runde, lav_sager(chef, 1))
    laes(ts, chef.leder_nord, {"P-01": "ikke_relevant", "P-02": "uvist"})
    r = rundetal(runde)
    assert r.find("P-01").tal.tekst == "Ikke relevant"
    assert (r.find("P-02").tal.n, r.find("P-02").tal.uvist) == (0, 1)
    assert r.find("P-03").tal.tekst == "Ikke relevant"


@pytest.mark.parametrize(
    ("konvention", "tal"), [("ud_af_naevneren", (5, 11)), ("taeller_som_overholdt", (8, 14))]
)
def test_the_convention_decides_what_an_opt_out_does(chef, konvention, tal):
    """Stevns' talk with the child: 5 of 11 as Task Force counts, 8 of 14 as the barometer does."""
    runde = lav_runde(chef, udgave=lav_udgave(konvention))
    svar = ["ja"] * 5 + ["nej"] * 6 + ["fravalgt"] * 3
    for ts, s in zip(traek(runde, lav_sager(chef, 14)), svar, strict=True):
        laes(ts, chef.leder_nord, {"P-01": s})
    assert (p1(runde).k, p1(runde).n) == tal


def test_only_locked_first_readings_of_cases_in_the_round_count(chef):
    runde = lav_runde(chef)
    a, b, c, d = traek(runde, lav_sager(chef, 4), ramme=100)
    laes(a, chef.leder_nord, JA)
    laes(a, chef.anden, NEJ, dobbelt=True)
    laes(b, chef.leder_nord, NEJ, laast=False)
    laes(c, chef.leder_nord, NEJ)
    Tilsynssag.objects.filter(pk=c.pk).update(tilstand="UDGAAET", grund="Lukket ved en fejl")
    laes(d, chef.anden, NEJ, niveau="n2")
    r = rundetal(runde, "n1")
    assert (r.find("P-01").tal.k, r.find("P-01").tal.n) == (1, 1)
    assert (r.laest, r.ulaest, r.foreloebig) == (1, 1, True)
    assert (p1(runde, niveau="n2").k, p1(runde, niveau="n2").n) == (0, 1)


def test_ways_of_choosing_are_never_one_percentage(chef):
    runde = lav_runde(chef)
    for ts in traek(runde, lav_sager(chef, 12), ramme=300):
        laes(ts, chef.leder_nord, JA)
    for ts in traek(runde, lav_sager(chef, 12, foer="V"), "SELVVALGT"):
        laes(ts, chef.leder_nord, NEJ)
    data = hent(runde)
    tilfaeldig, selvvalgt = (regn(data, "n1", g) for g in data.grupper)
    assert tilfaeldig.find("P-01").tal.tekst == "100 % (12 ud af 12)"
    assert selvvalgt.find("P-01").tal.tekst == "0 % (0 ud af 12)"
    assert not selvvalgt.find("P-01").tal.interval.findes
    assert selvvalgt.udvaelgelse == (
        "Valgt af rådgiverne selv. Ikke tilfældigt udvalgt: tallet gælder kun de læste sager."
    )
    assert regn(data).gruppe == tilfaeldig.gruppe


def test_strata_count_as_much_as_they_fill(chef):
    """Six from 20 and six from 180: the plain 50 % would be wrong."""
    runde = lav_runde(chef)
    sager = lav_sager(chef, 6) + lav_sager(chef, 6, chef.syd, foer="S")
    for ts in traek(
        runde, sager, "STRATIFICERET", 200, lambda s: s.enhed.navn, lambda s: 6 / (180 if s.enhed == chef.syd else 20)
    ):  # fmt: skip
        laes(ts, chef.leder_nord, JA if ts.enhed == chef.syd else NEJ)
    tal = p1(runde)
    assert (tal.k, tal.n, tal.tekst) == (6, 12, "90 % vejet (6 ud af 12)")
    assert "Korn-Graubard" in tal.interval.tekst
    r = rundetal(runde)
    assert r.trin[0].samlet_tekst == "90 % vejet (6 ud af 12)"
    assert (
        andele(r)[0][1][0].tekst == "90 % vejet (6 ud af 12)"
    )  # the staff meeting sees the same figure
    k, n = tal.som_simpelt
    assert n < tal.n
    assert k / n == pytest.approx(0.9, abs=0.5 / n)


def test_a_sagstrin_where_nobody_was_asked_makes_the_interval_no_narrower(chef):
    """Eight cases in three strata of the question's own sagstrin; a dozen of another sagstrin beside them or not."""
    omraader = []
    for andre in (0, 12):
        runde = lav_runde(chef, navn=f"Med {andre}")
        egne = lav_sager(chef, 8, foer=f"E{andre}")
        sager = egne + lav_sager(chef, andre, foer=f"F{andre}")
        strata = {s.pk: f"{'E' if s in egne else 'F'}{nr % 3}" for nr, s in enumerate(sager)}
        trukket = traek(
            runde, sager, "STRATIFICERET", 200, lambda s, st=strata: st[s.pk], lambda s: 0.1
        )
        for nr, ts in enumerate(trukket):
            laes(ts, chef.leder_nord, {"P-02": "ja"} if nr >= 8 else NEJ if nr < 3 else JA)
        omraader.append(p1(runde).interval.tekst)
    assert omraader[0] == omraader[1]


def test_cases_with_everything_right(chef):
    """One right in all, one wrong in one, one that cannot be judged, one that nothing concerned."""
    runde = lav_runde(chef)
    fire = [
        ALT,
        ALT | {"P-03": "nej"},
        ALT | {"P-02": "uvist"},
        dict.fromkeys(ALT, "ikke_relevant"),
    ]
    for ts, svar in zip(traek(runde, lav_sager(chef, 4)), fire, strict=True):
        laes(ts, chef.leder_nord, svar)
    r = rundetal(runde)
    alt = r.alt_rigtigt
    assert (alt.k, alt.n, alt.uvist, alt.ikke_relevant) == (1, 2, 1, 1)
    bfu, plan = r.trin
    assert (bfu.samlet, plan.samlet) == ((5, 5), (2, 3))
    assert (bfu.gennemsnit, plan.gennemsnit) == ("100 %", "67 %")
    (enhed,) = r.enheder
    assert (enhed.sager, enhed.alt_rigtigt, enhed.svar) == (4, (1, 2), (7, 8))


def test_the_cases_of_a_confidential_question_are_for_those_who_follow_findings_up(chef):
    runde = lav_runde(chef)
    (ts,) = traek(runde, lav_sager(chef, 1))
    laes(ts, chef.leder_nord, NEJ)
    r = rundetal(runde)
    s = r.find("P-01")
    lukket = replace(s, spoergsmaal=s.spoergsmaal.model_copy(update={"fortroligt": True}))
    assert len(bag_tallet(chef.chef, r, lukket).sager) == 1
    assert len(bag_tallet(chef.leder_nord, r, s).sager) == 1
    for_lederen = bag_tallet(chef.leder_nord, r, lukket)
    assert (for_lederen.sager, for_lederen.skjulte) == ((), (("Mangel", 1),))


def test_units_are_not_ranked_on_noise(chef):
    runde = lav_runde(chef)
    sager = lav_sager(chef, 3) + lav_sager(chef, 3, chef.syd, foer="S")
    for nr, ts in enumerate(traek(runde, sager)):
        laes(ts, chef.leder_nord, JA if nr < 4 else NEJ)
    assert "støj" in rundetal(runde).enhedsproeve.tekst


def test_readers_against_the_data_and_each_other(chef):
    runde = lav_runde(chef)
    for nr, ts in enumerate(traek(runde, lav_sager(chef, 12))):
        laes(ts, chef.leder_nord, JA if nr < 9 else NEJ, auto=JA)
        laes(ts, chef.anden, JA if nr < 6 else NEJ, dobbelt=True)
        laes(ts, chef.anden, JA, niveau="n2")
    s = rundetal(runde, "n1").find("P-01")
    assert (s.auto, s.uenige, s.uenighed) == (12, 3, "25 % (3 ud af 12)")
    to, niveauer = enighed(hent(runde))
    assert to.navn == "To læsninger: Faglig leder"
    assert (to.samlet.enige, to.samlet.n) == (9, 12)
    assert to.samlet.kappa == pytest.approx(0.5)
    assert niveauer.navn == "Faglig leder og Områdechef"
    assert niveauer.samlet.enige == 9
    assert [r.spoergsmaal.id for r in to.mest_uenige] == ["P-01"]
    runde.sager.filter(nr=8).update(tilstand="UDGAAET")
    assert (enighed(hent(runde))[0].samlet.enige, enighed(hent(runde))[0].samlet.n) == (9, 11)


def to_runder(chef, foer_ja, nu_ja, n=20, **nu):
    gammel = lav_runde(chef, "Foråret", date(2025, 1, 1), date(2025, 6, 30))
    ny = lav_runde(chef, "Efteråret", udgave=gammel.udgave, **nu)
    for runde, ja, foer in ((gammel, foer_ja, "F"), (ny, nu_ja, "E")):
        for nr, ts in enumerate(traek(runde, lav_sager(chef, n, foer=foer), ramme=1000)):
            laes(ts, chef.leder_nord, {"P-01": "ja" if nr < ja else "nej", "P-02": "ja"})
    return rundetal(ny), rundetal(gammel)


def test_change_is_told_only_when_it_holds_for_all_questions_at_once(chef):
    s = sammenlign(*to_runder(chef, 19, 5))
    p01, p02, p03 = s.raekker
    assert p01.aendring.tekst.startswith("Fald på 70 procentpoint (19 ud af 20 → 5 ud af 20)")
    assert p01.aendring.p_holm == pytest.approx(2 * p01.aendring.p)
    assert p02.aendring.tekst == "Ikke påvist ændring (20 ud af 20 → 20 ud af 20)"
    assert p03.aendring.tekst.startswith("Kan ikke sammenlignes")
    assert (s.paaviste, s.regnede, s.advarsler) == (1, 2, ())


def test_a_small_change_is_not_an_arrow(chef):
    s = sammenlign(*to_runder(chef, 13, 7))
    assert s.raekker[0].aendring.tekst == "Ikke påvist ændring (13 ud af 20 → 7 ud af 20)"


def test_overlap_other_choice_and_other_convention_are_flagged(chef):
    nu, foer = to_runder(chef, 19, 5, fra=date(2025, 4, 1))
    assert "overlapper 50 %" in sammenlign(nu, foer).advarsler[0]
    anden = lav_runde(chef, "Andet", udgave=lav_udgave("taeller_som_overholdt"))
    for ts in traek(anden, lav_sager(chef, 20, foer="X"), "LISTE"):
        laes(ts, chef.leder_nord, JA)
    s = sammenlign(rundetal(anden), foer)
    assert s.regnede == 0
    assert "ikke valgt på samme måde" in s.advarsler[0]
    assert "fravalgte tæller ikke ens" in s.advarsler[1]
    assert "udgave 1 før, 2 nu" in s.advarsler[2]


def test_nothing_drawn_has_no_result(chef):
    assert rundetal(lav_runde(chef)) is None


def test_a_mark_stands_where_its_phase_begins():
    """March 2025 in a chart of quarters: the phase, and the line, begin with the first quarter."""
    tal = Counter(
        {(date(2024, 7, 1), True): 2, (date(2025, 1, 1), True): 3, (date(2025, 4, 1), False): 1}
    )
    f = forloeb._course(
        tal, "kvartal", [forloeb.Maerke(date(2025, 3, 1), "Nyt system", True)], date(2024, 7, 1), date(2025, 6, 1)
    )  # fmt: skip
    assert [[g.punkt.dag for g in x.punkter] for x in f.faser] == [
        [date(2024, 7, 1), date(2024, 10, 1)],
        [date(2025, 1, 1), date(2025, 4, 1)],
    ]
    tegning = tegn(f)
    ((x, _, _),) = tegning.maerker
    foer, efter = tegning.faser
    assert float(foer.prikker[-1].x) < float(x) < float(efter.prikker[0].x)
    assert len(foer.prikker) == 1  # nothing to count in the last quarter of 2024
