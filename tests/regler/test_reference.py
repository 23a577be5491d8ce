"""The kernel against the slow reference, on cases and rules made to trip it."""

from collections import Counter

import pytest

from omhu.regler.filer import regelsaet
from tests.regler.daekning import VENTET, brugt
from tests.regler.saet import proever, saet
from tests.regler.sammenligning import beskriv, forskelle, kernens, mindste, uenigheder

PORTIONER, SAET_PR_PORTION, PLIGTER_PR_PORTION = 5, 12, 10_000
ALLE = range(PORTIONER * SAET_PR_PORTION)


@pytest.mark.parametrize("portion", range(PORTIONER))
def test_kernel_equals_reference(portion, record_property):
    """At least 5 x 10,000 obligations: every field, and the status on every day on which it may turn."""
    antal = 0
    for p in proever(ALLE[portion * SAET_PR_PORTION : (portion + 1) * SAET_PR_PORTION]):
        antal += len(p.reference)
        if uenigheder(p.reference, kernens(p.regler, p.sag, p.kalender), p.sag.pr):
            pytest.fail(_forklaring(p), pytrace=False)
    record_property("pligter", antal)
    print(f"{antal} pligter sammenlignet")
    assert antal >= PLIGTER_PR_PORTION


def _forklaring(p) -> str:
    def uenige(regler, sag):
        return bool(forskelle(regler, sag, p.kalender))

    regler, sag = mindste(p.regler, p.sag, uenige)
    return beskriv(regler, sag, forskelle(regler, sag, p.kalender))


def test_the_fuzz_reaches_every_word_of_the_language():
    """A silent hole in the generator would make agreement worth nothing."""
    brug = Counter(tegn for p in proever(ALLE) for tegn in brugt(p))
    assert set(brug) <= set(VENTET)
    assert {tegn: brug[tegn] for tegn in VENTET if brug[tegn] < 30} == {}


def test_the_fuzz_reaches_every_shipped_rule():
    """Each rule makes obligations, and not all of one outcome."""
    lovsaet = [p for seed in ALLE for p in saet(seed) if p.regler == regelsaet()]
    antal, udfald = Counter(), {r.id: set() for r in regelsaet()}
    for p in lovsaet:
        for r in p.reference.values():
            antal[r["regel"]] += 1
            udfald[r["regel"]].add((r["lukket"], r["sent"], r["uvis"] is not None))
    assert {r.id: antal[r.id] for r in regelsaet() if antal[r.id] < 10} == {}
    assert [navn for navn, set_ in udfald.items() if len(set_) < 2] == []
