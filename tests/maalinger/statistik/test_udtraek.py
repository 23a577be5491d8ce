"""Draws anyone can redo, and the charts' rules."""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as s

from omhu.maalinger.statistik import diagrammer
from omhu.maalinger.statistik.diagrammer import Punkt
from omhu.maalinger.statistik.udtraek import (
    Metode,
    Rammesag,
    Udtraeksfejl,
    chancer,
    fast_liste,
    fordel,
    traek,
)

RAMME = [
    Rammesag(f"S-{n:03}", "Nord" if n % 3 else "Syd", vaegt=float(n % 4)) for n in range(1, 31)
]


def numre(udtraek):
    return [u.sag for u in udtraek.valgte]


def test_simple_draw_is_the_sorted_fingerprints():
    """Done again here with nothing but SHA-256 and sorting, as a citizen would."""
    selv = sorted(RAMME, key=lambda r: sha256(f"2026-11-22|{r.sag}".encode()).hexdigest())
    u = traek(RAMME, 8, froe="2026-11-22")
    assert numre(u) == [r.sag for r in selv[:8]]
    assert u.reserve().sag == selv[8].sag
    assert u.reserve(brugte=[selv[8].sag]).sag == selv[9].sag
    assert {x.sandsynlighed for x in u.valgte} == {8 / 30}
    assert numre(traek(reversed(RAMME), 8, froe="2026-11-22")) == numre(u)
    assert numre(traek(RAMME, 8, froe="andet frø")) != numre(u)


def test_known_draw_stays_the_same():
    """A round drawn years ago must come out again: a change here needs a new version of ALGORITME."""
    kendte = {
        Metode.SIMPEL: ["S-002", "S-030", "S-006", "S-022"],
        Metode.STRATIFICERET: ["S-002", "S-022", "S-030", "S-006"],
        Metode.RISIKO: ["S-002", "S-019", "S-030", "S-006"],
    }
    assert {m: numre(traek(RAMME, 4, froe="2026-11-22", metode=m)) for m in kendte} == kendte


def test_stratified_draw_gives_minimum_and_proportion():
    u = traek(RAMME, 12, froe="f", metode=Metode.STRATIFICERET, mindst=3)
    antal = Counter(x.stratum for x in u.valgte)
    assert antal == {"Nord": 7, "Syd": 5}
    assert {x.stratum: x.sandsynlighed for x in u.valgte} == {"Nord": 7 / 20, "Syd": 5 / 10}
    assert u.reserve("Syd").stratum == "Syd"


@settings(max_examples=80, deadline=None)
@given(
    s.dictionaries(
        s.text("abcdefgh", min_size=1, max_size=3), s.integers(1, 40), min_size=1, max_size=8
    ),
    s.integers(0, 3),
    s.data(),
)
def test_allocation_always_adds_up(stoerrelser, mindst, data):
    mindste = sum(min(mindst, n) for n in stoerrelser.values())
    n = data.draw(s.integers(mindste, sum(stoerrelser.values())))
    tal = fordel(stoerrelser, n, mindst)
    assert sum(tal.values()) == n
    assert all(min(mindst, N) <= tal[navn] <= N for navn, N in stoerrelser.items())


def test_risk_draw_takes_the_heavy_more_often():
    assert chancer({"a": 8, "b": 1, "c": 1}, 2) == {"a": 1.0, "b": 0.5, "c": 0.5}
    taget = Counter(
        sag
        for froe in range(300)
        for sag in numre(traek(RAMME, 6, froe=str(froe), metode=Metode.RISIKO))
    )
    vaegt = {r.sag: r.vaegt for r in RAMME}
    assert not any(vaegt[sag] == 0 for sag in taget)
    lam = chancer({k: v for k, v in vaegt.items() if v}, 6)
    for tung in (1.0, 2.0, 3.0):
        gruppe = [sag for sag, v in vaegt.items() if v == tung]
        set_ = sum(taget[sag] for sag in gruppe) / len(gruppe) / 300
        assert set_ == pytest.approx(lam[gruppe[0]], abs=0.06)


