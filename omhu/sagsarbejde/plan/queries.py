"""Reading plans: the one in force, the one being written, what the law misses in it, what was given to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from omhu.kerne.ord_om_tid import dato, stort
from omhu.regler.katalog import katalog
from omhu.regler.love import lov_paa
from omhu.regler.ord import opremsning
from omhu.regler.trin import Trin
from omhu.sager.models import Barn, Sag
from omhu.sagsarbejde import indsatser
from omhu.sagsarbejde.afgoerelse.skema import GRUNDLAG
from omhu.sagsarbejde.plan.maalhint import Hint, hints
from omhu.sagsarbejde.plan.skema import ANBRAGTFELTER, PLAN, UNGEFELTER
from omhu.sagsarbejde.tekster import skema
from omhu.sagsarbejde.tekster.models import Skrift, Udgave
from omhu.sagsarbejde.tekster.queries import nyeste_felter, skrifter
from omhu.sagsarbejde.undersoegelse import queries as undersoegelse

AF_AFGOERELSEN = {
    "formaal": "formaal",
    "varighed": "varighed",
    "barnets_oensker": "barnets_syn",
    "foraeldre": "foraeldres_syn",
}
"""Field of the plan -> field of the decision that it begins with."""
ARTER = ("HANDLEPLAN", "BARNETS_PLAN", "UNGEPLAN")


def planart(barn: Barn, dag: date) -> str:
    """The kind of plan that the law asks for on a day: handleplan (SEL § 140), barnets plan (BL § 91), and ungeplan
    from 16 (BL § 108)."""
    if lov_paa(dag) == "SEL":
        return "HANDLEPLAN"
    alder = barn.alder(dag)
    ung = alder is not None and alder >= katalog().kendetegn["fyldt_16"].alder
    return "UNGEPLAN" if ung else "BARNETS_PLAN"


def er_ung(barn: Barn, dag: date) -> bool:
    """Is the plan of that day to hold goals for adult life (SEL § 140, stk. 2; BL § 109)?"""
    alder = barn.alder(dag)
    return alder is not None and alder >= katalog().kendetegn["fyldt_16"].alder


def lov_af(art: str) -> str:
    """The law that a kind of plan belongs to."""
    return "SEL" if art == "HANDLEPLAN" else "BL"


@dataclass(frozen=True)
class Plan:
    """A text with the step that dates it; none while it is being written."""

    skrift: Skrift
    felter: dict[str, str]
    udgave: int
    art: str
    dag: date | None
    indsatser: tuple[str, ...] = ()

    @property
    def navn(self) -> str:
        """`Barnets plan`."""
        return katalog().arter[self.art].navn

    @property
    def lov(self) -> str:
        """The law that governs it."""
        return lov_af(self.art)


def planer(sag: Sag, trin: Sequence[Trin]) -> list[Plan]:
    """Finished plans, newest first; one whose step was withdrawn is no plan."""
    ved_rod = {str(t.id): t for t in trin if t.art in ARTER}
    fundne = []
    for s in skrifter(sag, PLAN.kode):
        felter, nr = nyeste_felter(s)
        t = ved_rod.get(str(s.skridt_rod))
        if t is not None:
            fundne.append(Plan(s, felter, nr, t.art, t.dag, t.indsatser))
    return sorted(fundne, key=lambda p: (p.dag or date.min, p.skrift.oprettet), reverse=True)


def kladde(sag: Sag) -> Skrift | None:
    """The plan that is being written; a case has one at a time."""
    return skrifter(sag, PLAN.kode).filter(afsluttet=None).first()


def forgaenger(plan: Plan, alle: Sequence[Plan]) -> Plan | None:
    """The plan that one goes on from."""
    return next((p for p in alle if p.skrift.pk == plan.skrift.bygger_paa_id), None)


# -- goals -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Maal:
    """A goal with its part-goals and what one could ask about it."""

    id: str
    felter: Mapping[str, str]
    behov: str
    hints: list[Hint]
    delmaal: list[Maal]

    @property
    def tekst(self) -> str:
        """What is to be reached."""
        return self.felter.get("tekst", "")

    @property
    def hvornaar(self) -> date | None:
        """By when."""
        return _dag(self.felter.get("hvornaar", ""))


def _dag(tekst: str) -> date | None:
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        return None


def maal(felter: Mapping[str, str], behovene: Mapping[str, str] | None = None) -> list[Maal]:
    """The goals of a plan in order; rows without a text are none."""
    dele = skema.raekker(felter, "delmaal")
    kendte = behovene or {}
    return [
        Maal(
            nr,
            r,
            kendte.get(r.get("behov", ""), r.get("behov", "")),
            hints(r),
            [
                Maal(d, f, "", hints(f, delmaal=True), [])
                for d, f in dele.items()
                if f.get("maal") == nr and f.get("tekst")
            ],
        )
        for nr, r in skema.raekker(felter, "maal").items()
        if r.get("tekst")
    ]


def behov(sag: Sag, felter: Mapping[str, str] | None = None) -> dict[str, str]:
    """The unmet needs of the newest undersøgelse, id -> words, with the older ones that a plan's goals name."""
    fundne = dict(undersoegelse.behov(sag))
    for r in skema.raekker(felter or {}, "maal").values():
        nr = r.get("behov", "")
        if nr and nr not in fundne and (tekst := undersoegelse.behov_tekst(sag, nr)):
            fundne[nr] = tekst
    return fundne


def uden_maal(felter: Mapping[str, str], behovene: Mapping[str, str]) -> list[str]:
    """Needs that no goal takes up yet."""
    taget = {r.get("behov") for r in skema.raekker(felter, "maal").values() if r.get("tekst")}
    return [tekst for nr, tekst in behovene.items() if nr not in taget]


