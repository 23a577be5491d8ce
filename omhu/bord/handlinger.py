"""Where an obligation is settled: on the page where one writes what was said, or in place where a day is enough."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from omhu.frister.models import Pligt
from omhu.frister.regelsaet import moenster
from omhu.regler.katalog import Skridtart, katalog

SAG = {
    "JOURNALNOTAT": "nyt_notat",
    **dict.fromkeys(
        ("AKUTVURDERING", "GENVURDERING", "EFTERUNDERRETNING"), "sagens_underretninger"
    ),
    "SCREENING": "sagens_undersoegelse",
    "AFDAEKNING_BESLUTTET": "sagens_undersoegelse",
    "AFDAEKNING_AFSLUTTET": "sagens_undersoegelse",
    "BFU_BESLUTTET": "sagens_undersoegelse",
    "BFU_AFSLUTTET": "sagens_undersoegelse",
    "FORELOEBIG_VURDERING": "sagens_undersoegelse",
    "SOESKENDEVURDERING": "sagens_undersoegelse",
    "UDTALELSE_MODTAGET": "sagens_undersoegelse",
    "BOERNESAMTALE": "hold_samtale",
    "BOERNESAMTALE_FRAVALGT": "fravaelg_samtale",
    "AFGOERELSE": "sagens_afgoerelser",
    "KLAGE_VIDERESENDT": "sagens_afgoerelser",
    "HANDLEPLAN": "plan_ny",
    "BARNETS_PLAN": "plan_ny",
    "UNGEPLAN": "plan_ny",
    "PLAN_FRAVALGT": "plan_fravaelg",
    "PLAN_UDLEVERET": "sagens_plan",
    "OPFOELGNING": "opfoelgning_ny",
    "TILSYNSSAMTALE": "tilsyn_ny",
    "AKTINDSIGT_ANMODET": "sagens_aktindsigt",
    "AKTINDSIGT_GIVET": "sagens_aktindsigt",
    "DOKUMENT": "nyt_dokument",
    "FRISTBREV": "sagens_aktindsigt",
    "SAG_LUKKET": "luk_sag",
}
"""Kind of step -> the case's page where it is written."""
INTAKE = {"UNDERRETNING": "ny_underretning", "HENVENDELSE": "ny_henvendelse"}
"""Kind of step -> the form that it comes in by, with the case's child filled in."""
UDLOEST = {
    "AKUTVURDERING": "underretning",
    "GENVURDERING": "genvurder",
    "EFTERUNDERRETNING": "efterunderret",
    "GENOPRETNING": "tilsyn_genopretning",
}
"""Kind of step -> the page of the step that asks for it: the underretning, the repair."""
KUN_EGEN_SIDE = {"AKUTVURDERING", "GENVURDERING", "GENOPRETNING"}
"""Kinds whose page asks what a day alone would pass by."""


def opfyldende_arter(pligt: Pligt) -> list[Skridtart]:
    """The kinds of step that settle an obligation, as its rule names them."""
    fundet = moenster(pligt.regel, pligt.version, pligt.tilfaelde)
    koder = [k for m in fundet[2].opfyldt_af for k in m.skridt] if fundet else []
    return [katalog().arter[k] for k in dict.fromkeys(koder)]


def side_for(pligt: Pligt) -> str:
    """The address where the obligation is settled with its texts; empty where it is settled in place."""
    for art in opfyldende_arter(pligt):
        if art.kode in UDLOEST and pligt.udloest_rod:
            return reverse(UDLOEST[art.kode], args=[pligt.sag_id, pligt.udloest_rod])
        if art.kode in SAG:
            sti = side_for_art(pligt.sag_id, art.kode)
            return f"{sti}?{urlencode({'indsatser': pligt.indsatser})}" if pligt.indsatser else sti
    return ""


def kun_dato_kan(pligt: Pligt) -> bool:
    """May the obligation be settled with a day alone, because the rest is written elsewhere?"""
    return not KUN_EGEN_SIDE & {a.kode for a in opfyldende_arter(pligt)}


def side_for_art(sag_pk: int, art: str) -> str:
    """The page of a case where a kind of step is written; empty where it has none of its own."""
    if art in INTAKE:
        return f"{reverse(INTAKE[art])}?{urlencode({'sag': sag_pk})}"
    return reverse(SAG[art], args=[sag_pk]) if art in SAG else ""
