"""Writing to the log: one post at a time, each on the shoulders of the one before."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connections, transaction
from django.utils import timezone

from omhu.adgang.log import ALIAS, Handling, LogFejl
from omhu.adgang.log.kaede import BEGYNDELSE, sum_af, underskrift
from omhu.adgang.log.models import Logkaede, Logpost
from omhu.adgang.log.noegle import Skjult, fingeraftryk, maerke, noegle

if TYPE_CHECKING:
    from omhu.adgang.models import Bruger

LAAS = 0x6F6D6875  # the advisory lock of PostgreSQL under which the chain grows
KAN_IKKE = (
    "Loggen kan ikke skrives, så Omhu viser og ændrer ingenting lige nu. "
    "Prøv igen om lidt, og sig det til driften, hvis det bliver ved."
)
FORKERT_NOEGLE = "Lognøglen er ikke den, loggen er skrevet med. Læg den rigtige nøgle tilbage."
CPR = re.compile(r"(?<!\w)\d{6}[- ]?\d{4}(?!\w)")


def skriv(
    handling: Handling,
    *,
    sager: Iterable[int] = (),
    formaal: str = "",
    detaljer: Mapping[str, Any] | None = None,
    bruger: Bruger | None = None,
    hvor: str = "",
) -> Logpost:
    """See `omhu.adgang.log.log`."""
    from omhu.adgang.log.opsamling import nuvaerende

    nu = nuvaerende()
    bruger = bruger or (nu.bruger if nu else None)
    post = Logpost(
        bruger=bruger.pk if bruger else None,
        rolle=bruger.rolle if bruger else "",
        handling=Handling(handling).value,
        hvor=(hvor or (nu.hvor if nu else ""))[:80],
        formaal=uden_cpr(formaal)[:120],
        sager=sorted({int(pk) for pk in sager}),
    )
    try:
        post.enhed, post.enhed_navn = _enhed(bruger)
        return _tilfoej(post, detaljer or {})
    except (DatabaseError, OSError) as fejl:
        raise LogFejl(KAN_IKKE) from fejl


def _tilfoej(post: Logpost, detaljer: Mapping[str, Any]) -> Logpost:
    with transaction.atomic(using=ALIAS, durable=True):
        laas()
        hoved = Logkaede.objects.using(ALIAS).filter(slags=Logkaede.Slags.HOVED).first()
        n = noegle(maa_laves=hoved is None)
        if hoved is None:
            hoved = Logkaede(slags=Logkaede.Slags.HOVED, nr=0, hash=BEGYNDELSE)
        elif hoved.noegle != fingeraftryk(n):
            raise LogFejl(FORKERT_NOEGLE)
        post.detaljer = _ren(detaljer, n)
        post.nr, post.foer, post.tid = hoved.nr + 1, hoved.hash, timezone.now()
        post.hash = sum_af(post, n)
        post.save(using=ALIAS, force_insert=True)
        hoved.nr, hoved.hash, hoved.tid, hoved.noegle = (
            post.nr,
            post.hash,
            post.tid,
            fingeraftryk(n),
        )
        hoved.underskrift = underskrift(hoved, n)
        hoved.save(using=ALIAS)
    return post


def laas() -> None:
    """One writer at a time. SQLite's transaction is IMMEDIATE, so it has the lock from its first word."""
    forbindelse = connections[ALIAS]
    if forbindelse.vendor == "postgresql":
        with forbindelse.cursor() as c:
            c.execute("SELECT pg_advisory_xact_lock(%s)", [LAAS])


def _enhed(bruger: Bruger | None) -> tuple[int | None, str]:
    if bruger is None or bruger.enhed_id is None:
        return None, ""
    return bruger.enhed_id, bruger.enhed.navn if bruger.enhed else ""


def _ren(detaljer: Mapping[str, Any], n: bytes) -> dict[str, Any]:
    """As it will be read back from JSON, without what is hidden or looks like a CPR number."""

    def som_json(v: Any) -> str:
        return maerke(v.tekst, n) if isinstance(v, Skjult) else str(v)

    return {
        str(k): _vaerdi(v)
        for k, v in json.loads(json.dumps(dict(detaljer), default=som_json)).items()
    }


def _vaerdi(v: Any) -> Any:
    if isinstance(v, str):
        return uden_cpr(v)
    if isinstance(v, list):
        return [_vaerdi(x) for x in v]
    if isinstance(v, dict):
        return {uden_cpr(k): _vaerdi(x) for k, x in v.items()}
    return v


def uden_cpr(tekst: str) -> str:
    """The text with whatever looks like a CPR number masked."""
    return CPR.sub("[cpr]", tekst.replace("\x00", ""))
