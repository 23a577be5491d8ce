"""Whatever happens to an extract between two loads, the timeline ends as the new extract says, and loading
it once more writes nothing."""

import random
from collections import Counter
from datetime import date, timedelta

import pytest

from omhu.indlaesning.models import Forsvundet
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, gaeldende
from tests.indlaesning.stoette import indlaes

pytestmark = pytest.mark.django_db
ARTER = ["JOURNALNOTAT", "PARTSHOERING", "AFGOERELSE", "BOERNESAMTALE"]


def _raekke(rnd):
    dag = date(2024, 1, 1) + timedelta(days=rnd.randrange(6))
    return rnd.choice("AB"), rnd.choice(ARTER), dag.isoformat(), f"emne={rnd.randrange(4)}"


def _aendr(rnd, raekker):
    nye = [_raekke(rnd) if rnd.random() < 0.15 else r for r in raekker if rnd.random() > 0.15]
    for _ in range(rnd.randrange(3)):
        nye.insert(rnd.randrange(len(nye) + 1), _raekke(rnd))
    if rnd.random() < 0.3 and len(nye) > 1:
        k = rnd.randrange(len(nye) - 1)
        nye[k], nye[k + 1] = nye[k + 1], nye[k]
    return nye


def _tekst(raekker):
    return "".join(f"{nr},{','.join(r)}\n" for nr, r in enumerate(raekker, start=1))


def _i_kraft():
    """(case, day) -> what is in force, in order; without what has vanished."""
    vaek = set(Forsvundet.objects.values_list("rod", flat=True))
    dage = {}
    skridt = gaeldende(Synsdag(date(2026, 1, 1))).exclude(rod__in=vaek).select_related("sag")
    for s in skridt.order_by("sag__nummer", "dag", "sket", "nr"):
        dage.setdefault((s.sag.nummer, s.dag.isoformat()), []).append(
            (s.art, f"emne={s.data['emne']}")
        )
    return dage


@pytest.mark.parametrize("froe", range(25))
def test_the_new_extract_counts_and_counts_once(tmp_path, froe):
    rnd = random.Random(froe)
    raekker = [_raekke(rnd) for _ in range(12)]
    for _ in range(4):
        svar = indlaes(tmp_path, _tekst(raekker), godkend_forsvundne=True)
        assert svar.exit_kode == 0
        ventet = {}
        for sag, art, dag, emne in raekker:
            ventet.setdefault((sag, dag), []).append((art, emne))
        assert {k: Counter(v) for k, v in _i_kraft().items()} == {
            k: Counter(v) for k, v in ventet.items()
        }
        assert _i_kraft() == ventet
        antal = Skridt.objects.count()
        assert set(indlaes(tmp_path, _tekst(raekker), godkend_forsvundne=True).rapport.skridt) <= {
            "uaendret"
        }
        assert Skridt.objects.count() == antal
        raekker = _aendr(rnd, raekker)
