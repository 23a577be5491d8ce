"""The case as a reader sees it beside a question: facts, steps up to the window's end, texts, files, evidence.

The case comes from `tilsyn.adgang.hent_laesning`, which asks `sager.adgang`. Four statements whatever the case's size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from omhu.kerne.kalender import lokal_dag
from omhu.kerne.ord_om_tid import antal, dato, klokken, stort
from omhu.regler.katalog import katalog
from omhu.regler.love import lov_paa
from omhu.regler.ord import opremsning
from omhu.sager.models import Sag
from omhu.sagsarbejde.journal.queries import Post, poster
from omhu.sagsarbejde.modtagelse import koder
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift
from omhu.tidslinje.queries import Synsdag, gaeldende
from omhu.tilsyn.laesning.queries import Linje
from omhu.tilsyn.models import Runde

VIS_IKKE = ("rettet_fordi", "skrevet_efter_lukning")
DATOFELTER = ("naeste", "ny_frist", "genbehandles")
KODELISTER = {"afsender": "underretter", "aarsager": "aarsag"}
DANSK = {
    "aarsager": "årsager",
    "aarsag": "årsag",
    "skaerpet": "skærpet",
    "maaneder": "måneder",
    "maade": "måde",
    "udfoert": "udført",
    "foraeldre": "forældre",
    "boern": "børn",
    "aeresrelateret": "æresrelateret",
    "stoette": "støtte",
    "afgoerelse": "afgørelse",
    "opfoelgning": "opfølgning",
    "undersoegelse": "undersøgelse",
    "loebende": "løbende",
    "ophoert": "ophørt",
    "overgaaet": "overgået",
    "funktionsnedsaettelse": "funktionsnedsættelse",
    "adfaerd": "adfærd",
    "afdaekning": "afdækning",
    "anfoert": "anført",
    "ansoegning": "ansøgning",
    "bedoemmer": "bedømmer",
    "bekraeftet": "bekræftet",
    "bfu": "børnefaglig undersøgelse",
    "boerne": "børne",
    "doegnvagt": "døgnvagt",
    "foraeldres": "forældres",
    "foreloebig": "foreløbig",
    "laerer": "lærer",
    "leverandoer": "leverandør",
    "maal": "mål",
    "naaet": "nået",
    "netvaerk": "netværk",
    "paalagt": "pålagt",
    "paedagog": "pædagog",
    "partshoering": "partshøring",
    "raadgiver": "rådgiver",
    "skolefravaer": "skolefravær",
    "sundhedsvaesen": "sundhedsvæsen",
    "udfoerer": "udfører",
    "undersoegt": "undersøgt",
    "vaerelse": "værelse",
    "vedroerer": "vedrører",
    "afslaaet": "afslået",
    "doed": "død",
    "erklaering": "erklæring",
    "naeste": "næste",
    "sideloebende": "sideløbende",
    "ungestoette": "ungestøtte",
}
"""Words of codes that are written without æ, ø and å."""
GRUPPER = {
    "underretning": "underretning",
    "undersøg": "undersoegelse",
    "udredning": "undersoegelse",
    "screening": "undersoegelse",
    "inddrag": "samtale",
    "samtale": "samtale",
    "afgør": "afgoerelse",
    "plan": "plan",
    "indsats": "indsats",
    "foranstaltning": "indsats",
    "anbring": "indsats",
    "opfølg": "opfoelgning",
    "tilsyn": "tilsyn",
}
"""What a sagstrin is called -> the group of steps that belong to it."""
OMKRING = 12
"""So many steps of a sagstrin stand in front, the newest."""
TEKST_VIST = 6000
"""Characters of one field that are shown in place; the whole text is on the case."""


@dataclass(frozen=True)
class Tekst:
    """One text of a step: its name, and its fields as (label, words), as they stood at the window's end."""

    navn: str
    felter: list[tuple[str, str]]
    skrevet_siden: date | None = None
    """It was first written after the window's end, on this day."""
    rettet_siden: date | None = None
    """Another edition stands now, from this day; here is the older one."""


@dataclass(frozen=True)
class Trinlinje:
    """One step as the reader sees it."""

    post: Post
    navn: str
    naar: str
    detaljer: str
    tekster: list[Tekst] = field(default_factory=list)
    belaeg: bool = False
    """The answer in front rests on it."""
    omkring: bool = False
    """It belongs to the sagstrin: of its kind, or other questions of it rest on it."""

    @property
    def sent(self) -> str:
        """How long after the act it was written, where that is late; empty else."""
        return (
            f"registreret {antal(self.post.dage_efter, 'dag', 'dage')} efter"
            if self.post.sen
            else ""
        )


@dataclass(frozen=True)
class Sagsvindue:
    """All that stands on the left."""

    sag: Sag
    fakta: list[tuple[str, str]]
    skridt: list[Trinlinje]
    """Newest first."""

    @property
    def belaeg(self) -> list[Trinlinje]:
        """The steps that the answer in front rests on, oldest first: one reads a course forwards."""
        return [x for x in reversed(self.skridt) if x.belaeg]

    @property
    def omkring(self) -> list[Trinlinje]:
        """Where the question itself has no evidence: that of its sagstrin."""
        fundne = [] if self.belaeg else [x for x in self.skridt if x.omkring]
        return fundne[:OMKRING][::-1]

    @property
    def sene(self) -> int:
        return sum(1 for x in self.skridt if x.sent)

    @property
    def belaeg_i_ord(self) -> str:
        led = [f"{x.navn} {x.naar}" for x in self.belaeg]
        return opremsning(led, "og") if led else ""


