"""What the law asks of an undersøgelse before it is finished, and what is missing (lovkrav 3.2).

Fields come from the text's own `krav`; acts (talk with the child, siblings) from the rules themselves, asked as if
the undersøgelse were finished on a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from omhu.kerne.kalender import dagens_slutning
from omhu.regler.evaluering import evaluer
from omhu.regler.filer import LOV, laes_regel
from omhu.regler.sprog import Regel, Status
from omhu.regler.trin import Trin
from omhu.regler.udfald import Raekke, status_ved
from omhu.sagsarbejde.tekster import skema as tekstskema
from omhu.sagsarbejde.undersoegelse.forloeb import AFSLUTTET, BFU
from omhu.sagsarbejde.undersoegelse.queries import PLAN, Undersoegelse, temaer
from omhu.sagsarbejde.undersoegelse.skema import BEGGE, TEMAER, TEMALOV
from omhu.tidslinje.queries import Synsdag, trin_for_sag

REGLER = ("bfu-barn-inddraget", "bfu-soeskende-vurdering")
SOESKENDE = "bfu-soeskende-vurdering"


@dataclass(frozen=True)
class Krav:
    """One line of the list. `hvor` is where it is mended: `tekst`, `plan`, `samtale`."""

    kode: str
    navn: str
    hjemmel: str
    opfyldt: bool
    hvor: str = "tekst"
    lov: bool = True
    """Does the law ask for it? Else it is good practice and nobody must give a reason."""
    verificeret: bool = True


def tjekliste(u: Undersoegelse, dag: date) -> list[Krav]:
    """Every line, the law's before good practice."""
    if u.forloeb.slags == BFU:
        return [*_felter(u), *_temaer(u), *_skridt(u, dag), *_god_praksis(u)]
    return [*_felter(u), *_god_praksis(u)]


def mangler(u: Undersoegelse, dag: date) -> list[Krav]:
    """What the law asks for and that is not there."""
    return [k for k in tjekliste(u, dag) if k.lov and not k.opfyldt]


def _felter(u: Undersoegelse) -> Iterator[Krav]:
    kendt, lov = tekstskema.slags(u.forloeb.slags), u.forloeb.lov
    felter = u.felter(u.forloeb.slags)
    for f in kendt.felter:
        if lov in f.krav and not _gaelder_ikke(u, f.navn):
            hjemmel, uvis = _hjemmel(f.krav[lov])
            yield Krav(f.navn, f.label, hjemmel, bool(felter.get(f.navn)), verificeret=not uvis)
    if _stoette_i_gang(u) and kendt.felt("sideloebende"):
        hjemmel, _ = _hjemmel(BEGGE[lov])
        yield Krav(
            "sideloebende",
            "Støtte, der allerede er i gang",
            hjemmel,
            bool(felter.get("sideloebende")),
            verificeret=False,
        )


def _hjemmel(krav: str) -> tuple[str, bool]:
    rent = krav.removesuffix(" (ikke verificeret)")
    return rent, rent != krav


def _gaelder_ikke(u: Undersoegelse, felt: str) -> bool:
    """Two rådgivere are asked for only where the child has had no support before (BL § 21, stk. 5)."""
    return felt == "to_raadgivere" and any(t.art == "IVAERKSAT" for t in u.foer)


def _stoette_i_gang(u: Undersoegelse) -> bool:
    aktive: set[str] = set()
    for t in (*u.foer, *u.forloeb.trin):
        if t.art == "IVAERKSAT":
            aktive |= set(t.indsatser) or {""}
        elif t.art == "FORANSTALTNING_OPHOERT":
            aktive -= set(t.indsatser) or set(aktive)
    return bool(aktive)


