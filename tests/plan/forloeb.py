"""A placed child with a plan that was given to the place, a follow-up and a visit, by the real acts."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from omhu.frister.actions import genberegn_sag
from omhu.sagsarbejde.opfoelgning import actions as opfoelgning
from omhu.sagsarbejde.plan import actions as plan
from tests.bord.stoette import for_dage_siden
from tests.plan.stoette import PLANEN, sag_med

DELMAAL = {
    "delmaal.1.maal": "1",
    "delmaal.1.tekst": "Mor ringer til skolen",
    "delmaal.1.ansvarlig": "Mor",
    "delmaal.1.hvornaar": "2027-01-10",
}


def anbragt_forloeb(hold) -> None:
    """Emil at Solgården."""
    sag, mette = hold.sag, hold.mette
    sag_med(sag, "anbringelse", for_dage_siden(95), for_dage_siden(90), samtykke="ja")
    felter = {**PLANEN, **DELMAAL, "familien": "Mor får besøg hver uge. Vi taler med far."}
    skrift = plan.begynd(sag, felter, art="BARNETS_PLAN", af=mette)
    plan.goer_faerdig(skrift, for_dage_siden(80), ["anbringelse"], af=mette)
    plan.udlever(
        skrift,
        for_dage_siden(79),
        udgave=1,
        dele=["formaal", "maal.1"],
        til="Solgården",
        hvordan="sikker_mail",
        af=mette,
    )
    opfoelgning.besoeg(
        sag,
        for_dage_siden(30),
        sted="anbringelsessted",
        begrundelse="",
        felter={
            "talt": "alene",
            "til_stede": "Emil og plejemor",
            "barnets_ord": "Jeg har mit eget rum. Jeg savner mor.",
            "omsorg": "Der er ro i huset, og Emil henter selv sin bog.",
            "bekymring": "nej",
        },
        af=mette,
    )
    opfoelgning.foelg_op(
        sag,
        opfoelgning.Opfoelgning(
            dag=for_dage_siden(5),
            indsatser=("anbringelse",),
            felter={
                "trivsel": "Emil er glad for sin skole. Han sover godt.",
                "tilpas": "nej",
                "mere_undersoegelse": "nej",
                "rytme": "Emil vil gerne have ro. Derfor venter vi til foråret.",
                "status.1.stand": "i_gang",
                "status.1.vaerdi": "30 % fravær",
            },
            samtale="foer",
            naeste=timezone.localdate() + timedelta(days=90),
            plan=skrift,
        ),
        af=mette,
    )
    genberegn_sag(sag)
    sag.refresh_from_db()
