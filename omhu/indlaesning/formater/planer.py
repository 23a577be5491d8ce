"""What follows from a row: the measure it is about, the steps it gives, the text of their attributes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from omhu.indlaesning.fejl import ADVARSEL
from omhu.indlaesning.formater.faelles import Meld
from omhu.indlaesning.formater.tabeller import Maaltabel, Skridtplan, tabelkatalog
from omhu.indlaesning.tid import Tid
from omhu.kerne.kalender import tid_af
from omhu.regler.katalog import katalog, normaliser

Vaerdier = dict[str, Any]
UDEN_SKRIDT = ("forventet", "afslaaet", "afslag", "annulleret")
"""Measures that were never decided or were refused."""


def attribut(kilde: str, v: Vaerdier) -> str:
    """The text of one attribute: a field's, a fixed one (`=text`), or one of two by a yes/no field."""
    if kilde.startswith("="):
        return kilde[1:]
    felt, spoerg, valg = kilde.partition("?")
    vaerdi = v.get(felt)
    if spoerg:
        return "" if vaerdi is None else valg.split(":")[0 if vaerdi else 1]
    return som_tekst(vaerdi)


def som_tekst(vaerdi: Any) -> str:
    """A value as an attribute holds it; `|` is kept for separating attributes."""
    if vaerdi is None or vaerdi == "":
        return ""
    if isinstance(vaerdi, bool):
        return "ja" if vaerdi else "nej"
    if isinstance(vaerdi, Tid):
        return (
            vaerdi.dag.isoformat()
            if vaerdi.ms is None
            else tid_af(vaerdi.ms).strftime("%Y-%m-%dT%H:%M")
        )
    return str(vaerdi).replace("|", "+")


def berig(
    v: Vaerdier, maal: Maaltabel, indsatser: dict[str, str], initialer: dict[str, str], meld: Meld
) -> Vaerdier:
    """Fields that follow from others: the measure, the initials."""
    v = dict(v)
    if maal.kode == "indsats":
        v["indsats"] = _indsats(v)
        if v.get("indsats_id"):
            indsatser[v["indsats_id"]] = v["indsats"]
        if v.get("slut") is None and (uden := v.get("slut_foerste_dag_uden")):
            v["slut"] = Tid(uden.dag - timedelta(days=1), None)
        if v.get("slut") and v.get("start") and v["slut"].dag < v["start"].dag:
            meld(
                "slut",
                f"Indsatsen slutter {v['slut'].dag}, før den begynder {v['start'].dag}.",
                "Ret en af datoerne.",
            )
    if maal.kode == "sagsskridt" and not v.get("foranstaltning"):
        v["foranstaltning"] = indsatser.get(v.get("indsats_id", ""), "")
    if maal.kode == "tildeling":
        v["initialer"] = initialer.get(v.get("sagsbehandler_id", ""), v.get("sagsbehandler_id", ""))
    if maal.kode == "sag" and normaliser(v.get("sagsbehandler", "")) in (
        "ikke tildelt",
        "modtagelsen",
        "ukendt",
    ):
        v["sagsbehandler"] = ""
    return v


def _indsats(v: Vaerdier) -> str:
    """The catalogue's code by type, paragraph with law, or paragraph; else the type as written."""
    lov, paragraf = v.get("lov", ""), v.get("paragraf", "")
    for navn in (
        v.get("type_kode", ""),
        f"{lov} {paragraf}" if lov else "",
        paragraf,
        v.get("tilbud", ""),
    ):
        if navn and (kode := katalog().indsats_kode(navn)):
            return kode
    return (v.get("type_kode") or paragraf or "ukendt indsats").replace("+", " ").replace("|", " ")


def indsatsplaner(v: Vaerdier, maal: Maaltabel, meld: Meld) -> tuple[Skridtplan, ...]:
    status = normaliser(str(v.get("status", "")))
    if maal.kode == "indsats" and status in UDEN_SKRIDT:
        meld(
            "Status",
            f"Indsatsen er »{v['status']}« og giver ingen skridt.",
            "Intet at rette.",
            ADVARSEL,
        )
        return ()
    return maal.skridt


def skridtplaner(v: Vaerdier, meld: Meld) -> list[Skridtplan]:
    """The steps of one row of sagsskridt; sets what they need in `v`."""
    kat, status = tabelkatalog(), normaliser(str(v.get("status", "")))
    type_ = kat.skridttype(v["type_kode"])
    if type_ is None:
        meld(
            "type_kode",
            f"Skridttypen »{v['type_kode'][:60]}« kendes ikke.",
            "Brug et navn fra kataloget over skridt, eller føj navnet til som alias.",
        )
        return []
    attributter = {
        "udfoert_af": "udfoert_af",
        "begrundelse": "begrundelse",
        "naeste": "naeste",
        "sted": "sted",
        "foranstaltninger" if type_.art == "AFGOERELSE" else "foranstaltning": "foranstaltning",
        "frist": "frist",
    } | {a: f"={t}" for a, t in type_.saet.items()}
    if type_.emne:
        attributter["emne"] = f"={type_.emne}"
    v["dato"] = next((v[f] for f in type_.dato if v.get(f)), None)
    planer = []
    if type_.besluttet and v.get("beslutning_dato"):
        planer.append(Skridtplan(type_.besluttet, "beslutning_dato", "registreret"))
        v["dato"] = v.get("udfoert_dato")
    if type_.begyndt and v.get("startdato"):
        planer.append(Skridtplan(type_.begyndt, "startdato", "registreret"))
    if status in kat.ikke_relevant:
        if not type_.fravalg:
            return planer
        v["dato"] = v["dato"] or v.get("startdato")
        return [*planer, Skridtplan(type_.fravalg, "dato", "registreret", attributter=attributter)]
    if v["dato"] is None or (status in kat.ikke_sket and not v.get("udfoert_dato")):
        return planer
    return [
        *planer,
        Skridtplan(type_.art or "JOURNALNOTAT", "dato", "registreret", attributter=attributter),
    ]