def _temaer(u: Undersoegelse) -> Iterator[Krav]:
    """Serviceloven: each of the six is told of or left out with a reason. Barnets Lov: no broader than its purpose."""
    plan, tekst = u.felter(PLAN), u.felter(BFU)
    alle = temaer(plan)
    if u.forloeb.lov == "SEL":
        for t in alle:
            skrevet = bool(tekst.get(f"tema.{t.nr}.tekst"))
            if t.nr in TEMAER:
                opfyldt = skrevet or bool(t.fravalgt and t.grund)
                yield Krav(f"tema.{t.nr}", f"Tema: {t.navn}", TEMALOV, opfyldt)
    if bredt(u):
        hjemmel, uvis = _hjemmel(
            {"SEL": "SEL § 50 (ikke verificeret)", "BL": "BL § 22, stk. 1-2"}[u.forloeb.lov]
        )
        yield Krav(
            "bred",
            "Grund til at tage alle temaer med",
            hjemmel,
            False,
            "plan",
            verificeret=not uvis,
        )


def bredt(u: Undersoegelse) -> bool:
    """Is every theme of the template in, and nobody has said why?"""
    plan = u.felter(PLAN)
    seks = [t for t in temaer(plan) if t.nr in TEMAER]
    return all(t.valgt for t in seks) and not plan.get("bred")


def _skridt(u: Undersoegelse, dag: date) -> Iterator[Krav]:
    for r in som_afsluttet(u, dag):
        if r.regel.id == SOESKENDE:
            continue  # the text asks for it, and its step is written when the undersøgelse is finished
        yield Krav(
            r.regel.id,
            r.regel.navn,
            r.version.hjemmel,
            _holdt(r, dag),
            "samtale",
            verificeret=r.version.status == "verificeret",
        )


def soeskende_vurderet(u: Undersoegelse, dag: date) -> bool:
    """Is there a step that tells of the siblings, new enough for the rule?"""
    return any(r.regel.id == SOESKENDE and _holdt(r, dag) for r in som_afsluttet(u, dag))


def som_afsluttet(u: Undersoegelse, dag: date) -> list[Raekke]:
    """The obligations that finishing on a day would bring."""
    slut = Trin(AFSLUTTET[BFU], dag, id="prøve", navn="prøve")
    trin = [t for t in trin_for_sag(u.sag.pk, Synsdag(dag)) if t.art != AFSLUTTET[BFU]]
    raekker = evaluer(_regler(), [*trin, slut], foedselsdag=u.sag.barn.foedselsdato, pr=dag)
    return [r for r in raekker if r.udloest.id == "prøve"]


@lru_cache(maxsize=1)
def _regler() -> tuple[Regel, ...]:
    return tuple(laes_regel(LOV / f"{navn}.yaml") for navn in REGLER)


def _holdt(r: Raekke, dag: date) -> bool:
    status = status_ved(
        dagens_slutning(dag),
        lukket=r.lukket or "",
        lukket_ms=r.lukket_ms,
        frist_ms=r.frist_ms,
        for_sent_ms=None,
        uvis_ms=None,
        vurderes=r.vurderes,
        ved_udeblivelse=r.moenster.ved_udeblivelse,
    )
    return status in (Status.OVERHOLDT, Status.FRAVALGT)


def _god_praksis(u: Undersoegelse) -> Iterator[Krav]:
    """What good work shows, whatever the law says."""
    felter = u.felter(u.forloeb.slags)
    for navn, label in (
        ("analyse", "Analyse for sig selv"),
        ("vurdering", "Faglig vurdering for sig selv"),
        ("konklusion", "Konklusion"),
    ):
        yield Krav(navn, label, "", bool(felter.get(navn)), lov=False)
    if felter.get("stoette") == "ja":
        har = bool(tekstskema.raekker(felter, "behov"))
        yield Krav("behov", "Behov, der ikke er dækket", "", har, lov=False)
    if u.forloeb.slags == BFU:
        uden = [t for t in temaer(u.felter(PLAN)) if not (t.valg and t.grund)]
        yield Krav(
            "temaer", "Hvert tema valgt til eller fra med en grund", "", not uden, "plan", lov=False
        )
