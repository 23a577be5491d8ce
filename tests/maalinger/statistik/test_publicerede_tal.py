"""The statistics against values others have published, and against the field note's own figures (its section 5)."""

from __future__ import annotations

import doctest
import subprocess
import sys
from datetime import date
from importlib import import_module

import pytest

from omhu.maalinger import statistik as st
from omhu.maalinger.statistik import diagrammer, intervaller
from omhu.maalinger.statistik.aendring import fisher, newcombe
from omhu.maalinger.statistik.intervaller import clopper_pearson, hypergeometrisk, omraade, wilson

MODULER = "andele intervaller aendring enighed styrke vaegte udtraek diagrammer enheder".split()


@pytest.mark.parametrize("modul", MODULER)
def test_examples_in_the_docstrings(modul):
    assert doctest.testmod(import_module(f"omhu.maalinger.statistik.{modul}")).failed == 0


def test_omhu_starts_without_the_heavy_libraries():
    """They take seconds to load; a command that counts no interval must not wait for them."""
    kode = "import sys, omhu.maalinger.statistik; sys.exit(bool({'scipy', 'statsmodels', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", kode], check=False).returncode == 0


@pytest.mark.parametrize(
    ("k", "n", "med_wilson", "med_cp"),
    [
        (7, 11, "35-85 %", "31-89 %"),
        (6, 14, "21-67 %", "18-71 %"),
        (6, 11, "28-79 %", "23-83 %"),
        (5, 7, "36-92 %", "29-96 %"),
        (1, 8, "2-47 %", "0-53 %"),
        (0, 7, "0-35 %", "0-41 %"),
        (5, 8, "31-86 %", "24-91 %"),
        (1, 20, "1-24 %", "0-25 %"),
        (0, 3, "0-56 %", "0-71 %"),
        (1, 3, "6-79 %", "1-91 %"),
    ],
)
def test_intervals_of_the_stevns_rows(k, n, med_wilson, med_cp):
    assert omraade(*wilson(k, n)) == med_wilson
    assert omraade(*clopper_pearson(k, n)) == med_cp


@pytest.mark.parametrize(
    ("k", "n", "med_wilson", "med_cp"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_single_proportions_of_newcombe_1998(k, n, med_wilson, med_cp):
    """Stat Med 17:857, table I, methods 3 and 5."""
    assert wilson(k, n) == pytest.approx(med_wilson, abs=5e-5)
    assert clopper_pearson(k, n) == pytest.approx(med_cp, abs=5e-5)


@pytest.mark.parametrize(
    ("k", "n", "antal", "forventet"),
    [(45, 80, 770, "45-67 %"), (18, 20, 500, "69-99 %"), (10, 23, 500, "24-65 %")],
)
def test_finite_population(k, n, antal, forventet):
    assert omraade(*hypergeometrisk(k, n, antal)) == forventet


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "graenser"),
    [
        (56, 70, 48, 80, (0.0524, 0.3339)),
        (9, 10, 3, 10, (0.1705, 0.8090)),
        (6, 7, 2, 7, (0.0582, 0.8062)),
        (5, 56, 0, 29, (-0.0381, 0.1926)),
        (0, 10, 0, 20, (-0.1611, 0.2775)),
        (0, 10, 0, 10, (-0.2775, 0.2775)),
        (10, 10, 0, 20, (0.6791, 1.0)),
        (10, 10, 0, 10, (0.6075, 1.0)),
    ],
)
def test_differences_of_newcombe_1998(k1, n1, k2, n2, graenser):
    """Stat Med 17:873, table II, method 10 (first share minus second)."""
    lav, hoej = newcombe(k2, n2, k1, n1)
    assert (lav, hoej) == pytest.approx(graenser, abs=5e-5)


@pytest.mark.parametrize(
    ("k1", "n1", "k2", "n2", "p"),
    [
        (3, 4, 1, 4, 0.4857),  # Fisher's lady tasting tea
        (1, 34, 7, 34, 0.0544),  # Lydersen, Fagerland & Laake 2009: Perondi's trial
        (11, 17, 6, 11, 0.70),  # Stevns § 48, start to end
        (7, 20, 1, 20, 0.044),  # Stevns, cases with egendrift
        (18, 20, 5, 11, 0.012),  # Stevns' own tilsyn against Ankestyrelsen
    ],
)
def test_fishers_exact_test(k1, n1, k2, n2, p):
    set_p, mid_p = fisher(k1, n1, k2, n2)
    assert set_p == pytest.approx(p, abs=0.002)
    assert mid_p < set_p


def test_the_only_change_of_stevns_that_stands():
    a = st.aendring(7, 20, 1, 20)
    assert a.paavist
    assert a.tekst == (
        "Fald på 30 procentpoint (7 ud af 20 → 1 ud af 20); mellem -52 og -5 procentpoint (95 % sikkerhed, Newcombe)"
    )
    assert st.aendring(11, 17, 6, 11).tekst == "Ikke påvist ændring (11 ud af 17 → 6 ud af 11)"


def test_2021_against_2024_of_the_barometer():
    """61 to 65 % of about 700 shows no change; 60 to 50 % does already at 300."""
    assert not st.aendring(427, 700, 455, 700).paavist
    assert st.aendring(180, 300, 150, 300).paavist


