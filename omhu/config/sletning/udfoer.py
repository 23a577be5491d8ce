"""The deletion: exactly the cases of a plan, in one transaction, with a post in the log for each."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, models, transaction
from django.db.models import Count, Max
from django.db.models.functions import ExtractYear
from django.utils import timezone

from omhu.adgang.log import Handling, LogFejl, log
from omhu.config.database.start import som_ejer
from omhu.config.kopi import Kopifejl, Laas
from omhu.config.kopi.arkiv import laes_manifest
from omhu.config.sletning import personer
from omhu.config.sletning.plan import Kandidat, Plan, lav_plan
from omhu.frister.models import Pligt
from omhu.indlaesning.models import Kildepost
from omhu.sager.kle import Sletteregler
from omhu.sager.models import Barn, Person, Sag
from omhu.sager.vaern import uden_vaern
from omhu.sagsarbejde.tekster import kladder
from omhu.tidslinje.models import Skridt

AD_GANGEN = 500
KOPI_HOEJST = timedelta(days=7)
MAPPE = "slettet"


class Sletningsfejl(Exception):
    """Nothing was deleted; the text is Danish and says why and what to do."""


def slet(
    ventet_sum: str, regler: Sletteregler, *, kopi: Path | None, laas: Laas | None = None
) -> Plan:
    """Delete the cases of the plan that `ventet_sum` names. `kopi` is a copy that holds every step that goes; None when
    the caller has waived it. Raises Sletningsfejl; then nothing has changed."""
    try:
        with som_ejer(DEFAULT_DB_ALIAS), transaction.atomic(), _sikkert():
            plan = lav_plan(regler, timezone.localdate())
            if not plan.kandidater or plan.sum != ventet_sum:
                raise Sletningsfejl(
                    f"Kontrolsummen {ventet_sum[:20]} er ikke den, sagerne har nu. Kør omhu slet igen, se listen "
                    "igennem, og brug den nye kontrolsum."
                )
            if kopi is not None:
                _efterse_kopi(kopi, laas or Laas(), plan)
            _slet(plan)
    except (LogFejl, Kopifejl) as fejl:
        raise Sletningsfejl(str(fejl)) from fejl
    except DatabaseError as fejl:
        raise Sletningsfejl(
            "Databasen afviste sletningen. På PostgreSQL skal ejerens adresse være sat: OMHU_DATABASE_URL_EJER."
        ) from fejl
    _toem_wal()
    return plan


@contextmanager
def _sikkert() -> Iterator[None]:
    """SQLite overwrites what it deletes, so that it cannot be read out of the file."""
    if connection.vendor == "sqlite":
        with connection.cursor() as c:
            c.execute("PRAGMA secure_delete = ON")
    yield


def _toem_wal() -> None:
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as c:
            c.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _efterse_kopi(kopi: Path, laas: Laas, plan: Plan) -> None:
    """The copy must be ours, new, and taken after the last step that is about to go was registered."""
    manifest = laes_manifest(kopi, laas)
    taget = datetime.fromisoformat(manifest["taget"])
    sidste = max(
        (
            Skridt.objects.filter(sag__in=hold).aggregate(t=Max("registreret"))["t"] or taget
            for hold in _hold([k.pk for k in plan.kandidater])
        ),
        default=taget,
    )
    if timezone.now() - taget > KOPI_HOEJST or sidste > taget:
        raise Sletningsfejl(
            f"Kopien {kopi.name} er for gammel. Tag en ny med omhu sikkerhedskopi, og brug den."
        )


def _hold(pk: list[int]) -> Iterator[list[int]]:
    for n in range(0, len(pk), AD_GANGEN):
        yield pk[n : n + AD_GANGEN]


def _slet(plan: Plan) -> None:
    pk = [k.pk for k in plan.kandidater]
    statistik = _statistik(plan)
    with uden_vaern(connection):
        for hold in _hold(pk):
            _slet_hold(hold)
    kladder.slet_for(pk)
    _skriv_statistik(plan, statistik)
    # Last, and before the commit: a case is never gone without its post.
    for k in plan.kandidater:
        _noter(k, plan)


def _noter(k: Kandidat, plan: Plan) -> None:
    log(
        Handling.SYSTEM,
        sager=[k.pk],
        hvor="omhu slet",
        formaal="SLETNING",
        detaljer={"slettet": k.nummer, "kle": k.kle, "regel": k.regel.kle, "plan": plan.sum},
    )


def _slet_hold(pk: list[int]) -> None:
    boern = list(Sag.objects.filter(pk__in=pk).values_list("barn_id", flat=True).distinct())
    kreds = personer.omkreds(boern)
    _slet_kildeposter(pk, boern)
    _slet_raekker(Sag, pk)
    gaar = personer.boern_der_gaar(kreds)
    personer.glem_omkring(personer.uden_sag(kreds, gaar))
    _slet_raekker(Barn, gaar)
    _slet_raekker(Person, personer.personer_der_gaar(kreds))


def _slet_raekker(model: type[models.Model], pk: list[int]) -> None:
    """Rows of a model and every row that points at them, past Django's PROTECT. A row that points at one of those
    would stop the commit (a test sees that there is none)."""
    for peger, felt in _peger_paa(model):
        if peger is not model and peger is not Sag:
            alle = peger._base_manager.filter(**{f"{felt}__in": pk})
            alle._raw_delete(alle.db)
    raekker = model._base_manager.filter(pk__in=pk)
    raekker._raw_delete(raekker.db)


def _peger_paa(model: type[models.Model]) -> list[tuple[type[models.Model], str]]:
    return [
        (m, f.name)
        for m in apps.get_models(include_auto_created=True)
        for f in m._meta.concrete_fields
        if isinstance(f, models.ForeignKey) and f.related_model is model
    ]


def _slet_kildeposter(sager: list[int], boern: list[int]) -> None:
    """What sources last said about them is kept by number, not by key."""
    andre = Sag.objects.filter(barn__in=boern).exclude(pk__in=sager).values("barn_id")
    helt = Barn.objects.filter(pk__in=boern).exclude(pk__in=andre)
    _slet_poster("sag", Sag.objects.filter(pk__in=sager).values_list("kilde", "nummer"))
    _slet_poster("barn", helt.values_list("kilde", "kilde_id"))


def _slet_poster(tabel: str, noegler: Iterable[tuple[str, str]]) -> None:
    pr_kilde: dict[str, list[str]] = defaultdict(list)
    for kilde, noegle in noegler:
        pr_kilde[kilde].append(noegle)
    for kilde, numre in pr_kilde.items():
        Kildepost.objects.filter(kilde=kilde, tabel=tabel, noegle__in=numre).delete()


# -- what may be kept -----------------------------------------------------------------------------


def _statistik(plan: Plan) -> dict[str, Any]:
    """Counts by year and kind; no case, no child, no date."""
    skridt: Counter[str] = Counter()
    pligter: Counter[str] = Counter()
    boern: set[int] = set()
    for hold in _hold([k.pk for k in plan.kandidater]):
        boern.update(Sag.objects.filter(pk__in=hold).values_list("barn_id", flat=True))
        skridt.update(_talt(Skridt.objects.filter(sag__in=hold), "dag", "art"))
        pligter.update(_talt(Pligt.objects.filter(sag__in=hold), "frist_dag", "regel", "lukket"))
    return {
        "dag": plan.dag.isoformat(),
        "plan": plan.sum,
        "regler": plan.pr_regel(),
        "sager": len(plan.kandidater),
        "boern": len(boern),
        "skridt": dict(sorted(skridt.items())),
        "pligter": dict(sorted(pligter.items())),
    }


def _talt(raekker: Any, dag: str, *felter: str) -> dict[str, int]:
    grupper: Iterable[tuple[Any, ...]] = (
        raekker.annotate(aar=ExtractYear(dag))
        .order_by()
        .values_list("aar", *felter)
        .annotate(n=Count("pk"))
    )
    return {" ".join(str(d) for d in noegle): n for *noegle, n in grupper}


def _skriv_statistik(plan: Plan, data: dict[str, Any]) -> None:
    """Before the commit: should the machine stop between, the next run writes the same file again."""
    mappe = settings.OMHU.rod() / MAPPE
    mappe.mkdir(mode=0o700, exist_ok=True)
    halvt = mappe / f".{plan.sum}.json"
    with halvt.open("w", encoding="utf-8") as ud:
        json.dump(data, ud, ensure_ascii=False, indent=1)
        ud.flush()
        os.fsync(ud.fileno())
    halvt.replace(mappe / f"{plan.dag}-{plan.sum}.json")
