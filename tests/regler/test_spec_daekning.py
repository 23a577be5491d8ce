"""The examples leave nothing of the law unsaid: each rule, version, case and word is shown by one of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from omhu.regler.filer import regelsaet
from omhu.regler.sprog import Moenster, Regel
from omhu.regler.udfald import Raekke

from .eksempler import MAPPE, Forventning, alle, spoerg

REGLER = {r.id: r for r in regelsaet()}


@cache
def vist(regel_id: str) -> list[tuple[Forventning, list[Raekke]]]:
    """Every expectation of a rule with the rows it looked at."""
    return [
        (f, spoerg(e, f, REGLER[regel_id]).raekker)
        for e in alle()
        if e.regel == regel_id
        for f in e.forventninger
    ]


def raekker(regel_id: str) -> list[Raekke]:
    return [r for _, rr in vist(regel_id) for r in rr]


def test_every_rule_has_examples_and_every_example_a_rule():
    assert {sti.stem for sti in MAPPE.iterdir()} == set(REGLER)
    assert all(any(e.regel == r for e in alle()) for r in REGLER)


@pytest.mark.parametrize(
    ("regel_id", "version"), [(r.id, v.fra) for r in REGLER.values() for v in r.versioner]
)
def test_day_before_the_day_and_the_day_after_are_shown(regel_id, version):
    afstande = {
        (f.dag - r.frist_dag).days
        for f, rr in vist(regel_id)
        for r in rr
        if r.version.fra == version
    }
    m = REGLER[regel_id].versioner[0].tilfaelde[0]
    samme_dag = m.frist.form == "dag" and m.frist.antal == 0
    kraevet = {-1, 0} if m.frist.form == "timer" else {0, 1} if samme_dag else {-1, 0, 1}
    assert kraevet <= afstande


@pytest.mark.parametrize("regel_id", REGLER)
def test_every_case_exemption_lapse_and_waiver_is_shown(regel_id):
    for nr, m in _cases(REGLER[regel_id]):
        egne = [r for r in raekker(regel_id) if r.tilfaelde == nr]
        assert egne, f"tilfælde {nr}"
        assert {u.grund for u in m.undtaget} <= {r.grund for r in raekker(regel_id)}
        assert {k for b in m.bortfalder for k in b.skridt} <= _kinds(egne, "bortfaldet")
        assert {k for a in m.fravalg.af for k in a.skridt} <= _kinds(egne, "fravalgt")


@pytest.mark.parametrize("regel_id", REGLER)
def test_every_answer_is_shown(regel_id):
    svar = {k for _, m in _cases(REGLER[regel_id]) for a in m.opfyldt_af for k in a.skridt}
    assert svar <= _kinds(raekker(regel_id), "opfyldt")


def _kinds(rr: list[Raekke], hvad: str) -> set[str]:
    return {getattr(r, hvad).art for r in rr if getattr(r, hvad)}


def _cases(regel: Regel) -> list[tuple[int, Moenster]]:
    return [(nr, m) for v in regel.versioner for nr, m in enumerate(v.tilfaelde)]


# A rule with one of its words taken away is another law: some example must tell them apart.


def uden_et_ord(regel: Regel) -> Iterator[tuple[str, Regel]]:
    """The rule with one condition, entry or setting less, everywhere the same words stand."""
    set_: list[tuple[str, Any]] = []
    for nr, m in _cases(regel):
        for navn, _ in _mutanter(m):
            ord_ = (navn, _vaerdi(m, navn))
            if ord_ not in set_:
                set_.append(ord_)
                yield f"tilfælde {nr}: {navn}", _med(regel, *ord_)


def _vaerdi(m: Moenster, navn: str) -> Any:
    return getattr(m, navn.split()[0])


def _med(regel: Regel, navn: str, vaerdi: Any) -> Regel:
    def anden(m: Moenster) -> Moenster:
        return dict(_mutanter(m))[navn] if _vaerdi(m, navn) == vaerdi else m

    versioner = [
        v.model_copy(update={"tilfaelde": [anden(m) for m in v.tilfaelde]}) for v in regel.versioner
    ]
    return regel.model_copy(update={"versioner": versioner})


MATCHLISTER = ("udloest_af", "opfyldt_af", "bortfalder", "undtaget", "dog_senest_ved", "regnes_fra")
STANDARD: dict[str, Any] = {
    "samme": "sag",
    "efter": "samtidig",
    "en_pr_anker": False,
    "antal": 1,
    "uden_indsats": "uvist",
    "taeller_indtil": None,
    "ved_udeblivelse": "mangler",
    "vurderes": True,
    "udskydes_af": [],
}


def _mutanter(m: Moenster) -> Iterator[tuple[str, Moenster]]:
    for noegle, standard in STANDARD.items():
        if getattr(m, noegle) != standard:
            yield noegle, m.model_copy(update={noegle: standard})
    for noegle in MATCHLISTER:
        for navn, liste in _kortere(getattr(m, noegle)):
            if liste or noegle not in ("udloest_af", "opfyldt_af", "regnes_fra"):
                yield f"{noegle} {navn}", m.model_copy(update={noegle: liste})
    for navn, liste in _kortere(m.fravalg.af):
        yield (
            f"fravalg {navn}",
            m.model_copy(update={"fravalg": m.fravalg.model_copy(update={"af": liste})}),
        )
    for noegle in ("tidligst", "rul", "kun_hele", "dato"):
        if getattr(m.frist, noegle) and not (noegle == "dato" and not m.frist.ellers):
            frist = m.frist.model_copy(update=_uden_frist(m, noegle))
            yield f"frist {noegle}", m.model_copy(update={"frist": frist})


def _uden_frist(m: Moenster, noegle: str) -> dict[str, Any]:
    if noegle == "dato" and m.frist.ellers:
        return {"dato": None, "ellers": None, "aar": m.frist.ellers.aar}
    return {noegle: None if noegle == "tidligst" else False}


def _kortere(liste: list[Any]) -> Iterator[tuple[str, list[Any]]]:
    for i, led in enumerate(liste):
        rest = [*liste[:i], *liste[i + 1 :]]
        if isinstance(led, str):
            yield led, rest
            continue
        if getattr(led, "skridt", None) is None or len(led.skridt) == 1:
            yield f"{i}", rest
        for art in getattr(led, "skridt", []):
            if len(led.skridt) > 1:
                faerre = led.model_copy(update={"skridt": [k for k in led.skridt if k != art]})
                yield f"{i} {art}", [*liste[:i], faerre, *liste[i + 1 :]]
        for hvor in ("hvis", "ikke", "naar", "efter"):
            for k in getattr(led, hvor, []):
                aendret = led.model_copy(update={hvor: [x for x in getattr(led, hvor) if x != k]})
                yield f"{i} {hvor} {k}", [*liste[:i], aendret, *liste[i + 1 :]]
        if getattr(led, "hoejst", None):
            yield (
                f"{i} hoejst",
                [*liste[:i], led.model_copy(update={"hoejst": None}), *liste[i + 1 :]],
            )
        if getattr(led, "samme", "sag") != "sag":
            yield (
                f"{i} samme",
                [*liste[:i], led.model_copy(update={"samme": "sag"}), *liste[i + 1 :]],
            )


UDEN_VIRKNING = {
    # The window asks for the agreed day too; the word stands for the reader.
    "opfoelgning-aftalt": ["tilfælde 0: udloest_af 0 hvis har_naeste"],
    # The decision that triggers the duty is its own answer, and the case asks the same of it.
    "samtykke-anbringelse": ["tilfælde 1: opfyldt_af 0 hvis samtykke_ja"],
    "samtykke-indsats": ["tilfælde 0: opfyldt_af 0 hvis samtykke_ja"],
}


@pytest.mark.parametrize("regel_id", REGLER)
def test_every_word_of_the_rule_is_shown_by_an_example(regel_id):
    egne = [e for e in alle() if e.regel == regel_id]
    uvist = [navn for navn, anden in uden_et_ord(REGLER[regel_id]) if _alle_holder(egne, anden)]
    assert uvist == UDEN_VIRKNING.get(regel_id, [])


def _alle_holder(egne, regel) -> bool:
    for e in egne:
        for f in e.forventninger:
            svar = spoerg(e, f, regel)
            frister = {r.frist_dag for r in svar.raekker}
            if svar.statusser != f.statusser or (f.frist and frister != {f.frist}):
                return False
    return True
