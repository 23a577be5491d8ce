"""The accelerator against the reference: the same source compiled, over many cases at once."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from omhu.kerne.kalender import dagnr
from omhu.regler import evaluering
from omhu.regler.kalendertabel import KAL_FRA, KAL_N, kalendertabel
from omhu.regler.kolonner import KOLONNER, kolonner, ordnet
from omhu.regler.program import UD_BREDDE
from omhu.regler.sweep import sweep
from tests.regler.reference import reference_status
from tests.regler.saet import Proeve, saet
from tests.regler.sammenligning import KALENDERE

pytest.importorskip("numba", reason="acceleratoren (hurtig) er et tilvalg")
pytest.importorskip("pyarrow", reason="acceleratoren (hurtig) er et tilvalg")

import numpy as np  # noqa: E402 - after importorskip

from omhu.regler import hurtig  # noqa: E402 - after importorskip

PR = date(2025, 6, 30)
SEEDS = range(24)


def samlet(proever: list[Proeve]):
    """Cases as columns one after another, with their borders, as known on one day."""
    graenser, kolonner_ = [0], [[] for _ in KOLONNER]
    for p in proever:
        trin = ordnet(p.sag.trin, p.sag.foedselsdag, PR, evaluering.horisont(PR))
        for alle, egne in zip(kolonner_, kolonner(trin, p.sag.foedselsdag), strict=True):
            alle += egne
        graenser.append(len(kolonner_[0]))
    return graenser, kolonner_


def som_arrays(graenser, kolonner_):
    K = tuple(np.array(k, dtype=hurtig.TYPER[n]) for n, k in zip(KOLONNER, kolonner_, strict=True))
    return np.array(graenser, dtype=np.int64), K


def almindelig(regler, graenser, kolonner_, kalender):
    """The plain sweep over the same columns."""
    p = evaluering.program_for(regler)
    plads = 200_000
    ud = [0] * (plads * UD_BREDDE)
    antal = sweep(
        graenser,
        len(graenser) - 1,
        tuple(kolonner_),
        [0] * len(kolonner_[0]),
        *(p.R, p.P, p.BY, p.BYL, p.KON, p.SAET, p.SLET),
        kalendertabel(kalender),
        KAL_FRA,
        KAL_N,
        dagnr(evaluering.horisont(PR)),
        ud,
        plads,
    )
    return ud[: antal * UD_BREDDE]


def kendte(seed, kalender):
    """The cases of a set that have steps on `PR`, all judged then and by one calendar."""
    alle = [
        replace(p, sag=replace(p.sag, pr=PR), kalender=kalender)
        for p in saet(seed)
        if min(t.dag for t in p.sag.trin) <= PR
    ]
    return alle[0].regler, alle


@pytest.mark.parametrize("del_", range(4))
def test_compiled_equals_plain_and_reference(del_):
    antal = 0
    for seed in SEEDS[del_::4]:
        kalender = KALENDERE[seed % len(KALENDERE)]
        regler, proever = kendte(seed, kalender)
        graenser, kolonner_ = samlet(proever)
        g, K = som_arrays(graenser, kolonner_)
        ud, n = hurtig.evaluer_mange(regler, g, K, pr=PR, kalender=kalender)
        assert ud[: n * UD_BREDDE].tolist() == almindelig(regler, graenser, kolonner_, kalender)
        assert statusser(regler, g, K, kalender) == ventet(regler, proever)
        antal += n
    print(f"{antal} pligter sammenlignet")
    assert antal >= 3_000


def statusser(regler, g, K, kalender):
    talt = hurtig.tael_statusser(regler, g, K, pr=PR, kalender=kalender)
    return {
        (regel, str(status)): n
        for regel, pr_status in talt.items()
        for status, n in pr_status.items()
        if n
    }


def ventet(regler, proever):
    talt = Counter()
    for p in proever:
        for r in p.reference.values():
            talt[r["regel"], reference_status(r, PR)] += 1
    return dict(talt)
