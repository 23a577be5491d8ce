"""Checks that need all steps of a case: duplicates, and ends before their starts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from omhu.indlaesning.fejl import ADVARSEL, KARANTAENE, Fund
from omhu.indlaesning.lager import Lager, SkridtRaekke
from omhu.regler.katalog import katalog

BEGYNDER = frozenset({"AFGOERELSE", "IVAERKSAT"})
SLUTTER = "FORANSTALTNING_OPHOERT"
MAA_GENTAGES = frozenset({"JOURNALNOTAT", "VURDERING", "OPMAERKSOMHEDSPUNKT", "PARTSHOERING"})


class _Galt(NamedTuple):
    raekke: SkridtRaekke
    kolonne: str
    hvad: str
    ret: str
    alvor: str


def kontroller(lager: Lager, filer: list[str]) -> set[tuple[int, int]]:
    """Report what is wrong across rows; the (file, row) of rows that must stay out, which are removed
    from the staged steps. Their original cells are not known here (see `kommando`)."""
    ude: set[tuple[int, int]] = set()
    fundne = []
    for _, skridt in lager.sager_med_skridt():
        fundne += [*_dobbelte(skridt), *_slut_foer_start(skridt), *_aaben_i_lukket(skridt)]
    for galt in fundne:
        r = galt.raekke
        if galt.alvor == KARANTAENE:
            ude.add((r.fil, r.raekke))
        lager.fund(Fund(filer[r.fil], r.raekke, galt.kolonne, galt.hvad, galt.ret, galt.alvor))
    lager.slet_skridt(ude)
    return ude


def sammenlaeg(lager: Lager, filer: list[str]) -> None:
    """Extracts enter a measure again when its price or worker changes. Where one row ends and the next begins
    without a gap, the measure goes on; where two rows say the same, one is enough."""
    for _, skridt in lager.sager_med_skridt():
        vaek = list(_fortsaetter(skridt))
        lager.slet_kilde_ider(r.kilde_id for r, _ in vaek)
        for r, hvad in vaek:
            if hvad:
                lager.fund(
                    Fund(
                        filer[r.fil],
                        r.raekke,
                        "",
                        hvad,
                        "Intet at rette, hvis det er rigtigt.",
                        ADVARSEL,
                    )
                )


def _fortsaetter(skridt: list[SkridtRaekke]) -> Iterator[tuple[SkridtRaekke, str]]:
    starter: dict[tuple[str, str], SkridtRaekke] = {}
    for r in skridt:
        if r.art in BEGYNDER or r.art == SLUTTER:
            foerste = starter.setdefault((f"{r.art} {r.indsatser}", r.dag), r)
            if foerste is not r:
                yield r, f"Samme indsats står også i række {foerste.raekke}; den er talt én gang."
    for r in skridt:
        if r.art != SLUTTER or starter.get((f"{SLUTTER} {r.indsatser}", r.dag)) is not r:
            continue
        for dage in (0, 1):
            dag = (date.fromisoformat(r.dag) + timedelta(days=dage)).isoformat()
            naeste = starter.get((f"IVAERKSAT {r.indsatser}", dag))
            if naeste is not None and naeste.raekke != r.raekke:
                yield (
                    r,
                    f"Indsatsen fortsætter i række {naeste.raekke}; de to rækker er lagt sammen.",
                )
                yield naeste, ""
                break


def _dobbelte(skridt: list[SkridtRaekke]) -> Iterator[_Galt]:
    set_foer: dict[tuple[object, ...], SkridtRaekke] = {}
    for r in skridt:
        foerste = set_foer.setdefault(r.indhold, r)
        if foerste is r or (r.fil, r.raekke) == (foerste.fil, foerste.raekke):
            continue
        if foerste.orden == r.orden:
            yield _Galt(
                r,
                "nr",
                f"Rækken står to gange; også i række {foerste.raekke}.",
                "Slet den ene.",
                KARANTAENE,
            )
        elif r.art not in MAA_GENTAGES:
            yield _Galt(
                r,
                "",
                f"Samme {katalog().arter[r.art].navn.lower()} står to gange på samme dag.",
                "Slet den ene, hvis det kun skete én gang.",
                ADVARSEL,
            )


def _slut_foer_start(skridt: list[SkridtRaekke]) -> Iterator[_Galt]:
    starter: dict[str, list[str]] = defaultdict(list)
    slutter: dict[str, list[SkridtRaekke]] = defaultdict(list)
    for r in skridt:
        if r.art in BEGYNDER or r.art == SLUTTER:
            for indsats in filter(None, r.indsatser.split("+")):
                if r.art == SLUTTER:
                    slutter[indsats].append(r)
                elif r.art == "IVAERKSAT" or indsats not in starter:
                    starter[indsats].append(r.dag)
    for indsats, ender in slutter.items():
        if not starter[indsats]:
            continue
        foerste = min(starter[indsats])
        for r in ender:
            if r.dag < foerste:
                yield _Galt(
                    r,
                    "dato",
                    f"{katalog().indsats_navn(indsats)} slutter {r.dag}, før den begynder {foerste}.",
                    "Ret en af datoerne, eller tilføj den tidligere iværksættelse, hvis den mangler.",
                    KARANTAENE,
                )


def _aaben_i_lukket(skridt: list[SkridtRaekke]) -> Iterator[_Galt]:
    sidste = max(
        (r for r in skridt if r.art in ("SAG_OPRETTET", "SAG_LUKKET")),
        key=lambda r: (r.dag, r.orden),
        default=None,
    )
    if sidste is None or sidste.art != "SAG_LUKKET":
        return
    for indsats in {
        i for r in skridt if r.art == "IVAERKSAT" for i in filter(None, r.indsatser.split("+"))
    }:
        egne = [
            r
            for r in skridt
            if indsats in r.indsatser.split("+") and r.art in ("IVAERKSAT", SLUTTER)
        ]
        nyeste = max(egne, key=lambda r: (r.dag, r.art == SLUTTER))
        if nyeste.art == "IVAERKSAT":
            yield _Galt(
                nyeste,
                "",
                f"{katalog().indsats_navn(indsats)} har ingen slutdato, men sagen er lukket.",
                "Skriv slutdatoen, hvis indsatsen er ophørt.",
                ADVARSEL,
            )
