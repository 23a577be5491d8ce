"""The folder of an export: written beside, summed, and given its name when it is whole."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from omhu import __version__
from omhu.adgang.log import Handling, LogFejl, log
from omhu.config.kopi.arkiv import ryd_op, sha256_af
from omhu.config.kopi.fejl import Kopifejl, paa_dansk
from omhu.config.kopi.mappe import EGNE_FILER
from omhu.config.udtraek.dokumenter import skriv_dokumenter
from omhu.config.udtraek.laesmig import laesmig
from omhu.config.udtraek.oejeblik import oejeblik
from omhu.config.udtraek.tabeller import Tabel, tabeller
from omhu.config.udtraek.tidslinje import skriv_personale, skriv_tidslinje

PORTION = 2000
EGNE_MAPPER = ("regler", "maalinger")
Fremdrift = Callable[[int, int], None]


@dataclass(frozen=True)
class Resultat:
    """Rows by table, and what the timeline's two files hold."""

    raekker: dict[str, int]
    sager: int
    haendelser: int

    @property
    def i_alt(self) -> int:
        """Rows of all tables."""
        return sum(self.raekker.values())


def lav_udtraek(
    mappe: Path, *, med_cpr: bool = False, fremdrift: Fremdrift | None = None
) -> Resultat:
    """Write everything into `mappe`, which must not exist. Raises Kopifejl; then there is no folder.

    It is noted in the access log before the first row is read, also when the export comes to nothing.
    """
    if mappe.exists():
        raise Kopifejl(f"{mappe.name} findes allerede. Vælg et andet navn.")
    if not mappe.parent.is_dir():
        raise Kopifejl(f"Mappen {mappe.parent} findes ikke. Lav den, eller vælg en anden.")
    noter_i_log("udtraek", med_cpr=med_cpr)
    ryd_op(mappe.parent, ".*.delvis")
    halvt = mappe.with_name(f".{mappe.name}.{os.getpid()}.delvis")
    with paa_dansk(f"Udtrækket {mappe.name}"):
        try:
            halvt.mkdir(mode=0o700)
            resultat = _skriv(halvt, med_cpr, fremdrift)
            halvt.rename(mappe)
        finally:
            shutil.rmtree(halvt, ignore_errors=True)
    return resultat


def noter_i_log(hvad: str, **detaljer: Any) -> None:
    """One post that everything was taken out. Raises Kopifejl when it cannot be written; then nothing may go out."""
    try:
        log(Handling.EKSPORT, hvor=f"omhu {hvad}", formaal="UDTRAEK", detaljer=detaljer)
    except LogFejl as fejl:
        raise Kopifejl(str(fejl)) from fejl


def _skriv(mappe: Path, med_cpr: bool, fremdrift: Fremdrift | None) -> Resultat:
    alle = tabeller(med_cpr=med_cpr)
    (mappe / "tabeller").mkdir(mode=0o700)
    raekker: dict[str, int] = {}
    with ExitStack() as stak:
        alias = {navn: stak.enter_context(oejeblik(navn)) for navn in ("default", "log")}
        for nr, tabel in enumerate(alle):
            raekker[tabel.navn] = _skriv_tabel(mappe, tabel, alias[tabel.alias])
            if fremdrift:
                fremdrift(nr + 1, len(alle) + 1)
        sager, haendelser = skriv_tidslinje(mappe / "tidslinje", alias["default"], med_cpr=med_cpr)
        skriv_personale(mappe / "personale", alias["default"])
        if med_cpr:  # nobody can mask what stands in a file
            skriv_dokumenter(mappe / "dokumenter", alias["default"])
    _tag_egne_med(settings.OMHU.rod(), mappe)
    _beskriv(mappe, alle, raekker, med_cpr)
    return Resultat(raekker, sager, haendelser)


def _skriv_tabel(mappe: Path, tabel: Tabel, alias: str) -> int:
    antal = 0
    sti = mappe / "tabeller" / f"{tabel.navn}.csv"
    with sti.open("x", encoding="utf-8", newline="") as fil:
        skriver = csv.writer(fil, lineterminator="\n")
        skriver.writerow([k.navn for k in tabel.kolonner])
        for raekke in tabel.raekker(alias, PORTION):
            skriver.writerow(raekke)
            antal += 1
    _json(sti.with_suffix(".schema.json"), tabel.skema())
    return antal


def _tag_egne_med(rod: Path, mappe: Path) -> None:
    """The municipality's own rules and concepts are open files already."""
    for navn in EGNE_MAPPER:
        if (rod / navn).is_dir():
            shutil.copytree(rod / navn, mappe / navn)
    for navn in EGNE_FILER:
        if (rod / navn).is_file():
            shutil.copyfile(rod / navn, mappe / navn)


def _beskriv(mappe: Path, alle: list[Tabel], raekker: dict[str, int], med_cpr: bool) -> None:
    taget = timezone.now().isoformat()
    ressourcer = [
        {
            "name": t.navn,
            "path": f"tabeller/{t.navn}.csv",
            "encoding": "utf-8",
            "bytes": (mappe / "tabeller" / f"{t.navn}.csv").stat().st_size,
            "rowcount": raekker[t.navn],
            "schema": f"tabeller/{t.navn}.schema.json",
        }
        for t in alle
    ]
    _json(
        mappe / "datapackage.json",
        {
            "name": "omhu-udtraek",
            "title": f"Udtræk af Omhu, {settings.OMHU.kommune}",
            "created": taget,
            "version": __version__,
            "kommunekode": settings.OMHU.kommunekode,
            "cpr_i_klartekst": med_cpr,
            "resources": ressourcer,
        },
    )
    (mappe / "LAESMIG.md").write_text(laesmig(raekker, med_cpr, taget), "utf-8")
    filer = sorted(f for f in mappe.rglob("*") if f.is_file())
    linjer = (f"{sha256_af(f)}  {f.relative_to(mappe).as_posix()}\n" for f in filer)
    (mappe / "sha256sum.txt").write_text("".join(linjer), "utf-8")


def _json(sti: Path, data: Any) -> None:
    sti.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