def sagsvindue(
    sag: Sag, runde: Runde, linje: Linje | None = None, alle: Sequence[Linje] = ()
) -> Sagsvindue:
    """The case up to the round's last day, its texts as they stood that day, with the steps behind the question in
    front marked."""
    slut = Synsdag(runde.til, kendt_pr=runde.til).kendt_indtil
    skridt = gaeldende(Synsdag(runde.til), sag.skridt.select_related("registreret_af"))
    egne = set(_ider(linje)) if linje else set()
    naboer = {
        i
        for x in alle
        if linje and x.sagstrin == linje.sagstrin and x is not linje
        for i in _ider(x)
    }
    grupper = _grupper(linje.sagstrin) if linje else set()
    linjer = [
        _linje(p, str(p.rod) in egne, str(p.rod) in naboer or _gruppe(p) in grupper, slut)
        for p in poster(sag, skridt.order_by("-dag", "-sket", "-nr"), slut)
    ]
    return Sagsvindue(sag, _fakta(sag, runde, linjer), linjer)


def _grupper(sagstrin: str) -> set[str]:
    return {g for ord_, g in GRUPPER.items() if ord_ in sagstrin.lower()}


def _gruppe(p: Post) -> str:
    art = katalog().arter.get(p.skridt.art)
    return art.gruppe if art else ""


def _ider(x: Linje) -> Iterable[str]:
    return x.frisk.belaeg if x.frisk else x.svar.auto_belaeg


def _fakta(sag: Sag, runde: Runde, linjer: Sequence[Trinlinje]) -> list[tuple[str, str]]:
    alder = sag.barn.alder(runde.til)
    fakta = [
        ("Alder ved periodens slutning", antal(alder, "år", "år") if alder is not None else ""),
        ("Periode", f"{dato(runde.fra)} til {dato(runde.til)}"),
        ("Sagstype", stort(_ord(sag.sagstype))),
        ("Indsats", katalog().indsats_navn(sag.hovedforanstaltning) if sag.hovedforanstaltning else ""),
        ("Bekymring", sag.bekymring),
    ]  # fmt: skip
    if sag.lukket:
        fakta.append(("Lukket", dato(sag.lukket)))
    return [(navn, vaerdi) for navn, vaerdi in fakta if vaerdi]


def _linje(p: Post, belaeg: bool, omkring: bool, slut: datetime | None) -> Trinlinje:
    s = p.skridt
    art = katalog().arter.get(s.art)
    return Trinlinje(
        post=p,
        navn=stort(p.titel)
        if p.slags != "skridt" or art is None
        else art.navn_efter(lov_paa(s.dag)),
        naar=dato(s.dag) + ("" if s.kun_dato else f" {klokken(s.sket)}"),
        detaljer=_detaljer(p),
        tekster=[t for x in p.skrifter if (t := _tekst(x, slut)).felter],
        belaeg=belaeg,
        omkring=omkring,
    )


def _detaljer(p: Post) -> str:
    """The fields of a step in words; the subject of a note is its name."""
    s = p.skridt
    vis_ikke = {*VIS_IKKE, *DATOFELTER, *(("emne",) if p.slags == "notat" else ())}
    if s.indsatser:
        vis_ikke |= {"foranstaltning", "foranstaltninger", "emner"}
    dele = [katalog().indsats_navn(k) for k in s.indsatser.split("+") if k]
    dele += [f"{_ord(n)}: {_vaerdi(n, v)}" for n, v in s.data.items() if v and n not in vis_ikke]
    if s.naeste:
        dele.append(f"næste: {dato(s.naeste)}")
    return " · ".join(dele)


def _vaerdi(navn: str, vaerdi: str) -> str:
    liste = KODELISTER.get(navn)
    return (koder.navn(liste, vaerdi) if liste else "") or _ord(vaerdi.replace("+", ", "))


def _ord(navn: str) -> str:
    return " ".join(DANSK.get(led, led) for led in navn.split("_"))


def _tekst(x: Skrift, slut: datetime | None) -> Tekst:
    """A text's fields in words, in the order of its kind; rows of lists after one another."""
    kendt = skema.slags(x.slags)
    felter: dict[str, str] = getattr(x, "felter", None) or {}
    ud = []
    for noegle, vaerdi in felter.items():
        f = kendt.felt(noegle)
        if f is not None and vaerdi.strip():
            valgt = dict(f.valg).get(vaerdi, vaerdi)
            ud.append((f.label, valgt if len(valgt) <= TEKST_VIST else f"{valgt[:TEKST_VIST]} …"))
    return Tekst(kendt.navn, ud, *_siden(x, slut))


def _siden(x: Skrift, slut: datetime | None) -> tuple[date | None, date | None]:
    """The day a text was first written, and the day it was last changed, where that was after the edition shown."""
    v = vars(x)  # annotations of `tekster.queries.skrifter_som_da`
    sent = slut is not None and v["udgave_skrevet"] >= slut
    rettet = v["seneste_nr"] != v["udgave_nr"]
    return (
        lokal_dag(v["udgave_skrevet"]) if sent else None,
        lokal_dag(v["seneste_skrevet"]) if rettet else None,
    )
