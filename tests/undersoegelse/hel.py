"""A whole undersøgelse through the acts, for letters and counts."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from omhu.frister.actions import genberegn_sag
from omhu.sagsarbejde.undersoegelse import actions, queries
from omhu.sagsarbejde.undersoegelse.queries import Undersoegelse
from omhu.sagsarbejde.undersoegelse.tekst import gem_plan, gem_tekst
from omhu.tidslinje.actions import registrer
from tests.undersoegelse.stoette import begynd, igen

DIMENSIONER = ("r-sundhed", "r-skole", "r-fritid", "r-omsorg", "r-netvaerk")


def planlagt(hold) -> Undersoegelse:
    """Emil's undersøgelse with themes, a plan and one statement asked for that is late."""
    dag = timezone.localdate() - timedelta(40)
    registrer(
        hold.sag, "SAGSBEHANDLER_TILDELT", dag - timedelta(2), attributter={"initialer": "MK"}
    )
    return planlaeg(hold, begynd(hold.sag, dag))


def planlaeg(hold, u: Undersoegelse) -> Undersoegelse:
    """Themes and a plan, and the school asked, for an undersøgelse that is 15 days old or more."""
    i_dag = timezone.localdate()
    plan = {
        "spoergsmaal": "Hvorfor sover Emil dårligt?",
        "tema.2.valg": "valgt",
        "tema.2.grund": "Far drikker.",
        "punkt.1.hvad": "Udtalelse",
        "punkt.1.hvem": "Skolen",
        "punkt.2.hvad": "Besøg hjemme",
        "punkt.2.hvem": "Familien",
    }
    gem_plan(u, plan, paa=1, af=hold.mette)
    actions.anmod(
        igen(u),
        "1",
        dag=i_dag - timedelta(15),
        fra="Skolen",
        om="En udtalelse",
        senest=i_dag - timedelta(4),
        af=hold.mette,
    )
    genberegn_sag(hold.sag)
    return igen(u)


def med_udsagn(hold, u: Undersoegelse, antal: int) -> Undersoegelse:
    """The same with the statement received and so many statements in it."""
    raekker = [
        {
            "tekst": f"Udsagn nummer {nr}",
            "slags": ("ressource", "bekymring", "uafklaret")[nr % 3],
            "dimension": DIMENSIONER[nr % len(DIMENSIONER)],
        }
        for nr in range(antal)
    ]
    actions.modtag(u, "1", dag=timezone.localdate(), raekker=raekker, af=hold.mette)
    genberegn_sag(hold.sag)
    return igen(u)


def afsluttet(hold) -> Undersoegelse:
    """The whole of it, finished today without a talk with the child."""
    return afslut(hold, med_udsagn(hold, planlagt(hold), 2))


def i_gang(hold) -> Undersoegelse:
    """The course that the case has already."""
    aabent = queries.alle(hold.sag)[-1]
    return queries.hent(hold.sag, aabent.rod)


def afslut(hold, u: Undersoegelse) -> Undersoegelse:
    """Write the text, and finish."""
    tekst = {
        "anledning": "Skolen skrev til os. Emil er træt i timerne.",
        "helhed": "Emil har det godt i skolen. Hjemme er der uro.",
        "tema.2.tekst": "Far drikker i weekenden.",
        "analyse": "Han sover dårligt, når far drikker.",
        "vurdering": "Det skader ham ikke endnu, men det kan det komme til.",
        "stoette": "ja",
        "stillingtagen": "Familien skal have hjælp, fordi far vil ændre det.",
        "behov.1.tekst": "Ro om aftenen",
    }
    gem_tekst(u, tekst, paa=1, af=hold.mette)
    u = igen(u)
    actions.afslut(
        u, dag=timezone.localdate(), af=hold.mette, begrundelse="Barnet er på ferie hos mormor."
    )
    genberegn_sag(hold.sag)
    return igen(u)