@pytest.mark.parametrize(
    ("ps", "rettet"),
    [
        ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
        ([0.005, 0.011, 0.02, 0.04, 0.13], [0.025, 0.044, 0.06, 0.08, 0.13]),  # Wright 1992
    ],
)
def test_holm_textbook_examples(ps, rettet):
    assert st.holm(ps) == pytest.approx(rettet)


@pytest.mark.parametrize(
    ("tabel", "kappa"),
    [
        ([[20, 5], [10, 15]], 0.40),
        ([[45, 15], [25, 15]], 0.1304),
        ([[25, 35], [5, 35]], 0.2593),
        ([[75, 1, 4], [5, 4, 1], [0, 0, 10]], 0.6765),  # Fleiss, Statistical Methods, ch. 13/18
    ],
)
def test_kappa_textbook_examples(tabel, kappa):
    par = [(x, y) for x, r in enumerate(tabel) for y, antal in enumerate(r) for _ in range(antal)]
    assert st.kappa(par).kappa == pytest.approx(kappa, abs=5e-4)


def test_kappas_interval():
    """Fleiss: kappa 0.68 with standard error 0.087."""
    tabel = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
    r = st.kappa(
        [(x, y) for x, r in enumerate(tabel) for y, antal in enumerate(r) for _ in range(antal)]
    )
    assert (r.hoej - r.lav) / 2 / 1.96 == pytest.approx(0.087, abs=0.001)


@pytest.mark.parametrize(
    ("n", "fra", "til"),
    [(14, 50, 93), (21, 48, 86), (40, 50, 75), (95, 49, 65), (200, 50, 60)],
)
def test_smallest_change_that_can_be_seen(n, fra, til):
    assert 100 * st.mindste_udslag(n, fra / 100) == pytest.approx(til, abs=0.51)


def test_eight_cases_a_step_show_nothing():
    assert st.mindste_udslag(8, 0.5) is None
    assert (
        st.styrke(8, 0.5).tekst
        == "Med 8 sager hver gang kan ingen ændring fra 50 % påvises med 80 % sikkerhed."
    )
    assert "fra 50 % op til 82 % eller ned til 18 %" in st.styrke(40, 0.5).tekst


def test_power_of_fishers_test():
    """Published sizes: 93 per group for 0.7 against 0.5 without continuity correction; Fisher needs about 103
    (Casagrande, Pike & Smith 1978)."""
    from omhu.maalinger.statistik.styrke import chance

    assert chance(93, 0.5, 0.7) < 0.80 <= chance(103, 0.5, 0.7)
    # where the exact reckoning ends and the normal one begins the two must say nearly the same
    assert chance(400, 0.5, 0.6) == pytest.approx(chance(401, 0.5, 0.6), abs=0.03)


@pytest.mark.parametrize(
    ("antal", "ti", "femten"),
    [(100, 50, 31), (200, 66, 36), (500, 81, 40), (770, 86, 41), (2000, 92, 42)],
)
def test_size_for_a_wanted_precision(antal, ti, femten):
    assert (st.noedvendigt_n(10, antal), st.noedvendigt_n(15, antal)) == (ti, femten)


@pytest.mark.parametrize(("n", "graenser"), [(8, (29, 100)), (21, (47, 100)), (36, (53, 97))])
def test_p_chart_limits(n, graenser):
    assert tuple(round(100 * x) for x in diagrammer.kontrolgraenser(0.75, n)) == graenser


def test_finite_population_factor_and_design_effect():
    assert st.designeffekt(0.1, 3) == pytest.approx(1.2)


def test_weighted_share_of_the_preventive_and_placement_mix():
    """Copenhagen's 53 % overall with 33 % of the placements and 72 % of the preventive cases."""
    strata = [st.Stratum(N=490, m=100, n=100, k=33), st.Stratum(N=510, m=100, n=100, k=72)]
    assert st.vejet(strata).andel == pytest.approx(0.53, abs=0.005)


def test_neighbouring_rounds_overlap_by_half():
    a = date(2019, 4, 1), date(2020, 3, 31)
    b = date(2019, 10, 1), date(2020, 9, 30)
    assert st.overlap(*a, *b) == pytest.approx(0.5, abs=0.01)
    assert "overlapper 50 %" in st.overlap_tekst(st.overlap(*a, *b))
    assert st.overlap_tekst(st.overlap(*a, date(2020, 4, 1), date(2021, 3, 31))) == ""


def test_choice_of_method():
    assert st.interval(7, 11).metode == intervaller.CLOPPER_PEARSON
    assert st.interval(30, 60).metode == intervaller.WILSON
    assert st.interval(30, 60, N=5000).metode == intervaller.WILSON
    assert (
        st.interval(45, 80, N=770).tekst
        == "45-67 % (95 % sikkerhed, hypergeometrisk, 80 af 770 sager)"
    )
    assert st.interval(5, 9, N=9).tekst.startswith("Alle sager er talt")
    assert st.interval(0, 0).tekst.startswith("Ikke relevant")
    assert st.interval(7, 11, tilfaeldig=False).tekst == (
        "Ikke tilfældigt udvalgt: tallet gælder kun de læste sager."
    )
    assert not st.interval(7, 11, tilfaeldig=False).findes
