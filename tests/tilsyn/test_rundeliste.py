"""The list of a round's cases narrowed to what its leader looks for. Rows in memory; no database."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.utils import timezone

from omhu.adgang.models import Bruger, Enhed
from omhu.tilsyn.models import Laesning, Tilsynssag
from omhu.tilsyn.runder.liste import Listeform
from omhu.tilsyn.runder.vis import Sagslinje

NORD, SYD = Enhed(pk=1, navn="Nord"), Enhed(pk=2, navn="Syd")
LISE, JUHL = Bruger(pk=1, username="lise"), Bruger(pk=2, username="juhl")
KONCEPT = SimpleNamespace(
    niveauer=[SimpleNamespace(kode="n1", navn="Leder"), SimpleNamespace(kode="n2", navn="Jurist")]
)


def sag(nr, trin, enhed, *laesninger, tilstand="MED"):
    ts = Tilsynssag(pk=nr, nr=nr, sagstrin=trin, enhed=enhed, tilstand=tilstand)
    laest = [
        Laesning(niveau=niveau, laeser=hvem, laast=timezone.now() if laast else None)
        for niveau, hvem, laast in laesninger
    ]
    return Sagslinje(ts, str(nr), None, trin.title(), laest)


LINJER = [
    sag(1, "bfu", NORD, ("n1", LISE, True), ("n2", JUHL, False)),
    sag(2, "bfu", SYD, ("n1", LISE, False)),
    sag(3, "plan", NORD, ("n1", LISE, True), ("n2", JUHL, True)),
    sag(4, "plan", NORD),
    sag(5, "plan", SYD, ("n1", LISE, True), tilstand="UDGAAET"),
]
STAND = SimpleNamespace(
    linjer=LINJER, laesere=[SimpleNamespace(laeser=LISE), SimpleNamespace(laeser=JUHL)]
)


@pytest.mark.parametrize(
    ("spurgt", "numre"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("trin=bfu", [1, 2]),
        ("enhed=2", [2, 5]),
        ("niveau=n2", [1, 3]),
        ("laeser=2&stand=mangler", [1]),
        ("niveau=n1&stand=mangler", [2]),
        ("stand=laest", [3]),
        ("niveau=n1&stand=laest", [1, 3]),
        ("stand=uden", [4]),
        ("stand=ude", [5]),
        ("trin=findes-ikke", [1, 2, 3, 4, 5]),
    ],
)
def test_the_list_shows_what_is_looked_for(spurgt, numre):
    form = Listeform(QueryDict(spurgt), stand=STAND, koncept=KONCEPT)
    assert [x.ts.nr for x in form.linjer()] == numre


def test_what_has_one_choice_only_is_not_asked():
    ens = SimpleNamespace(linjer=LINJER[:1], laesere=STAND.laesere[:1])
    assert list(Listeform(QueryDict(), stand=ens, koncept=KONCEPT).fields) == ["niveau", "stand"]