# -- the law's checklist ---------------------------------------------------------------------------


def mangler(
    felter: Mapping[str, str], lov: str, *, ung: bool, anbragt: bool
) -> list[skema.Tekstfelt]:
    """What the law asks a plan for and this one does not say (lovkrav 3.3)."""
    udeladt = set() if ung else set(UNGEFELTER)
    udeladt |= set() if anbragt else set(ANBRAGTFELTER)
    return [f for f in skema.mangler(PLAN, felter, lov) if f.navn not in udeladt]


def forslag(
    sag: Sag, trin: Sequence[Trin], gaeldende: Plan | None, behovene: Mapping[str, str]
) -> dict[str, str]:
    """What a new plan can begin with: the one in force, else what the case knows already."""
    if gaeldende is not None:
        return {n: v for n, v in gaeldende.felter.items() if n != "uden"}
    navne = [katalog().indsats_navn(k).lower() for k in reversed(indsatser.besluttede(trin))]
    bfu = next((t for t in reversed(trin) if t.art == "BFU_AFSLUTTET"), None)
    felter = _af_afgoerelsen(sag) | {
        "indsats": f"{stort(opremsning(navne, 'og'))}." if navne else "",
        "grundlag": f"Den børnefaglige undersøgelse, afsluttet {dato(bfu.dag)}."
        if bfu
        else _grundlag(trin),
    }
    raekker = behovene or {"": ""}
    for nr, noegle in enumerate(raekker, 1):
        felter |= {f"maal.{nr}.tekst": "", f"maal.{nr}.behov": noegle}
    return felter


def _af_afgoerelsen(sag: Sag) -> dict[str, str]:
    """What the newest decision says of the same: a plan's goals are in line with its purpose (BL § 92)."""
    skrift = skrifter(sag, "afgoerelse").first()
    sagt = nyeste_felter(skrift)[0] if skrift else {}
    return {felt: sagt[fra] for felt, fra in AF_AFGOERELSEN.items() if sagt.get(fra)}


def _grundlag(trin: Sequence[Trin]) -> str:
    """What the newest decision rests on, in words."""
    sidste = next((t for t in reversed(trin) if t.art == "AFGOERELSE"), None)
    kode = str(sidste.attributter.get("grundlag", "")) if sidste else ""
    return f"{dict(GRUNDLAG)[kode]}." if kode in dict(GRUNDLAG) else ""


# -- handed over -----------------------------------------------------------------------------------

DELE = tuple(f for f in PLAN.felter if f.navn != "uden")
IKKE_TIL_STEDET = ("foraeldre", "grundlag", "varighed")
"""Left out unless the rådgiver ticks them: the place gets what it needs for its task (lovkrav 1.3)."""


@dataclass(frozen=True)
class Del:
    """A part of a plan that can be given or kept back."""

    noegle: str
    navn: str
    tekst: str
    forvalgt: bool


def dele(felter: Mapping[str, str]) -> list[Del]:
    """The parts of a plan: its filled fields, and each goal with its part-goals."""
    faste = [
        Del(f.navn, f.label, felter[f.navn], f.navn not in IKKE_TIL_STEDET)
        for f in DELE
        if felter.get(f.navn)
    ]
    return faste + [Del(f"maal.{m.id}", "Mål", m.tekst, True) for m in maal(felter)]


def uddrag(felter: Mapping[str, str], valgte: Sequence[str]) -> dict[str, str]:
    """The fields of the chosen parts; a goal brings its part-goals."""
    mine = set(valgte)
    delmaal = {
        nr
        for nr, r in skema.raekker(felter, "delmaal").items()
        if f"maal.{r.get('maal', '')}" in mine
    }
    return {
        n: v
        for n, v in felter.items()
        if n in mine
        or ".".join(n.split(".")[:2]) in mine
        or (n.startswith("delmaal.") and n.split(".")[1] in delmaal)
    }


@dataclass(frozen=True)
class Udlevering:
    """Something that was given: when, to whom, how, and exactly which words."""

    skrift: Skrift
    dag: date
    rod: UUID
    felter: dict[str, str]
    til: str = ""

    @property
    def dele(self) -> list[str]:
        """The parts by key."""
        return self.felter.get("dele", "").split("+")


def udleveringer(sag: Sag, trin: Sequence[Trin]) -> list[Udlevering]:
    """The log of what was given, newest first."""
    ved_rod = {str(t.id): t for t in trin if t.art == "PLAN_UDLEVERET"}
    fundne = [
        Udlevering(s, t.dag, s.skridt_rod, felter, _til(t, felter))
        for s in skrifter(sag, "planudlevering")
        if (t := ved_rod.get(str(s.skridt_rod))) and s.skridt_rod
        for felter in [nyeste_felter(s)[0]]
    ]
    return sorted(fundne, key=lambda u: (u.dag, u.skrift.oprettet), reverse=True)


def _til(t: Trin, felter: Mapping[str, str]) -> str:
    """Who got it: on the step; in the text where that is older than the step's field."""
    return str(t.attributter.get("til", "")) or felter.get("til", "")


def givet(sag: Sag, felter: Mapping[str, str]) -> dict[str, str]:
    """What the place was given, word by word, though the plan has changed since."""
    udgave = Udgave.objects.filter(
        sag=sag, skrift_id=felter["plan"], nr=felter.get("udgave") or 0
    ).first()
    return uddrag(udgave.felter, felter.get("dele", "").split("+")) if udgave else {}
