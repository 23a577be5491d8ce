"""One audit from the concept to the report: a leader, a caseworker who gets the feedback, and, in a large round, a
lawyer and an external reviewer. `OMHU_TILSYN_SAGER=36` walks that many cases, all of them read to the lock, and counts
the figures from the answers that it gave."""

from __future__ import annotations

import os
from datetime import timedelta

from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.conftest import log_ind
from tests.browser.test_tilsyn_laes import ren
from tests.browser.tilsynsgang import bagefter, laesning, runden
from tests.browser.tilsynsgang.gang import (
    ANDET_NIVEAU,
    CHEF,
    EKSTERN,
    FORSTE_NIVEAU,
    JURIST,
    LEDER,
    RAADGIVER,
    Gang,
    skift,
)

SAGER = int(os.environ.get("OMHU_TILSYN_SAGER", "3"))
LEDERE = (LEDER, "Ulla Mørk", "Susanne Toft", "Torben Friborg", "Yasmin Karimi")
RAADGIVERE = ("Amalie Dam", "Jonas Friis", "Karen Bech", RAADGIVER)
"""Of the demo's teams whose leaders log in by one click."""


def test_an_audit_from_the_concept_to_the_report(side, axe, billede):
    sete: set[str] = set()

    def se(page, navn: str) -> None:
        """Axe and the width of a phone once for each kind of page; the pictures of the guide."""
        slags = navn.split("-Faglig")[0].split("-Jurist")[0]
        if slags not in sete:
            sete.add(slags)
            ren(page, axe)
        if navn == "tilsyn-tilbagemelding":
            billede(page, "tilsyn-tilbagemelding")
        if navn == "tilsyn-dokumenter":
            billede(page, "tilsyn-dokumenter")

    side.on("dialog", lambda d: d.accept())
    gang = Gang(SAGER, se=se)
    log_ind(side, CHEF)
    if gang.stor:
        _stor_begyndelse(side, gang)
    else:
        runden.ny_runde(side, gang, [RAADGIVER], [LEDER])
        skift(side, LEDER)
        laesning.laes_alle(side, gang, FORSTE_NIVEAU, hoejst=1)
    skift(side, CHEF)
    if gang.fund:
        bagefter.foelg_fund_op(side, gang)
    bagefter.giv_tilbagemelding(side, gang)
    skift(side, RAADGIVER)
    bagefter.faa_tilbagemelding(side, gang)
    skift(side, LEDER)
    bagefter.bekraeft(side, gang)
    skift(side, CHEF)
    if gang.stor:
        bagefter.laer(side, gang)
        bagefter.luk(side, gang)
        bagefter.se_resultater(side, gang)
    _se_efter_tallene(side, gang)
    assert len(bagefter.dokumenter(side, gang)) >= (15 if gang.stor else 3)


def _stor_begyndelse(side, gang: Gang) -> None:
    """Concept, draw, two replacements, five leaders, a lawyer and an external reviewer, a wrong registration."""
    runden.ret_koncept(side, gang)
    runden.ny_runde(side, gang, RAADGIVERE, LEDERE)
    runden.erstat(side, gang, 5, "Barnet er flyttet til en anden kommune.")
    runden.inviter_ekstern(side, gang)
    skift(side, EKSTERN)
    laesning.lov_tavshed(side, gang)
    skift(side, CHEF)
    runden.fordel_andet_niveau(side, gang)
    skift(side, LEDER)
    i_gaar = localdate() - timedelta(1)
    laesning.ret_registrering(side, gang, "STV-06", "Screening|Børnefaglig", i_gaar)
    for hvem in LEDERE:
        skift(side, hvem)
        laesning.laes_alle(side, gang, FORSTE_NIVEAU)
    for hvem in (JURIST, EKSTERN):
        skift(side, hvem)
        assert laesning.laes_alle(side, gang, ANDET_NIVEAU), hvem


def _se_efter_tallene(side, gang: Gang) -> None:
    """Every figure on the page is the one that the answers make, counted here."""
    for niveau in (FORSTE_NIVEAU, ANDET_NIVEAU) if gang.stor else (FORSTE_NIVEAU,):
        vist = bagefter.vist_tal(side, gang, niveau if gang.stor else "")
        expect(side.locator("main")).to_contain_text("Tilfældigt udvalgt")
        assert vist, niveau
        for id_, (overholdt, ikke_relevant, uvist) in vist.items():
            k, n, ude, ved_ikke = gang.tal(niveau, id_)
            assert (f"{k} ud af {n}" if n else "Ikke relevant") in overholdt, (niveau, id_)
            assert (int(ikke_relevant), int(uvist)) == (ude, ved_ikke), (niveau, id_)