def test_list_from_outside_keeps_its_order_and_has_no_chances():
    u = fast_liste(RAMME, ["S-009", "S-002"])
    assert numre(u) == ["S-009", "S-002"]
    assert u.valgte[0].sandsynlighed is None


@pytest.mark.parametrize(
    ("kald", "tekst"),
    [
        (lambda: traek([], 3, froe="f"), "Rammen er tom"),
        (
            lambda: traek(RAMME, 31, froe="f"),
            "Rammen har 30 sager; der kan ikke trækkes 31. Træk færre",
        ),
        (lambda: traek(RAMME, 0, froe="f"), "mindst 1"),
        (lambda: traek(RAMME, 3, froe=" "), "Skriv et frø"),
        (lambda: traek([*RAMME, RAMME[0]], 3, froe="f"), "samme sag flere gange: S-001"),
        (
            lambda: traek(RAMME, 3, froe="f", metode=Metode.STRATIFICERET, mindst=3),
            "Mindst 3 fra hver af 2 grupper er 6 sager, men der skal kun trækkes 3.",
        ),
        (lambda: traek(RAMME, 25, froe="f", metode=Metode.RISIKO), "Kun 23 sager i rammen"),
        (lambda: fast_liste(RAMME, ["S-001", "X-1"]), "1 sag på listen er ikke i rammen: X-1."),
        (lambda: fast_liste(RAMME, ["S-001", "S-001"]), "flere gange: S-001"),
        (lambda: fast_liste(RAMME, []), "Listen er tom"),
    ],
)
def test_bad_draws_are_refused_in_danish(kald, tekst):
    with pytest.raises(Udtraeksfejl, match=tekst.replace(".", r"\.")):
        kald()


# -- charts -----------------------------------------------------------------------------------------


def serie(*andele, n=20):
    return [
        Punkt(date(2023 + (m // 12), m % 12 + 1, 1), round(a * n), n) for m, a in enumerate(andele)
    ]


def test_shift_and_trend_of_the_run_chart():
    op = serie(0.5, 0.4, 0.5, 0.4, 0.3, 0.4, 0.7, 0.8, 0.7, 0.8, 0.7, 0.8)
    (fase,) = diagrammer.faser(op)
    assert fase.median == 0.6
    assert fase.skift == ((0, 1, 2, 3, 4, 5), (6, 7, 8, 9, 10, 11))
    assert diagrammer.faser(op, skift=7)[0].skift == ()
    assert diagrammer.find_trend([0.1, 0.2, 0.3, 0.3, 0.4, 0.5]) == ((0, 1, 2, 4, 5),)
    assert diagrammer.find_trend([0.1, 0.2, 0.3, 0.4, 0.3]) == ()
    assert diagrammer.find_skift([0.5, 0.9, 0.8, 0.5, 0.9, 0.8, None, 0.9, 0.9], 0.5) == (
        (1, 2, 4, 5, 7, 8),
    )


def test_phases_break_where_the_law_changes():
    punkter = serie(*[0.9] * 12, *[0.4] * 12)
    foer, efter = diagrammer.faser(punkter, [date(2024, 1, 1)])
    assert (foer.median, efter.median) == (0.9, 0.4)
    assert not foer.signal
    assert not efter.signal
    (samlet,) = diagrammer.faser(punkter)
    assert samlet.signal
    assert efter.punkter[0].punkt.dag == date(2024, 1, 1)


def test_point_outside_its_own_limits():
    (fase,) = diagrammer.faser([*serie(*[0.75] * 8, n=36), Punkt(date(2024, 1, 1), 10, 36)])
    assert [p.udenfor for p in fase.punkter] == [False] * 8 + [True]
    (tom,) = diagrammer.faser([Punkt(date(2024, 1, 1), 0, 0)])
    assert tom.centerlinje is None
    assert not tom.signal
