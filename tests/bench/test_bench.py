"""The measurements themselves: they run, and both sides of a comparison count the same."""

import os
import subprocess
import sys

import pytest

from tests.miljoe import ny_database

pytest.importorskip("numba", reason="acceleratoren (hurtig) er et tilvalg")
pytest.importorskip("pandas", reason="sammenligningen (bench) er et tilvalg")

from bench import land, sag  # noqa: E402 - after importorskip
from bench.med_pandas import egnet, tael_med_pandas  # noqa: E402 - after importorskip
from bench.pandas_regler import REGLER  # noqa: E402 - after importorskip
from omhu.config.demo.land import skriv_parquet  # noqa: E402 - after importorskip
from omhu.regler.filer import regelsaet  # noqa: E402 - after importorskip
from omhu.regler.hurtig import laes_kolonner, skriv_kolonner  # noqa: E402 - after importorskip
from omhu.regler.sprog import Status  # noqa: E402 - after importorskip


@pytest.fixture(scope="module")
def kommune(tmp_path_factory):
    """Columns of one small municipality."""
    mappe = tmp_path_factory.mktemp("land")
    return skriv_parquet(mappe, kommuner=1, skala=0.05, i_dag=land.PR)[0]


@pytest.fixture(scope="module")
def regler():
    return tuple(r for r in regelsaet() if r.id in REGLER)


@pytest.mark.parametrize("sammensat", [False, True])
def test_pandas_counts_as_the_kernel(kommune, regler, sammensat):
    assert egnet(kommune)
    talt = land.tael(regler, kommune)
    assert tael_med_pandas(kommune, regler, land.PR, sammensat) == talt
    i_alt = {status: sum(pr_regel[status] for pr_regel in talt.values()) for status in Status}
    assert set(talt) == set(land.REGLER25)
    assert min(i_alt.values()) > 0, "en status er aldrig prøvet"


def test_a_file_that_pandas_was_not_made_for_is_refused(kommune, tmp_path):
    graenser, K = laes_kolonner(kommune)
    ind = K[5].copy()
    ind[ind != 0] |= 3
    skriv_kolonner(tmp_path / "flere.parquet", _sager(graenser), (*K[:5], ind, *K[6:]))
    assert not egnet(tmp_path / "flere.parquet")


def _sager(graenser):
    return [n for n in range(len(graenser) - 1) for _ in range(graenser[n], graenser[n + 1])]


def test_the_rules_compared_are_the_25():
    assert set(REGLER) == set(land.REGLER25)
    assert set(land.REGLER25) <= {r.id for r in regelsaet()}


def test_a_case_is_measured():
    (maal,) = sag.maal(0.0, None)
    assert maal.dom in ("holder", "HOLDER IKKE")
    assert f"{len(regelsaet())} regler" in maal.grundlag


@pytest.mark.parametrize("del_", ["sag", "database"])
def test_the_command_prints_a_table(del_):
    kort = subprocess.run(
        [sys.executable, "-m", "bench", "--skala", "0.003", "--kun", del_],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, **ny_database()},
    )
    assert kort.returncode in (0, 1), kort.stderr  # 1: too slow on this machine just now
    assert "krav" in kort.stdout
    assert "holder" in kort.stdout.casefold()
