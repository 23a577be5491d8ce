"""The golden set and the stream: what the repository promises to read."""

import gc
import sys
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import pytest

from omhu import maalinger
from omhu.indlaesning.formater import tidslinje
from omhu.indlaesning.formater.faelles import Indlaeser
from omhu.indlaesning.kommando import koer
from omhu.indlaesning.lager import Lager
from omhu.indlaesning.tabel.tabel import aabn_csv
from omhu.tidslinje.models import Skridt
from tests.indlaesning.stoette import skriv

STEVNS = Path(maalinger.__file__).parent / "data" / "guld"


@pytest.mark.django_db
def test_the_golden_set_loads_whole_and_again_without_change():
    filer = [STEVNS / "stevns_haendelser.csv", STEVNS / "stevns_sager.csv"]
    svar = koer(filer)
    assert svar.exit_kode == 0, svar.tekst()
    assert (svar.rapport.sager, svar.rapport.skridt) == (
        {"ny": 20, "aendret": 0, "uaendret": 0},
        {"ny": 178},
    )
    assert svar.rapport.advarsler == 0
    afgoerelse = Skridt.objects.get(sag__nummer="ST-01", dag=date(2019, 11, 19))
    assert (afgoerelse.indsatser, afgoerelse.kun_dato) == ("anbringelse", True)
    assert koer(filer).rapport.skridt == {"uaendret": 178}


def _stor_fil(mappe: Path, antal: int) -> Path:
    def linjer():
        yield "nr,sag_id,haendelsestype,dato,attributter\n"
        for nr in range(antal):
            dag = date(2021, 1, 1) + timedelta(days=nr % 1800)
            yield f"{nr},S{nr % 997},JOURNALNOTAT,{dag},emne=samtale {nr}|note=om skolen\n"

    sti = mappe / f"{antal}.csv"
    with sti.open("w") as ud:
        ud.writelines(linjer())
    return sti


class _Maaler(Lager):
    """Notes how many blocks of memory are in use each time a portion of steps is written away."""

    top = 0

    def _toem(self) -> None:
        self.top = max(self.top, sys.getallocatedblocks())
        super()._toem()


def _top(mappe: Path, antal: int) -> int:
    """Blocks of memory at the peak, over those in use before, while events are read, checked and staged."""
    sager = {f"S{nr}": date(2012, 1, 1) for nr in range(997)}
    gc.collect()
    tabel, foer = aabn_csv(_stor_fil(mappe, antal)), sys.getallocatedblocks()
    with _Maaler(mappe / f"{antal}.sqlite3") as lager:
        tidslinje.laes_haendelser(tabel, Indlaeser(lager, date(2026, 11, 1)), sager)
        lager.gem()
        assert lager.antal("skridt") == antal
        return lager.top - foer


def test_two_hundred_thousand_rows_stream(tmp_path, monkeypatch):
    """Ten times the rows take less than half a block of memory per row more: none of them is kept. The reader
    remembers attribute texts it has seen, up to a bound; that bound is made small here."""
    uden = tidslinje.laes_attributter.__wrapped__
    monkeypatch.setattr(tidslinje, "laes_attributter", lru_cache(maxsize=1000)(uden))
    lille, stor = _top(tmp_path, 20_000), _top(tmp_path, 200_000)
    assert stor - lille < 90_000


@pytest.mark.django_db
def test_writing_goes_in_portions(tmp_path, django_assert_max_num_queries):
    sager = skriv(
        tmp_path,
        "sager.csv",
        "sag_id,foedselsdato\n" + "".join(f"S{n},2012-01-01\n" for n in range(997)),
    )
    with django_assert_max_num_queries(200):
        assert koer([sager, _stor_fil(tmp_path, 5000)]).exit_kode == 0
    assert Skridt.objects.count() == 5000
