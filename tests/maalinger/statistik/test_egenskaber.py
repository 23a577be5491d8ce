"""What must always hold of the statistics, whatever the numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as s

from omhu.maalinger import statistik as st
from omhu.maalinger.statistik.intervaller import clopper_pearson, hypergeometrisk, wilson
from omhu.maalinger.statistik.styrke import chance

ROLIGT = settings(max_examples=40, deadline=None)
andele = s.integers(1, 60).flatmap(lambda n: s.tuples(s.integers(0, n), s.just(n)))


@ROLIGT
@given(andele)
def test_interval_holds_the_share_and_mirrors(kn):
    k, n = kn
    for metode in (wilson, clopper_pearson):
        lav, hoej = metode(k, n)
        assert 0 <= lav <= k / n <= hoej <= 1
        spejlet = metode(n - k, n)
        assert (1 - spejlet[1], 1 - spejlet[0]) == pytest.approx((lav, hoej), abs=1e-9)


@ROLIGT
@given(andele, s.integers(1, 400))
def test_finite_population_is_never_less_sure_than_clopper_pearson(kn, flere):
    (k, n), antal = kn, kn[1] + flere
    lav, hoej = hypergeometrisk(k, n, antal)
    cp = clopper_pearson(k, n)
    assert lav <= k / n <= hoej
    assert lav >= cp[0] - 1 / antal
    assert hoej <= cp[1] + 1 / antal


@ROLIGT
@given(andele, andele)
def test_change_is_the_same_both_ways(foer, efter):
    frem, tilbage = st.aendring(*foer, *efter), st.aendring(*efter, *foer)
    assert frem.forskel == pytest.approx(-tilbage.forskel)
    assert frem.lav == pytest.approx(-tilbage.hoej, abs=1e-9)
    assert frem.p == pytest.approx(tilbage.p, abs=1e-9)
    assert frem.paavist == tilbage.paavist
    assert 0 <= frem.mid_p <= frem.p <= 1
    if frem.daekker_nul:
        assert frem.tekst.startswith("Ikke påvist ændring")


@ROLIGT
@given(s.lists(s.floats(0, 1), min_size=1, max_size=30))
def test_holm_only_raises_and_keeps_the_order(ps):
    rettet = st.holm(ps)
    assert all(r >= p - 1e-12 for p, r in zip(ps, rettet, strict=True))
    efter_p = [r for _, r in sorted(zip(ps, rettet, strict=True))]
    assert efter_p == sorted(efter_p)


def test_one_of_twenty_questions_moves_by_luck():
    """7 of 20 to 1 of 20 stands alone (p = 0.044) and falls when nineteen other questions were looked at too."""
    alene = st.aendring(7, 20, 1, 20)
    mange = {n: st.aendring(10, 20, 10, 20) for n in range(19)} | {"egendrift": alene}
    rettet = st.med_holm(mange)["egendrift"]
    assert alene.paavist
    assert not rettet.paavist
    assert rettet.tekst == "Ikke påvist ændring (7 ud af 20 → 1 ud af 20)"


def test_what_cannot_be_compared_says_why():
    assert st.aendring(0, 0, 3, 9).tekst == (
        "Kan ikke sammenlignes (Ikke relevant → 3 ud af 9): spørgsmålet var ikke relevant i den ene af runderne."
    )
    a = st.aendring(7, 20, 1, 20, tilfaeldig=False)
    assert "ikke tilfældigt udvalgt" in a.tekst
    assert a.p is None
    assert st.med_holm({1: a, 2: st.aendring(7, 20, 1, 20)})[2].p_holm == pytest.approx(
        0.0436, abs=1e-3
    )


def test_kappa_says_when_it_is_undefined():
    assert st.kappa([("ja", "ja")] * 12).tekst == (
        "Enige i 100 % (12 ud af 12); kappa kan ikke regnes ud, for alle svar er ens."
    )
    assert st.kappa([]).tekst == "Ingen sager er læst af to."
    faa = st.kappa([("ja", "ja"), ("nej", "nej"), ("ja", "nej")])
    assert "2 ud af 3" in faa.tekst
    assert "under 10 sager" in faa.tekst


@ROLIGT
@given(s.lists(s.tuples(s.sampled_from("jni"), s.sampled_from("jni")), min_size=1, max_size=40))
def test_kappa_does_not_mind_the_order_of_readers(par):
    a, b = st.kappa(par), st.kappa([(y, x) for x, y in par])
    assert (a.enige, a.n) == (b.enige, b.n)
    if a.kappa is not None:
        assert a.kappa == pytest.approx(b.kappa)
        assert a.lav is None or -1 <= a.lav <= a.kappa <= a.hoej <= 1


@ROLIGT
@given(s.integers(2, 60), s.integers(0, 100), s.integers(0, 100))
def test_power_is_a_chance_and_symmetric(n, p0, p1):
    c = chance(n, p0 / 100, p1 / 100)
    assert -1e-9 <= c <= 1 + 1e-9
    assert c == pytest.approx(chance(n, p1 / 100, p0 / 100), abs=1e-9)


def test_expected_relevance():
    r = st.forventet_relevans(36, 400, 100)
    assert (
        r.tekst == "Af 36 sager vil omkring 9 (4-14) være relevante; 75 % vil være ikke relevante."
    )
    assert st.forventet_relevans(36, 400, 0).hoej == 0


strata = s.lists(
    s.integers(1, 12).flatmap(
        lambda m: s.integers(0, m).flatmap(
            lambda n: s.builds(
                lambda N, k: st.Stratum(N=m + N, m=m, n=n, k=k),
                s.integers(0, 200),
                s.integers(0, n),
            )
        )
    ),
    min_size=1,
    max_size=6,
)


@ROLIGT
@given(strata)
def test_weighted_share_lies_among_its_strata_and_in_its_interval(dele):
    v = st.vejet(dele)
    enkelte = [d.k / d.n for d in dele if d.n]
    if not enkelte:
        assert v.andel is None
        assert v.tal == "Ikke relevant"
        return
    assert min(enkelte) - 1e-9 <= v.andel <= max(enkelte) + 1e-9
    lav, hoej = v.interval.grunde
    assert 0 <= lav <= v.andel + 1e-9
    assert v.andel <= hoej + 1e-9 <= 1 + 2e-9


def test_equal_chances_need_no_weights():
    """The same fraction of every stratum: the weighted share is the plain one, and no surer than Clopper-Pearson."""
    v = st.vejet([st.Stratum(2000, 20, 20, 7), st.Stratum(2000, 20, 20, 7)])
    assert v.andel == pytest.approx(14 / 40)
    assert v.designeffekt == pytest.approx(0.99 * 40 / 38, rel=0.02)
    assert v.interval.grunde == pytest.approx(clopper_pearson(14, 40), abs=0.02)


def test_weights_undo_a_quota():
    """Three from a caseload of 10 and three from one of 60: the big caseload decides."""
    v = st.vejet([st.Stratum(10, 3, 3, 0), st.Stratum(60, 3, 3, 3)])
    assert v.andel == pytest.approx(60 / 70)
    assert v.tal == "3 ud af 6"  # too few for per cent
    ene = st.vejet([st.Stratum(10, 1, 1, 0), st.Stratum(60, 3, 3, 2), st.Stratum(5, 0, 0, 0)])
    assert "regnet sammen" in ene.bemaerkning
    assert "5 sager i grupper, hvor ingen er læst" in ene.bemaerkning


def test_weighted_change():
    foer = st.vejet([st.Stratum(300, 40, 40, 30), st.Stratum(300, 40, 40, 28)])
    efter = st.vejet([st.Stratum(300, 40, 40, 12), st.Stratum(300, 40, 40, 10)])
    a = st.vejet_aendring(foer, efter)
    assert a.paavist
    assert a.tekst.startswith(
        "Fald på 45 procentpoint (73 % vejet (58 ud af 80) → 28 % vejet (22 ud af 80))"
    )
    assert not st.vejet_aendring(foer, foer).paavist


def test_ranking_of_small_units_is_noise():
    assert "støj" in st.sammenlign({"Nord": (2, 3), "Syd": (1, 3), "Vest": (3, 3)}).tekst
    stor = st.sammenlign({"Nord": (10, 40), "Syd": (30, 40)})
    assert stor.kan_ordnes
    assert stor.p == st.sammenlign({"b": (10, 40), "a": (30, 40), "tom": (0, 0)}).p
    lille = st.sammenlign({"Nord": (10, 40), "Syd": (9, 9)})
    assert not lille.kan_ordnes
    assert "kun 9 sager" in lille.tekst
    assert st.sammenlign({"Nord": (4, 4), "Syd": (9, 9)}).p is None
