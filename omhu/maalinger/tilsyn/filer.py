"""Reading and writing audit concepts: YAML refused with line and remedy."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter, ValidationError

from omhu.maalinger.filer import hent_koncept, koncepter
from omhu.maalinger.tilsyn.sprog import Beregning, Tilsynskoncept, Tvaerspoergsmaal
from omhu.maalinger.udtryk import FASTE_DAGE
from omhu.maalinger.yamlfil import Konceptfejl, danish, find_line, parse
from omhu.regler.filer import regelsaet

LEVERET = Path(__file__).parent / "leveret"
FAELLES = Path(__file__).parent / "faelles.yaml"
LAES = "Se omhu/maalinger/tilsyn/README.md"
LISTER = {
    "niveauer": ("kode", "Niveauet"),
    "sagstrin": ("kode", "Sagstrinnet"),
    "spoergsmaal": ("id", "Spørgsmålet"),
    "blanketter": ("kode", "Blanketten"),
    "paa_tvaers": ("id", "Spørgsmålet"),
}
ANDEN = {"kode": "en anden kode", "id": "et andet id"}
Sted = tuple[list[Any], str]
"""Where in the file, and what is wrong there."""


def laes_tekst(
    tekst: str,
    fil: str = "koncept.yaml",
    mapper: tuple[Path, ...] = (),
    regler: frozenset[str] | None = None,
    *,
    efterse: bool = True,
) -> Tilsynskoncept:
    """Read one audit concept. Raises Konceptfejl (Danish) with the line of the first fault. `mapper` holds further
    measure concepts, `regler` the rules in force (default: the shipped). `efterse=False` reads an edition that was
    looked through when it was kept: rules and measures it names may since have gone."""
    node, raa = parse(tekst, fil, "tilsyn")
    if "tilsyn" not in raa:
        raise Konceptfejl(
            fil, 1, "Filen er ikke et tilsynskoncept. Begynd med »tilsyn:« og en kode."
        )
    try:
        koncept = Tilsynskoncept.model_validate(raa, context=_names(raa, mapper))
    except ValidationError as fejl:
        foerste = fejl.errors()[0]
        raise Konceptfejl(
            fil, find_line(node, list(foerste["loc"])), danish(foerste, LAES), foerste["loc"]
        ) from fejl
    if efterse:
        for loc, besked in _faults(koncept, mapper, regler or _shipped_rules()):
            raise Konceptfejl(fil, find_line(node, loc), besked, tuple(loc))
    return koncept


@lru_cache(maxsize=1)
def _shipped_rules() -> frozenset[str]:
    return frozenset(r.id for r in regelsaet())


def _names(raa: dict[str, Any], mapper: tuple[Path, ...]) -> dict[str, Any]:
    """The names that conditions may use: those of the measure concept they are read in."""
    navn = str(raa.get("begreber") or "taskforce")
    if navn not in koncepter(*mapper):
        return {}
    k = hent_koncept(navn, *mapper)
    dele = {d: set(getattr(k, d)) for d in ("maengder", "skridt", "tal", "pligter", "betingelser")}
    dage = set(k.dage) | dele["skridt"] | set(FASTE_DAGE)
    return {**dele, "dage": dage, "raekker": {r.id for r in k.raekker}}


def _faults(k: Tilsynskoncept, mapper: tuple[Path, ...], regler: frozenset[str]) -> Iterator[Sted]:
    """What the schema cannot see: names that point at nothing, codes that stand twice."""
    yield from _twice(k)
    yield from _pointers(k)
    kendte = koncepter(*mapper)
    if k.begreber not in kendte:
        yield ["begreber"], f"Der er ingen måling »{k.begreber}«. Vælg mellem {', '.join(kendte)}."
    yield from _tables(k, mapper, kendte)
    for liste in ("spoergsmaal", "paa_tvaers"):
        for i, s in enumerate(getattr(k, liste)):
            if s.beregning is not None:
                for loc, besked in _computation(
                    s.beregning, mapper, kendte, regler, tvaers=liste == "paa_tvaers"
                ):
                    yield [liste, i, "beregning", *loc], f"{s.id}: {besked}"


def _tables(k: Tilsynskoncept, mapper: tuple[Path, ...], kendte: dict[str, str]) -> Iterator[Sted]:
    for i, t in enumerate(k.tabeller):
        if t.maaling not in kendte:
            yield (
                ["tabeller", i, "maaling"],
                f"Der er ingen måling »{t.maaling}«. Vælg {_or([*kendte])}.",
            )
            continue
        raekker = {r.id for r in hent_koncept(t.maaling, *mapper).raekker}
        for navn in t.raekker:
            if navn not in raekker:
                yield (
                    ["tabeller", i, "raekker"],
                    f"Rækken »{navn}« findes ikke i »{t.maaling}«. Ret id'et.",
                )


def _twice(k: Tilsynskoncept) -> Iterator[Sted]:
    for liste, (noegle, ord_) in LISTER.items():
        set_: set[str] = set()
        for i, led in enumerate(getattr(k, liste)):
            kode = getattr(led, noegle)
            if kode in set_:
                yield (
                    [liste, i, noegle],
                    f"{ord_} »{kode}« står to gange. Giv den ene {ANDEN[noegle]}.",
                )
            set_.add(kode)
    egne = {s.id for s in k.spoergsmaal}
    for i, s in enumerate(k.paa_tvaers):
        if s.id in egne:
            yield (
                ["paa_tvaers", i, "id"],
                f"Spørgsmålet »{s.id}« står to gange. Giv det ene et andet id.",
            )


def _pointers(k: Tilsynskoncept) -> Iterator[Sted]:
    trin, niveauer = [t.kode for t in k.sagstrin], [n.kode for n in k.niveauer]
    for i, s in enumerate(k.spoergsmaal):
        if s.skala not in k.skalaer:
            yield (
                ["spoergsmaal", i, "skala"],
                f"{s.id}: skalaen »{s.skala}« findes ikke. Skriv den under »skalaer«, eller vælg {_or([*k.skalaer])}.",
            )
        if s.sagstrin not in trin:
            yield (
                ["spoergsmaal", i, "sagstrin"],
                f"{s.id}: sagstrinnet »{s.sagstrin}« findes ikke. Skriv det under »sagstrin«, eller vælg {_or(trin)}.",
            )
        if s.fortroligt and s.skriver is not None:
            yield (
                ["spoergsmaal", i, "fortroligt"],
                f"{s.id}: svaret bliver et skridt, som alle på sagen ser, og kan ikke være fortroligt. "
                "Slet »skriver« eller »fortroligt«.",
            )
        for n in s.niveauer:
            if n not in niveauer:
                yield (
                    ["spoergsmaal", i, "niveauer"],
                    f"{s.id}: niveauet »{n}« findes ikke. Vælg {_or(niveauer)}.",
                )
    for i, niveau in enumerate(k.niveauer):
        for t in niveau.kun_sagstrin:
            if t not in trin:
                yield (
                    ["niveauer", i, "kun_sagstrin"],
                    f"Sagstrinnet »{t}« findes ikke. Vælg {_or(trin)}.",
                )
    for i, led in enumerate(k.sagstrin):
        if not k.spoergsmaal_i(led.kode):
            yield (
                ["sagstrin", i],
                f"Sagstrinnet »{led.kode}« har ingen spørgsmål. Giv det ét, eller slet det.",
            )


def _computation(
    b: Beregning,
    mapper: tuple[Path, ...],
    kendte: dict[str, str],
    regler: frozenset[str],
    *,
    tvaers: bool,
) -> Iterator[Sted]:
    for regel in b.regler:
        if regel not in regler:
            yield ["regler"], f"reglen »{regel}« findes ikke. Vælg en af reglerne i docs/regler.md."
    if b.maaling is None:
        return
    if b.maaling not in kendte:
        yield ["maaling"], f"der er ingen måling »{b.maaling}«. Vælg {_or(list(kendte))}."
        return
    raekke = next((r for r in hent_koncept(b.maaling, *mapper).raekker if r.id == b.raekke), None)
    if raekke is None:
        yield ["raekke"], f"rækken »{b.raekke}« findes ikke i »{b.maaling}«. Ret id'et."
    elif not tvaers and (raekke.taelles == "antal" or raekke.udfold):
        yield ["raekke"], f"rækken »{b.raekke}« er et antal og ikke et ja eller nej. Vælg en anden."


def _or(navne: list[str]) -> str:
    return " eller ".join(f"»{n}«" for n in navne)


@lru_cache(maxsize=1)
def leverede() -> dict[str, Tilsynskoncept]:
    """The concepts shipped with Omhu, by code."""
    return {kode: laes_tekst(leveret_tekst(kode), f"{kode}.yaml") for kode in leverede_filer()}


def leverede_filer() -> list[str]:
    """Codes of the shipped concepts."""
    return sorted(f.stem for f in LEVERET.glob("*.yaml"))


def leveret_tekst(kode: str) -> str:
    """The shipped file itself, with its comments."""
    return (LEVERET / f"{kode}.yaml").read_text("utf-8")


def hent(kode: str) -> Tilsynskoncept:
    """The shipped concept of this code. Raises Konceptfejl."""
    kendte = leverede()
    if kode not in kendte:
        tekst = f"Konceptet »{kode}« findes ikke. Vælg mellem {', '.join(kendte)}."
        raise Konceptfejl(kode, 1, tekst)
    return kendte[kode]


@lru_cache(maxsize=1)
def om_tilsynet() -> tuple[Tvaerspoergsmaal, ...]:
    """What every round is asked about itself (agreement, data quality, repair, feedback)."""
    raa = yaml.safe_load(FAELLES.read_text("utf-8"))["paa_tvaers"]
    return tuple(TypeAdapter(list[Tvaerspoergsmaal]).validate_python(raa))
