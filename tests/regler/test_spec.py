"""The law as examples: every line of every example under spec/ holds."""

from __future__ import annotations

import pytest

from omhu.regler.filer import regelsaet

from .eksempler import Eksempel, alle, spoerg

REGLER = {r.id: r for r in regelsaet()}
EKSEMPLER = [e for e in alle() if e.regel in REGLER]


@pytest.mark.parametrize("eksempel", EKSEMPLER, ids=str)
def test_eksempel(eksempel: Eksempel):
    regel = REGLER[eksempel.regel]
    assert eksempel.forventninger
    for f in eksempel.forventninger:
        svar = spoerg(eksempel, f, regel)
        assert svar.statusser == f.statusser, f.linje
        if f.frist:
            assert {r.frist_dag for r in svar.raekker} == {f.frist}, f.linje
        if f.fra:
            assert {r.version.fra for r in svar.raekker} == {f.fra}, f.linje
