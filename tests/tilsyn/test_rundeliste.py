"""The list of a round's cases narrowed to what its leader looks for. Rows in memory; no database."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.utils import timezone

from omhu.adgang.models import Bruger, Enhed
from omhu.sager.models import Barn, Sag
from omhu.tilsyn.models import Laesning, Tilsynssag
from omhu.tilsyn.runder.liste import Listeform
from omhu.tilsyn.runder.orden import i_orden, kolonner
from omhu.tilsyn.runder.vis import Sagslinje

NORD, SYD = Enhed(pk=1, navn="Nord"), Enhed(pk=2, navn="Syd")
LISE, JUHL = Bruger(pk=1, username="lise"), Bruger(pk=2, username="juhl")
KONCEPT = SimpleNamespace(
    sagstrin=[SimpleNamespace(kode="plan"), SimpleNamespace(kode="bfu")],
    niveauer=[SimpleNamespace(kode="n1", navn="Leder"), SimpleNamespace(kode="n2", navn="Jurist")],
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


NAVNE = {1: "Åse", 2: "Bo", 3: "Ægir", 5: "anna"}


@pytest.mark.parametrize(
    ("orden", "numre"),
    [
        ("", [1, 2, 3, 4, 5]),
        ("findes-ikke", [1, 2, 3, 4, 5]),
        ("-nr", [5, 4, 3, 2, 1]),
        ("sag", [5, 2, 3, 1, 4]),  # by name as Danes sort; the one not to be seen last
        ("-sag", [1, 3, 2, 5, 4]),
        ("trin", [3, 4, 5, 1, 2]),  # as the concept has them
        ("enhed", [1, 3, 2, 5, 4]),
        ("laeser", [2, 5, 1, 3, 4]),
        ("mangler", [3, 1, 2, 4, 5]),
        ("-mangler", [1, 3, 2, 4, 5]),
        ("stand", [2, 4, 1, 3, 5]),  # what is not read first, what was taken out last
        ("-stand", [3, 1, 2, 4, 5]),
    ],
)
def test_a_heading_puts_the_cases_in_order_and_the_unknown_last(orden, numre):
    linjer = [
        replace(x, sag=Sag(barn=Barn(navn=NAVNE[x.ts.nr])) if x.ts.nr in NAVNE else None)
        for x in LINJER
    ]
    hoveder = kolonner(linjer, KONCEPT, {1: 3, 3: 0})
    assert [x.ts.nr for x in i_orden(linjer, hoveder, orden)] == numre


def test_what_tells_no_cases_apart_is_no_column():
    ens = [sag(1, "", NORD), sag(2, "", NORD)]
    assert [
        k.kode for k in kolonner(ens, KONCEPT, {})
    ] == "nr sag raadgiver laeser mangler stand".split()


def test_what_has_one_choice_only_is_not_asked():
    ens = SimpleNamespace(linjer=LINJER[:1], laesere=STAND.laesere[:1])
    assert list(Listeform(QueryDict(), stand=ens, koncept=KONCEPT).fields) == ["niveau", "stand"]
