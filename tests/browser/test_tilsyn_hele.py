"""One audit from the concept to the report: a leader, a caseworker who gets the feedback, and, in a large round, a
lawyer and an external reviewer. `OMHU_TILSYN_SAGER=36` walks that many cases, all of them read to the lock, and counts
the figures from the answers that it gave."""

from __future__ import annotations

import os
from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser import tilsynsgang as trin
from tests.browser.conftest import log_ind
from tests.browser.test_tilsyn_laes import ren
from tests.browser.tilsynsgang import (
    ANDET_NIVEAU,
    CHEF,
    EKSTERN,
    FORSTE_NIVEAU,
    JURIST,
    LEDER,
    RAADGIVER,
    Gang,
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
        trin.ny_runde(side, gang, [RAADGIVER], [LEDER])
        trin.skift(side, LEDER)
        trin.laes_alle(side, gang, FORSTE_NIVEAU, hoejst=1)
    trin.skift(side, CHEF)
    if gang.fund:
        trin.foelg_fund_op(side, gang)
    trin.giv_tilbagemelding(side, gang)
    trin.skift(side, RAADGIVER)
    trin.faa_tilbagemelding(side, gang)
    trin.skift(side, LEDER)
    trin.bekraeft(side, gang)
    trin.skift(side, CHEF)
    if gang.stor:
        trin.laer(side, gang)
        trin.luk(side, gang)
        trin.se_resultater(side, gang)
    _se_efter_tallene(side, gang)
    assert len(trin.dokumenter(side, gang)) >= (15 if gang.stor else 3)


def _stor_begyndelse(side, gang: Gang) -> None:
    """Concept, draw, two replacements, five leaders, a lawyer and an external reviewer, a wrong registration."""
    trin.ret_koncept(side, gang)
    trin.ny_runde(side, gang, RAADGIVERE, LEDERE)
    trin.erstat(side, gang, 5, "Barnet er flyttet til en anden kommune.")
    trin.inviter_ekstern(side, gang)
    trin.skift(side, EKSTERN)
    trin.lov_tavshed(side, gang)
    trin.skift(side, CHEF)
    trin.fordel_andet_niveau(side, gang)
    trin.skift(side, LEDER)
    i_gaar = date.today() - timedelta(1)
    trin.ret_registrering(side, gang, "STV-06", "Screening|Børnefaglig", i_gaar)
    for hvem in LEDERE:
        trin.skift(side, hvem)
        trin.laes_alle(side, gang, FORSTE_NIVEAU)
    for hvem in (JURIST, EKSTERN):
        trin.skift(side, hvem)
        assert trin.laes_alle(side, gang, ANDET_NIVEAU), hvem


def _se_efter_tallene(side, gang: Gang) -> None:
    """Every figure on the page is the one that the answers make, counted here."""
    for niveau in (FORSTE_NIVEAU, ANDET_NIVEAU) if gang.stor else (FORSTE_NIVEAU,):
        vist = trin.vist_tal(side, gang, niveau if gang.stor else "")
        expect(side.locator("main")).to_contain_text("Tilfældigt udvalgt")
        assert vist, niveau
        for id_, (overholdt, ikke_relevant, uvist) in vist.items():
            k, n, ude, ved_ikke = gang.tal(niveau, id_)
            assert (f"{k} ud af {n}" if n else "Ikke relevant") in overholdt, (niveau, id_)
            assert (int(ikke_relevant), int(uvist)) == (ude, ved_ikke), (niveau, id_)
