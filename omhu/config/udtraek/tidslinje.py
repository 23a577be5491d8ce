"""The timeline in the tidslinjeformat (docs/guide/tidslinjeformatet.md), and units and staff as a package beside it,
so that another Omhu can read all of it. The format holds what is in force; the rest is in tabeller/."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import Count

from omhu.adgang.models import Bruger, Enhed
from omhu.indlaesning.formater.attributter import byg_attributter
from omhu.kerne.celler import uskadelig
from omhu.kerne.kalender import KOEBENHAVN
from omhu.sager.models import Sag
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, kendte

PORTION = 2000
LODRET, ERSTATNING = "|", "¦"
SAGER = (
    "sag_id foedselsdato cpr navn barn_id foraeldremyndighed koen husstand enhed sagstype "
    "hovedforanstaltning lovgrundlag referencedato"
).split()
HAENDELSER = "nr sag_id haendelsestype dato attributter registreret".split()
KODER = {"foranstaltning", "foranstaltninger", "emner"}


def skriv_tidslinje(mappe: Path, alias: str, *, med_cpr: bool) -> tuple[int, int]:
    """Write sager.csv and haendelser.csv; returns their numbers of rows."""
    mappe.mkdir(mode=0o700)
    numre = _numre(alias)
    sager = _skriv_csv(mappe / "sager.csv", SAGER, _sager(alias, numre, med_cpr))
    return sager, _skriv_csv(mappe / "haendelser.csv", HAENDELSER, _haendelser(alias, numre))


def skriv_personale(mappe: Path, alias: str) -> None:
    """Units and staff as a package of the canonical format; accounts come without password, as rådgiver."""
    mappe.mkdir(mode=0o700)
    enheder = Enhed.objects.using(alias).order_by("pk")
    folk = Bruger.objects.using(alias).order_by("pk")
    tabeller = {
        "enhed": (
            ("enhed_id", "navn", "overordnet_id", "type"),
            ([f"e{e.pk}", e.navn, _e(e.overordnet_id), e.type] for e in enheder),
        ),
        "sagsbehandler": (
            ("sagsbehandler_id", "navn", "initialer", "brugernavn", "enhed_id", "ansat_til"),
            (
                [f"b{b.pk}", str(b), b.initialer, b.username, _e(b.enhed_id), _iso(b.ansat_til)]
                for b in folk
            ),
        ),
    }
    manifest: dict[str, Any] = {"format_version": 1, "kildesystem": "omhu", "tabeller": []}
    for navn, (kolonner, raekker) in tabeller.items():
        antal = _skriv_csv(mappe / f"{navn}.csv", kolonner, raekker, skilletegn=";")
        manifest["tabeller"].append({"fil": f"{navn}.csv", "raekker": antal})
    (mappe / "manifest.json").write_text(json.dumps(manifest, indent=1), "utf-8")


def _e(pk: int | None) -> str:
    return f"e{pk}" if pk else ""


def _skriv_csv(
    sti: Path, kolonner: Iterable[str], raekker: Iterable[list[str]], skilletegn: str = ","
) -> int:
    antal = 0
    with sti.open("x", encoding="utf-8", newline="") as fil:
        skriver = csv.writer(fil, delimiter=skilletegn, lineterminator="\n")
        skriver.writerow(kolonner)
        for antal, raekke in enumerate(raekker, 1):  # noqa: B007 - the count is the answer
            skriver.writerow(raekke)
    return antal


# -- cases ----------------------------------------------------------------------------------------


def _numre(alias: str) -> dict[int, str]:
    """Case -> a number that no other case has: those that two sources share get the source before them."""
    alle = Sag.objects.using(alias)
    delte = set(
        alle.values_list("nummer", flat=True).annotate(n=Count("pk")).filter(n__gt=1).order_by()
    )
    return {
        pk: (f"{kilde}:{nummer}"[:60] if nummer in delte else nummer)
        for pk, nummer, kilde in alle.values_list("pk", "nummer", "kilde").iterator()
    }


def _sager(alias: str, numre: dict[int, str], med_cpr: bool) -> Iterator[list[str]]:
    sager = Sag.objects.using(alias).select_related("barn", "enhed").order_by("pk")
    for s in sager.iterator(chunk_size=PORTION):
        yield [
            numre[s.pk],
            _iso(s.barn.foedselsdato),
            s.barn.cpr if med_cpr else "",
            uskadelig(s.barn.navn),
            s.barn.kilde_id or f"barn-{s.barn_id}",
            uskadelig(s.barn.foraeldremyndighed),
            s.barn.koen,
            s.barn.husstand,
            s.enhed.navn,
            uskadelig(s.sagstype),
            s.hovedforanstaltning,
            uskadelig(s.lovgrundlag),
            _iso(s.referencedato),
        ]


# -- events ---------------------------------------------------------------------------------------


def _haendelser(alias: str, numre: dict[int, str]) -> Iterator[list[str]]:
    # All that is in force, also what lies ahead.
    skridt = kendte(Synsdag(date.max), Skridt.objects.using(alias))
    naevnte = set(
        skridt.exclude(vedroerer="").values_list("vedroerer", flat=True).distinct().order_by()
    )
    i_orden = skridt.order_by("sag_id", "dag", "sket", "nr").iterator(chunk_size=PORTION)
    for nr, s in enumerate(i_orden, 1):
        yield [
            str(nr),
            numre[s.sag_id],
            s.art,
            s.dag.isoformat() if s.kun_dato else _lokal(s.sket),
            attributter(s, str(s.rod) in naevnte),
            _lokal(s.registreret),
        ]


def attributter(s: Skridt, naevnt: bool) -> str:
    """The attributes of a step as the format writes them; a bar in a text becomes a broken one."""
    data = {k.lower(): str(v).replace(LODRET, ERSTATNING) for k, v in s.data.items()}
    if s.navn or naevnt:
        data["id"] = s.navn or str(s.rod)
    if s.vedroerer:
        data["vedroerer"] = s.vedroerer
    afledt = byg_attributter(data, s.dag)
    if s.indsatser != afledt.indsatser:
        data = {k: v for k, v in data.items() if k not in KODER} | {"foranstaltninger": s.indsatser}
    if _iso(s.naeste) != afledt.naeste:
        data["naeste"] = _iso(s.naeste)
    return LODRET.join(f"{k}={v}" for k, v in data.items())


def _iso(dag: date | None) -> str:
    return dag.isoformat() if dag else ""


def _lokal(tid: datetime) -> str:
    return tid.astimezone(KOEBENHAVN).isoformat(timespec="milliseconds")
