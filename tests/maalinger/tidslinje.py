"""A tiny reader of the tidslinjeformat, for tests only (the real one is in indlaesning)."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from omhu.kerne.kalender import KOEBENHAVN
from omhu.maalinger.sag import Maalesag
from omhu.regler.katalog import katalog
from omhu.regler.trin import Trin

INDSATSFELTER = ("foranstaltninger", "foranstaltning", "emner")


def dag_af(tekst: str) -> date | None:
    return date.fromisoformat(tekst) if tekst else None


def trin(art: str, dato: str, attributter: str = "", nr: int = 0) -> Trin:
    """One step as a line of the format: `trin("AFGOERELSE", "2019-10-10", "foranstaltninger=anbringelse")`."""
    felter = dict(f.split("=", 1) for f in attributter.split("|") if f)
    navne = [n for f in INDSATSFELTER for n in felter.get(f, "").split("+") if n]
    tid = datetime.fromisoformat(dato).replace(tzinfo=KOEBENHAVN) if "T" in dato else None
    return Trin(
        art=art,
        dag=tid.date() if tid else date.fromisoformat(dato),
        tid=tid,
        indsatser=tuple(katalog().indsats_kode(n) or n for n in navne),
        attributter=felter,
        id=nr,
        navn=str(nr),
        vedroerer=felter.get("vedroerer", ""),
        naeste=dag_af(felter.get("naeste", "")),
    )


def laes(sager: Path, haendelser: Path) -> dict[str, Maalesag]:
    pr_sag: dict[str, list[Trin]] = {}
    with haendelser.open(encoding="utf-8", newline="") as fil:
        for r in csv.DictReader(fil):
            t = trin(r["haendelsestype"], r["dato"], r["attributter"], int(r["nr"]))
            pr_sag.setdefault(r["sag_id"], []).append(t)
    with sager.open(encoding="utf-8", newline="") as fil:
        return {
            r["sag_id"]: Maalesag(
                id=r["sag_id"],
                sagstype=r["sagstype"],
                hovedforanstaltning=r["hovedforanstaltning"],
                foedselsdato=dag_af(r["foedselsdato"]),
                referencedato=dag_af(r["referencedato"]),
                trin=pr_sag.get(r["sag_id"], []),
            )
            for r in csv.DictReader(fil)
        }


def laes_tabel(sti: Path) -> list[dict[str, str]]:
    with sti.open(encoding="utf-8", newline="") as fil:
        return list(csv.DictReader(fil))


class Sagsbog:
    """Cases that a test changes one step at a time; the change must hit exactly one step, or the test is wrong."""

    def __init__(self, sager: dict[str, Maalesag]) -> None:
        self.sager = dict(sager)

    def _change(self, sag: str, art: str, dato: str, nyt: list[Trin]) -> Sagsbog:
        ramt = [t for t in self.sager[sag].trin if t.art == art and t.dag.isoformat() == dato]
        assert len(ramt) == 1, f"{sag}: {len(ramt)} skridt {art} {dato}"
        rest = [t for t in self.sager[sag].trin if t is not ramt[0]]
        self.sager[sag] = replace(self.sager[sag], trin=[*rest, *nyt])
        return self

    def flyt(self, sag: str, art: str, fra: str, til: str) -> Sagsbog:
        gammelt = next(t for t in self.sager[sag].trin if t.art == art and t.dag.isoformat() == fra)
        return self._change(sag, art, fra, [replace(gammelt, dag=date.fromisoformat(til))])

    def slet(self, sag: str, art: str, dato: str) -> Sagsbog:
        return self._change(sag, art, dato, [])

    def ret(self, sag: str, art: str, dato: str, fra: str, til: str) -> Sagsbog:
        """Replace `fra` by `til` in the step's attributes as written."""
        gammelt = next(
            t for t in self.sager[sag].trin if t.art == art and t.dag.isoformat() == dato
        )
        tekst = "|".join(f"{k}={v}" for k, v in gammelt.attributter.items())
        dele = tekst.split("|")
        assert fra in dele, f"{fra} står ikke i {tekst}"
        dele[dele.index(fra)] = til
        return self._change(sag, art, dato, [trin(art, dato, "|".join(d for d in dele if d))])

    def tilfoej(self, sag: str, art: str, dato: str, attributter: str = "") -> Sagsbog:
        gammel = self.sager[sag]
        self.sager[sag] = replace(gammel, trin=[*gammel.trin, trin(art, dato, attributter, 9000)])
        return self
