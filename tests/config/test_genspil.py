"""A year of registrations replayed: "kendt pr." a past day gives exactly what the same command gave that day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from omhu.config.kommandoer.frister import raekker
from omhu.kerne.kalender import KOEBENHAVN
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.actions import registrer, ret, traek_tilbage
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag
from tests.miljoe import paa_postgresql

FOERSTE, DAGE = date(2023, 7, 1), 366
ARTER = (
    "UNDERRETNING AKUTVURDERING KVITTERING SCREENING BFU_BESLUTTET BFU_AFSLUTTET BOERNESAMTALE "
    "BOERNESAMTALE_FRAVALGT AFGOERELSE HANDLEPLAN BARNETS_PLAN IVAERKSAT OPFOELGNING TILSYNSSAMTALE "
    "FORANSTALTNING_OPHOERT SAG_LUKKET SAG_OPRETTET SAGSBEHANDLER_TILDELT"
).split()
INDSATSER = ("anbringelse", "familiebehandling", "kontaktperson")


def kl(dag, time):
    return datetime(dag.year, dag.month, dag.day, time, 5, tzinfo=KOEBENHAVN)


def tilfaeldigt(r, sag, dag, registreret):
    """One step that happened up to 40 days before it became known."""
    art = r.choice(ARTER)
    sket = dag - timedelta(days=r.choice((0, 0, 0, 1, 3, 12, 40)))
    attributter = {"initialer": r.choice(("MK", "OB"))} if art == "SAGSBEHANDLER_TILDELT" else {}
    if art == "BOERNESAMTALE_FRAVALGT":
        attributter = {"begrundelse": "alder", "bedoemmer_enig": r.choice(("ja", "nej"))}
    har_indsats = art in (
        "BOERNESAMTALE",
        "AFGOERELSE",
        "HANDLEPLAN",
        "BARNETS_PLAN",
        "IVAERKSAT",
    ) or (art in ("OPFOELGNING", "FORANSTALTNING_OPHOERT"))
    med_tid = art in ("UNDERRETNING", "AKUTVURDERING") and r.random() < 0.8
    return registrer(
        sag,
        art,
        min(kl(sket, r.randrange(0, 24)), registreret) if med_tid else sket,
        registreret=registreret,
        attributter=attributter,
        indsatser=r.choice(INDSATSER) if har_indsats else "",
        naeste=sket + timedelta(days=60) if art == "OPFOELGNING" and r.random() < 0.6 else None,
    )


def spil_dag(r, sager, dag):
    """A day at the office: new steps, late ones, corrections and withdrawals."""
    for _ in range(r.choice((0, 1, 1, 2, 3))):
        tilfaeldigt(r, r.choice(sager), dag, kl(dag, r.randrange(8, 17)))
    gaeldende = list(Skridt.objects.filter(erstattet_af=None, tilbagetrukket=False).order_by("pk"))
    if gaeldende and r.random() < 0.12:
        gammelt = r.choice(gaeldende)
        ret(
            gammelt,
            gammelt.dag - timedelta(days=r.randrange(3)),
            registreret=kl(dag, 17),
            attributter=gammelt.data,
            indsatser=gammelt.indsatser,
        )
    elif gaeldende and r.random() < 0.05:
        traek_tilbage(r.choice(gaeldende), af=None, begrundelse="fejl", registreret=kl(dag, 17))


def svar(pr, kendt_pr=None):
    return list(raekker(Synsdag(pr, kendt_pr), lambda _n, _i_alt: None))


def test_kendt_pr_a_past_day_is_what_the_command_said_that_day(hold):
    """Each database has a year of its own."""
    r = Random(2 if paa_postgresql() else 1)
    sager = [
        Sag.objects.create(
            barn=Barn.objects.create(foedselsdato=date(2007 + n, 3, 1 + n)),
            nummer=f"G-{n}",
            enhed=hold.nord,
        )
        for n in range(6)
    ]
    dengang = {}
    for n in range(DAGE):
        dag = FOERSTE + timedelta(days=n)
        spil_dag(r, sager, dag)
        if n % 9 == 0 or n > DAGE - 5:
            dengang[dag] = svar(dag)
    forskellige = 0
    for dag, raekkerne in dengang.items():
        assert svar(dag, dag) == raekkerne, dag
        forskellige += svar(dag) != raekkerne
    assert sum(map(len, dengang.values())) > 2000
    assert forskellige > len(dengang) / 2, (
        "late registrations must matter, or the test proves nothing"
    )
