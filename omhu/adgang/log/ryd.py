"""Deleting the oldest posts by rule, with a signed point left behind so that the chain still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from omhu.adgang.log import ALIAS, Handling, LogFejl
from omhu.adgang.log.kaede import underskrift
from omhu.adgang.log.kontrol import Fremdrift, kontroller
from omhu.adgang.log.models import Logkaede, Logpost
from omhu.adgang.log.noegle import fingeraftryk, noegle
from omhu.adgang.log.skriv import laas, skriv


@dataclass(frozen=True)
class Plan:
    """What is old enough to go: posts up to and with `nr`."""

    foer: datetime
    nr: int
    antal: int
    fra: datetime | None = None
    til: datetime | None = None


def plan(nu: datetime | None = None) -> Plan:
    """Posts older than OMHU_LOG_MAANEDER; only a whole beginning of the chain is ever taken."""
    graense = (nu or timezone.now()) - relativedelta(months=settings.OMHU.log_maaneder)
    poster = Logpost.objects.using(ALIAS)
    yngste = poster.filter(tid__gte=graense).order_by("nr").first()
    gamle = poster.filter(nr__lt=yngste.nr) if yngste else poster.all()
    sidste = gamle.order_by("nr").last()
    if sidste is None:
        return Plan(graense, 0, 0)
    foerste = gamle.order_by("nr")[0]
    return Plan(graense, sidste.nr, gamle.count(), foerste.tid, sidste.tid)


def ryd(hvad: Plan, *, hvor: str, fremdrift: Fremdrift | None = None) -> None:
    """Delete what the plan says. Raises LogFejl, and deletes nothing, when the chain does not hold today."""
    svar = kontroller(fremdrift)
    if svar.fund is not None:
        raise LogFejl(
            f"Loggen er ikke hel ({svar.fund.brud}), så intet er slettet. Kør omhu log kontrol først."
        )
    try:
        _slet(hvad)
    except DatabaseError as fejl:
        raise LogFejl(
            "Loggen kan ikke slettes i. På PostgreSQL må kun ejeren: sæt OMHU_DATABASE_URL_EJER til den ene "
            "kommando."
        ) from fejl
    skriv(Handling.LOG, hvor=hvor, detaljer={"slettet_til": hvad.nr, "antal": hvad.antal})


def _slet(hvad: Plan) -> None:
    n = noegle()
    with transaction.atomic(using=ALIAS, durable=True):
        laas()
        sidste = Logpost.objects.using(ALIAS).get(nr=hvad.nr)
        punkt = Logkaede(
            slags=Logkaede.Slags.SLETTET,
            nr=sidste.nr,
            hash=sidste.hash,
            tid=timezone.now(),
            noegle=fingeraftryk(n),
            detaljer={"antal": hvad.antal, "foer": hvad.foer.isoformat()},
        )
        punkt.underskrift = underskrift(punkt, n)
        if connections[ALIAS].vendor == "sqlite":
            with connections[ALIAS].cursor() as c:
                c.execute("PRAGMA secure_delete = ON")
        punkt.save(using=ALIAS, force_insert=True)
        Logpost.objects.using(ALIAS).filter(nr__lte=sidste.nr).delete()
