"""What the tab shows: everybody around the child by kind, with their rights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from omhu.sager.alder import Grund
from omhu.sager.models import Relation, Rettelse, Sag
from omhu.sager.parter import Part, parter

A = Relation.Art
GRUPPER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Forældre", (A.MOR, A.FAR, A.MEDMOR, A.STEDFORAELDER)),
    ("Familie og netværk", (A.BEDSTEFORAELDER, A.NETVAERK, A.VAERGE, A.STOETTEPERSON)),
    ("Plejefamilie og anbringelsessted", (A.PLEJEFAMILIE, A.ANBRINGELSESSTED)),
    ("Bistand", (A.ADVOKAT, A.BISIDDER, A.PARTSREPRAESENTANT)),
    (
        "Fagpersoner",
        (A.SKOLE, A.DAGTILBUD, A.SUNDHEDSPLEJERSKE, A.LAEGE, A.PPR, A.FAGPERSON),
    ),
)
RETTET = {
    "navn": "Navn",
    "cpr": "CPR-nummer",
    "foedselsdato": "Fødselsdato",
    "telefon": "Telefon",
    "email": "E-mail",
    "adresse": "Adresse",
    "skjult_adresse": "Beskyttet adresse",
    "adressebeskyttelse": "Adressebeskyttelse",
    "fag": "Fag",
    "organisation": "Sted",
    "sprog": "Sprog",
    "tolk": "Tolk",
}
SKJULTE = ("cpr", "adresse", "skjult_adresse")
"""Corrections that tell that, not what."""
JA_NEJ = {"True": "ja", "False": "nej"}


@dataclass(frozen=True)
class Rettighed:
    """The rights of one, for support and for placement in one list."""

    part: bool
    samtykker_stoette: bool
    samtykker_anbringelse: bool
    grunde: list[Grund]


@dataclass(frozen=True)
class Linje:
    """A person on the page."""

    relation: Relation
    ret: Rettighed | None


@dataclass
class Gruppe:
    """A heading with its persons."""

    navn: str
    linjer: list[Linje] = field(default_factory=list)


@dataclass(frozen=True)
class Rettighedsliste:
    """The child's rights, those of a missing holder of custody, and those of persons by id."""

    barnet: Rettighed
    mangler: Rettighed | None
    mangler_navn: str
    personer: dict[int, Rettighed]


def rettigheder(sag: Sag, dag: date) -> Rettighedsliste:
    """Read twice: what support asks for, and what a placement asks for."""
    stoette, anbringelse = parter(sag, dag, "stoette"), parter(sag, dag, "anbringelse")
    alle = [_samlet(s, a) for s, a in zip(stoette, anbringelse, strict=True)]
    par = list(zip(stoette, alle, strict=True))
    ukendt = next(((p, r) for p, r in par if p.person is None and p.rolle != "barnet"), None)
    return Rettighedsliste(
        barnet=alle[0],
        mangler=ukendt[1] if ukendt else None,
        mangler_navn=ukendt[0].navn if ukendt else "",
        personer={p.person.pk: r for p, r in par if p.person},
    )


def _samlet(stoette: Part, anbringelse: Part) -> Rettighed:
    grunde = {g.kode: g for g in (*stoette.grunde, *anbringelse.grunde)}
    return Rettighed(stoette.part, stoette.samtykker, anbringelse.samtykker, list(grunde.values()))


def grupper(relationer: Sequence[Relation], ret: Rettighedsliste) -> list[Gruppe]:
    """Those around the child, by kind; empty groups, and what somebody has ended, are left out."""
    nu = [r for r in relationer if r.afsluttet is None]
    ud = []
    for navn, arter in GRUPPER:
        linjer = [
            Linje(r, ret.personer.get(r.person_id or 0))
            for art in arter
            for r in nu
            if r.art == art
        ]
        if linjer:
            ud.append(Gruppe(navn, linjer))
    return ud


def tidligere(relationer: Sequence[Relation]) -> list[Relation]:
    """What was ended or written wrongly, newest first."""
    return [r for r in reversed(relationer) if r.afsluttet is not None]


def rettet(r: Rettelse) -> str:
    """What a correction changed: `Navn: før »Ida Holm«`."""
    navn = RETTET.get(r.felt, r.felt)
    if not r.foer:
        return f"{navn} skrevet"
    return f"{navn} rettet" if r.felt in SKJULTE else f"{navn}: før »{JA_NEJ.get(r.foer, r.foer)}«"
