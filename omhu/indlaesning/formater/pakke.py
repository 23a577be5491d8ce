"""The canonical package: a folder or zip with manifest.json and one CSV per table (format 1)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from omhu.indlaesning import arbejdsmappe
from omhu.indlaesning.fejl import Afvisning, sikkert_navn
from omhu.indlaesning.formater.faelles import Indlaeser, laes_cpr, tjek_foedselsdato
from omhu.indlaesning.formater.raekker import Kontekst, laes_raekker
from omhu.indlaesning.formater.tabeller import tabelkatalog
from omhu.indlaesning.kontrol import sammenlaeg
from omhu.indlaesning.laesning import KANONISK, Laesning, afslut, sha256
from omhu.indlaesning.lager import Lager
from omhu.indlaesning.tabel.moenstre import ISO
from omhu.indlaesning.tabel.tabel import Tabel, aabn_csv
from omhu.indlaesning.tabel.zipfil import udpak
from omhu.indlaesning.tid import Tidsfejl, brugbar, laes_tid

RAEKKEFOELGE = (
    "enhed",
    "sagsbehandler",
    "barn",
    "relation",
    "sag",
    "indsats",
    "tildeling",
    "underretning",
    "sagsskridt",
)
STOERSTE_MANIFEST = 1 << 20


class Manifesttabel(BaseModel):
    """One table as the manifest describes it. `kontrolsum`: column -> sum of its numbers."""

    fil: str = Field(pattern=r"^[A-Za-z0-9_\-]+\.csv$")
    raekker: int | None = None
    sha256: str | None = None
    kontrolsum: dict[str, str | float | int] | str | float | int | None = None


class Manifest(BaseModel):
    """manifest.json."""

    format_version: int | float | str
    kildesystem: str = Field(min_length=1, max_length=60)
    kommunekode: str = ""
    tabeller: list[Manifesttabel]


def laes_pakke(
    sti: Path,
    lager: Lager,
    *,
    i_dag: date,
    kilde: str | None,
    laest: Callable[[int, int], None] | None,
    stak: ExitStack,
) -> Laesning:
    """Read a package into the staging file. Raises Afvisning."""
    navn, mappe = sikkert_navn(sti.name), sti
    if not sti.is_dir():
        mappe = stak.enter_context(arbejdsmappe.midlertidig())
        udpak(sti, mappe)
    manifest = _manifest(mappe, navn)
    tabeller = _aabn(mappe, manifest, navn)
    ind = Indlaeser(lager, i_dag)
    svar = Laesning(KANONISK, kilde or manifest.kildesystem.lower(), faste_noegler=True)
    svar.filer = (
        []
        if sti.is_dir()
        else [{"slags": "datapakke", "sha256": sha256(sti), "bytes": sti.stat().st_size}]
    )
    svar.filer += [
        {"slags": t.fil, "sha256": sha256(mappe / t.fil), "raekker": t.raekker}
        for t in manifest.tabeller
    ]
    k = Kontekst()
    for nr, tabelnavn in enumerate(n for n in RAEKKEFOELGE if n in tabeller):
        _laes_tabel(tabelnavn, tabeller[tabelnavn], ind, k)
        if laest:
            laest(nr + 1, len(tabeller))
    _tael_efter(manifest, tabeller)
    lager.gem()
    sammenlaeg(lager, ind.filer)
    svar.tabeller = frozenset(tabeller)
    svar.noter += _senere(manifest, tabeller)
    afslut(svar, lager, ind, list(tabeller.values()))
    return svar


# -- manifest -------------------------------------------------------------------------------------


def _manifest(mappe: Path, navn: str) -> Manifest:
    fil = mappe / "manifest.json"
    if not fil.is_file():
        raise Afvisning(
            "Pakken har ingen manifest.json.",
            "Læg manifest.json i pakken ved siden af tabellerne.",
            fil=navn,
        )
    if fil.stat().st_size > STOERSTE_MANIFEST:
        raise Afvisning("manifest.json er for stor.", "Den skal kun beskrive tabellerne.", fil=navn)
    try:
        manifest = Manifest.model_validate_json(fil.read_bytes())
    except ValidationError as fejl:
        hvor = ".".join(map(str, fejl.errors()[0]["loc"])) or "filen"
        raise Afvisning(
            f"manifest.json kan ikke læses: fejl i »{hvor}«.",
            "Ret det felt, og lav pakken igen.",
            fil=navn,
        ) from fejl
    if str(manifest.format_version).removesuffix(".0") != "1":
        raise Afvisning(
            f"Pakken har format {manifest.format_version}; vi læser format 1.",
            "Lav pakken i format 1.",
            fil=navn,
        )
    return manifest


def _aabn(mappe: Path, manifest: Manifest, navn: str) -> dict[str, Tabel]:
    kat = tabelkatalog()
    tabeller: dict[str, Tabel] = {}
    for t in manifest.tabeller:
        sti, tabel = mappe / t.fil, t.fil.removesuffix(".csv")
        if not sti.is_file():
            raise Afvisning(
                f"Pakken mangler {t.fil}, som manifestet nævner.", "Lav pakken igen.", fil=navn
            )
        if t.sha256 and sha256(sti) != t.sha256.lower():
            raise Afvisning(
                f"{t.fil} er ikke den fil, manifestet beskriver (sha256 passer ikke).",
                "Lav pakken igen.",
                fil=navn,
            )
        if tabel not in RAEKKEFOELGE:
            if tabel not in kat.senere:
                raise Afvisning(
                    f"Tabellen {tabel} kendes ikke.", f"Brug {', '.join(RAEKKEFOELGE)}.", fil=t.fil
                )
            continue
        if t.raekker == 0:
            continue
        tabeller[tabel] = aabn_csv(sti, _kraevede(tabel))
        _tjek_kolonner(tabel, tabeller[tabel])
    if not tabeller:
        raise Afvisning(
            "Pakken har ingen tabeller med rækker.", "Se efter, om udtrækket er lavet.", fil=navn
        )
    return tabeller


def _kraevede(tabel: str) -> tuple[str, ...]:
    kat = tabelkatalog()
    if tabel in kat.grundtabeller:
        return kat.grundtabeller[tabel]
    return tuple(
        dict.fromkeys((*filter(None, (kat.maal[tabel].noegle,)), *kat.maal[tabel].kraevede))
    )


def _tjek_kolonner(navn: str, tabel: Tabel) -> None:
    mangler = [k for k in _kraevede(navn) if k not in tabel.kolonner]
    if mangler:
        raise Afvisning(
            f"Tabellen mangler kolonnerne {', '.join(mangler)}. Vi fandt: {', '.join(tabel.kolonner)}.",
            "Ret kolonnenavnene, og lav pakken igen.",
            fil=tabel.navn,
            raekke=1,
        )


def _tael_efter(manifest: Manifest, tabeller: dict[str, Tabel]) -> None:
    for t in manifest.tabeller:
        tabel = tabeller.get(t.fil.removesuffix(".csv"))
        if tabel is None:
            continue
        if t.raekker is not None and tabel.antal != t.raekker:
            raise Afvisning(
                f"Filen har {tabel.antal} rækker, men manifestet siger {t.raekker}.",
                "Lav pakken igen.",
                fil=t.fil,
            )
        if isinstance(t.kontrolsum, dict):
            for kolonne, sum_ in t.kontrolsum.items():
                _tjek_sum(tabel, kolonne, Decimal(str(sum_)))


def _tjek_sum(tabel: Tabel, kolonne: str, ventet: Decimal) -> None:
    if kolonne not in tabel.kolonner:
        raise Afvisning(
            f"Kontrolsummen er for kolonnen {kolonne}, som ikke findes.",
            "Ret manifestet.",
            fil=tabel.navn,
        )
    nr = tabel.kolonner.index(kolonne)
    try:
        fundet = sum((Decimal(c[nr].strip() or "0") for _, c in tabel.raekker()), Decimal())
    except InvalidOperation as fejl:
        raise Afvisning(
            f"Kolonnen {kolonne} har andet end tal.",
            "Skriv tal med punktum som decimaltegn.",
            fil=tabel.navn,
        ) from fejl
    if fundet != ventet:
        raise Afvisning(
            f"Summen af {kolonne} er {fundet}, men manifestet siger {ventet}.",
            "Lav pakken igen.",
            fil=tabel.navn,
        )


def _senere(manifest: Manifest, tabeller: dict[str, Tabel]) -> list[str]:
    venter = [
        t.fil.removesuffix(".csv")
        for t in manifest.tabeller
        if t.fil.removesuffix(".csv") in tabelkatalog().senere
    ]
    noter = [f"Ikke indlæst endnu (kommer med økonomien): {', '.join(venter)}."] if venter else []
    uafproevet = [
        t.fil
        for t in manifest.tabeller
        if t.kontrolsum is not None and not isinstance(t.kontrolsum, dict)
    ]
    if uafproevet:
        noter.append(f"Kontrolsummen uden kolonne er ikke efterprøvet: {', '.join(uafproevet)}.")
    return noter


# -- tables ---------------------------------------------------------------------------------------


def _laes_tabel(navn: str, tabel: Tabel, ind: Indlaeser, k: Kontekst) -> None:
    if navn == "barn":
        k.boern = _laes_boern(tabel, ind)
    elif navn == "relation":
        _laes_relationer(tabel, ind, k)
    elif navn in ("enhed", "sagsbehandler"):
        _laes_andet(navn, tabel, ind, k)
    else:
        maal = tabelkatalog().maal[navn]
        k.opret = navn == "sag"
        sted = {f: tabel.kolonner.index(f) for f in maal.felter if f in tabel.kolonner}
        laes_raekker(tabel, maal, sted, ind, k, iso=True)
        if navn == "tildeling":
            _enhed_af_tildeling(tabel, ind)


def _rows(tabel: Tabel, ind: Indlaeser, *numre: str) -> Any:
    """(row number, cells, cells by column); `numre`: the columns where a CPR number belongs."""
    undtaget = [tabel.kolonner.index(n) for n in numre if n in tabel.kolonner]
    for raekke, celler in tabel.raekker():
        rene = (c.strip() for c in ind.uden_cpr(celler, undtaget))
        yield raekke, celler, dict(zip(tabel.kolonner, rene, strict=False))


def _laes_boern(tabel: Tabel, ind: Indlaeser) -> dict[str, date | None]:
    fil, boern, antal = ind.fil(tabel.navn), {}, 0
    for raekke, celler, r in _rows(tabel, ind, "cpr"):
        antal += 1
        fejl: list[str] = []
        alt = ind.melder(tabel, raekke, celler)

        def meld(
            kolonne: str,
            hvad: str,
            ret: str,
            alvor: str = "karantaene",
            *,
            _f: list[str] = fejl,
            _m: Any = alt,
        ) -> None:
            if alvor == "karantaene":
                _f.append(kolonne)
            _m(kolonne, hvad, ret, alvor)

        if not r["barn_id"] or r["barn_id"] in boern:
            meld(
                "barn_id",
                "Barnet har intet id."
                if not r["barn_id"]
                else f"Barnet {r['barn_id'][:60]} står to gange.",
                "Slet eller ret rækken.",
            )
        nummer = (
            laes_cpr(r.get("cpr", ""), ind.i_dag, meld, "cpr")
            if r.get("cpr_art") != "UFOEDT"
            else None
        )
        foedt = nummer.foedselsdag if nummer else None
        if tekst := r.get("foedselsdato"):
            svar = laes_tid(tekst, ISO, ind.i_dag)
            if (tid := brugbar(svar)) is not None:
                foedt = tid.dag
                tjek_foedselsdato(foedt, ind.i_dag, meld, "foedselsdato")
            elif isinstance(svar, Tidsfejl):
                meld("foedselsdato", svar.hvad, svar.ret)
        if fejl:
            continue
        boern[r["barn_id"]] = foedt
        ind.lager.barn(
            r["barn_id"],
            {
                "navn": r.get("navn", ""),
                "cpr": nummer.nummer if nummer else "",
                "foedselsdato": foedt.isoformat() if foedt else "",
                "koen": {"D": "D", "P": "P"}.get(r.get("koen", ""), ""),
                "husstand": r.get("husstand_id", ""),
            },
            fil,
            raekke,
        )
    ind.taellet(tabel, antal)
    return boern


def _laes_andet(navn: str, tabel: Tabel, ind: Indlaeser, k: Kontekst) -> None:
    ind.fil(tabel.navn)
    antal = 0
    for raekke, celler, r in _rows(tabel, ind):
        antal += 1
        noegle = r[f"{navn}_id"]
        if not noegle or not r.get("navn"):
            ind.melder(tabel, raekke, celler)(
                f"{navn}_id", "Rækken mangler id eller navn.", "Udfyld begge."
            )
            continue
        ind.lager.andet(navn, noegle, r)
        if navn == "sagsbehandler":
            k.initialer[noegle] = r.get("initialer") or r.get("brugernavn") or r["navn"]
    ind.taellet(tabel, antal)


def _laes_relationer(tabel: Tabel, ind: Indlaeser, k: Kontekst) -> None:
    """Siblings share a household; those with custody are noted on the child."""
    ind.fil(tabel.navn)
    myndighed: dict[str, list[str]] = {}
    antal = 0
    for raekke, celler, r in _rows(tabel, ind):
        antal += 1
        barn, andet = r["barn_id"], r.get("part_ref", "")
        if barn not in (k.boern or {}):
            ind.melder(tabel, raekke, celler)(
                "barn_id", f"Barnet {barn[:60]} findes ikke i tabellen barn.", "Tilføj barnet dér."
            )
            continue
        if r["relation"] == "SOESKENDE" and andet in (k.boern or {}):
            ind.lager.samme_husstand(barn, andet)
        elif r.get("foraeldremyndighed") == "sand":
            myndighed.setdefault(barn, []).append(r["relation"].lower())
        ind.lager.andet("relation", f"{raekke}", {})
    for barn, hvem in myndighed.items():
        tekst = "faelles" if {"mor", "far"} <= set(hvem) else "+".join(dict.fromkeys(hvem))
        ind.lager.ret_felt("barn", barn, "foraeldremyndighed", tekst)
    ind.taellet(tabel, antal)


def _enhed_af_tildeling(tabel: Tabel, ind: Indlaeser) -> None:
    nyeste: dict[str, tuple[str, str]] = {}
    for _, _, r in _rows(tabel, ind):
        if r.get("enhed_id") and r["fra"] >= nyeste.get(r["sag_id"], ("", ""))[0]:
            nyeste[r["sag_id"]] = (r["fra"], r["enhed_id"])
    for sag, (_, enhed) in nyeste.items():
        ind.lager.ret_felt("sag", sag, "enhed", enhed)
