"""Which cases may go today, under which rule, and why each of the others stays."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef

from omhu.sager.kle import Sagensemne, Sletteregel, Sletteregler
from omhu.sager.models import Sag

PORTION = 2000


class Grund(StrEnum):
    """Why a case stays."""

    AABEN = "Sagen er åben"
    AKTIVT_BARN = "Barnet har en anden, åben sag"
    UNDTAGET = "Sagen er undtaget i sletteregler.yaml"
    UDEN_KLE = "Sagen har intet KLE-nummer"
    UKENDT = "Kommunen har ingen regel for KLE-nummeret"
    FRIST = "Slettefristen er ikke gået"
    AFLEVERING = "Sagen er ikke afleveret til arkiv"


@dataclass(frozen=True)
class Kandidat:
    """A case that may go."""

    pk: int
    nummer: str
    kle: str
    regel: Sletteregel
    sluttede: date


@dataclass
class Plan:
    """The answer for one day."""

    dag: date
    regelsum: str
    kandidater: list[Kandidat] = field(default_factory=list)
    bliver: dict[str, Counter[Grund]] = field(default_factory=lambda: defaultdict(Counter))
    """KLE number -> why its cases stay."""

    @property
    def sum(self) -> str:
        """Sixteen signs that name exactly this plan: its day, its rules and its cases."""
        data = [
            self.dag.isoformat(),
            self.regelsum,
            [[k.pk, k.nummer, k.kle, k.sluttede.isoformat()] for k in self.kandidater],
        ]
        return sha256(json.dumps(data).encode()).hexdigest()[:16]

    def pr_regel(self) -> dict[str, int]:
        """How many cases go under each rule."""
        return dict(sorted(Counter(k.regel.kle for k in self.kandidater).items()))

    def grunde(self) -> dict[Grund, int]:
        """Why the others stay, all numbers together."""
        i_alt: Counter[Grund] = Counter()
        for antal in self.bliver.values():
            i_alt.update(antal)
        return {g: i_alt[g] for g in Grund if i_alt[g]}

    def som_json(self) -> dict[str, Any]:
        """For programs. Numbers of cases, and nothing of the child."""
        return {
            "dag": self.dag.isoformat(),
            "kontrolsum": self.sum if self.kandidater else None,
            "slettes": [
                {"sag": k.nummer, "kle": k.kle, "regel": k.regel.kle, "sluttede": str(k.sluttede)}
                for k in self.kandidater
            ],
            "bliver": {
                kle: {g.name.lower(): n for g, n in antal.items()}
                for kle, antal in sorted(self.bliver.items())
            },
        }

    def linjer(self) -> Iterator[str]:
        """The plan in Danish."""
        for regel, antal in self.pr_regel().items():
            yield f"{_sager(antal)} slettes efter reglen for {Sagensemne(regel)}."
        for grund, antal in self.grunde().items():
            yield f"{_sager(antal)} bliver: {grund}."
        if self.kandidater:
            yield "Sagerne, der slettes: " + ", ".join(k.nummer for k in self.kandidater) + "."
        else:
            yield "Ingen sager kan slettes i dag."


def _sager(antal: int) -> str:
    return "1 sag" if antal == 1 else f"{antal} sager"


def lav_plan(regler: Sletteregler, dag: date) -> Plan:
    """Look at every case once; changes nothing."""
    plan = Plan(dag, regler.sum)
    for sag, har_aaben in _sager_med_barn():
        kle = kle_af(sag)
        grund, regel = _vurder(sag, kle, har_aaben, regler, dag)
        if grund is None and regel is not None:
            plan.kandidater.append(Kandidat(sag.pk, sag.nummer, kle, regel, sluttede(sag)))
        elif grund is not None:
            plan.bliver[kle or "uden"][grund] += 1
    return plan


def _sager_med_barn() -> Iterator[tuple[Sag, bool]]:
    andre = Sag.objects.filter(barn=OuterRef("barn"), lukket=None).exclude(pk=OuterRef("pk"))
    sager = Sag.objects.annotate(har_aaben=Exists(andre)).order_by("pk")
    for sag in sager.iterator(chunk_size=PORTION):
        yield sag, sag.har_aaben


def kle_af(sag: Sag) -> str:
    """The case's number, or the one its extract gave."""
    return (sag.kle or str(sag.oplysninger.get("kle", ""))).strip()


def sluttede(sag: Sag) -> date:
    """The day that the deadline is counted from: the closing, or what was done after it."""
    assert sag.lukket is not None
    return max(sag.lukket, sag.sidste_skridt or sag.lukket)


def _vurder(
    sag: Sag, kle: str, har_aaben: bool, regler: Sletteregler, dag: date
) -> tuple[Grund | None, Sletteregel | None]:
    """The first reason to stay, from the plainest on; or the rule under which the case goes."""
    if sag.lukket is None or sag.lukket > dag:
        return Grund.AABEN, None
    if har_aaben:
        return Grund.AKTIVT_BARN, None
    if regler.undtaget(sag.nummer, dag):
        return Grund.UNDTAGET, None
    if not kle:
        return Grund.UDEN_KLE, None
    regel = regler.regel_for(kle)
    if regel is None:
        return Grund.UKENDT, None
    if regel.udloeber(sluttede(sag)) > dag:
        return Grund.FRIST, None
    if regel.bevaring == "bevares" and not _afleveret(regel, sluttede(sag)):
        return Grund.AFLEVERING, None
    return None, regel


def _afleveret(regel: Sletteregel, dag: date) -> bool:
    return regel.afleveret_til_og_med is not None and dag <= regel.afleveret_til_og_med
