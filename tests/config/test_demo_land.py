"""The country as columns: clustered, in order, with the same characteristics that one case would get."""

from __future__ import annotations

from datetime import date

import pytest

np = pytest.importorskip("numpy", reason="tilvalget »hurtig« er ikke installeret")
pytest.importorskip("numba", reason="tilvalget »hurtig« er ikke installeret")

from omhu.config.demo.land import lav_kolonner, skriv_parquet, stoerrelser  # noqa: E402 - after importorskip
from omhu.config.demo.landblokke import aar_efter, uden_skuddag  # noqa: E402 - after importorskip
from omhu.kerne.kalender import dag_af, dagnr  # noqa: E402 - after importorskip
from omhu.regler.filer import regelsaet  # noqa: E402 - after importorskip
from omhu.regler.hurtig import laes_kolonner, tael_statusser  # noqa: E402 - after importorskip
from omhu.regler.katalog import katalog  # noqa: E402 - after importorskip
from omhu.regler.kolonner import KOLONNER, kolonner  # noqa: E402 - after importorskip
from omhu.regler.trin import Trin  # noqa: E402 - after importorskip

I_DAG = date(2026, 11, 21)


@pytest.fixture(scope="module")
def land():
    sag, K = lav_kolonner(np.random.default_rng(4), 600, I_DAG)
    return sag, dict(zip(KOLONNER, K, strict=True))


def test_rows_are_clustered_by_case_and_in_its_order(land):
    sag, K = land
    assert len(np.unique(sag)) == 600
    noegle = list(zip(sag.tolist(), K["dag"].tolist(), K["tlo"].tolist(), strict=True))
    assert noegle == sorted(noegle)
    assert 14 <= len(sag) / 600 <= 26
    assert (K["thi"] >= K["tlo"]).all()


def test_answers_name_an_earlier_step_of_the_same_case(land):
    sag, K = land
    foerste = {s: int(np.flatnonzero(sag == s)[0]) for s in np.unique(sag).tolist()}
    arter = [a.kode for a in katalog().arter.values()]
    par = set()
    for i in np.flatnonzero(K["ref"] >= 0).tolist():
        j = foerste[int(sag[i])] + int(K["ref"][i])
        assert K["own"][j] == K["ref"][i]
        assert K["tlo"][j] <= K["thi"][i]
        par.add((arter[K["art"][j]], arter[K["art"][i]]))
    assert ("UNDERRETNING", "AKUTVURDERING") in par
    assert {a for a, _ in par} <= {"UNDERRETNING", "AKTINDSIGT_ANMODET"}
    uden = (K["art"] == katalog().arter["AKUTVURDERING"].nr) & (K["ref"] < 0)
    assert uden.any()


def test_ages_measures_and_dates_give_the_same_flags_as_in_one_case(land):
    sag, K = land
    kat = katalog()
    arter, indsatser = list(kat.arter), list(kat.indsatser)
    maske = sum(1 << k.bit for k in kat.kendetegn.values() if k.alder or k.indsats)
    maske |= 1 << kat.kendetegn["har_naeste"].bit
    fylder = kat.arter["FYLDER_16"].nr
    proevet = 0
    for s in np.unique(sag).tolist():
        raekker = np.flatnonzero(sag == s)
        ved_16 = raekker[K["art"][raekker] == fylder]
        if not len(ved_16):
            continue
        f = dag_af(int(K["dag"][ved_16[0]]))
        trin = [
            Trin(
                arter[K["art"][i]],
                dag_af(int(K["dag"][i])),
                None,
                tuple(navn for n, navn in enumerate(indsatser) if int(K["ind"][i]) >> n & 1),
                naeste=dag_af(int(K["dag2"][i])) if K["dag2"][i] else None,
            )
            for i in raekker
        ]
        ventet = kolonner(trin, f.replace(year=f.year - 16))[KOLONNER.index("flag")]
        assert [v & maske for v in ventet] == [int(x) & maske for x in K["flag"][raekker]]
        proevet += len(trin)
    assert proevet > 1000


def test_birthdays_are_date_to_date():
    dage = np.array([dagnr(date(2010, 2, 28)), dagnr(date(2011, 12, 31)), dagnr(date(2012, 2, 29))])
    ens = uden_skuddag(dage)
    assert dag_af(int(ens[2])) == date(2012, 2, 28)
    assert [dag_af(int(d)) for d in aar_efter(ens, 16)] == [
        date(2026, 2, 28),
        date(2027, 12, 31),
        date(2028, 2, 28),
    ]


def test_files_are_the_same_for_the_same_seed_and_give_every_outcome(tmp_path):
    filer = skriv_parquet(tmp_path / "a", kommuner=2, skala=0.02, fro=5, i_dag=I_DAG)
    igen = skriv_parquet(tmp_path / "b", kommuner=2, skala=0.02, fro=5, i_dag=I_DAG)
    assert [f.name for f in filer] == ["001.parquet", "002.parquet"]
    assert [f.read_bytes() for f in filer] == [f.read_bytes() for f in igen]
    graenser, K = laes_kolonner(filer[0])
    tal = tael_statusser(regelsaet(), graenser, K, pr=I_DAG)
    for regel in (
        "underretning-24t",
        "underretning-kvittering",
        "bfu-4mdr",
        "boernesamtale-foer-afgoerelse",
        "handleplan-foer-afgoerelse",
        "barnets-plan-3mdr",
        "opfoelgning-3mdr",
        "opfoelgning-aftalt",
        "genvurdering",
    ):
        status = {s.value: n for s, n in tal[regel].items() if n}
        assert status.get("overholdt", 0) > 10, regel
        assert status.get("overskredet", 0) + status.get("mangler", 0) > 3, regel


def test_the_country_has_a_million_and_a_half_cases_in_98_uneven_municipalities():
    antal = stoerrelser(98, 1.0, 2026)
    assert len(antal) == 98
    assert 1_400_000 <= sum(antal) <= 1_550_000
    assert min(antal) < 5000
    assert max(antal) > 35_000
