"""`lav_kommune`: the whole department from a seed. Nothing here knows Django."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from random import Random

from omhu.config.demo.fordeling import Fordeler, Sagsplads
from omhu.config.demo.forloeb import Forloeb
from omhu.config.demo.modeller import DemoBarn, DemoSag, Kommune
from omhu.config.demo.navne import efternavn, erstatnings_cpr, fornavn
from omhu.config.demo.personale import MODTAGELSE, lav_enheder, lav_personale
from omhu.config.demo.registrering import registrer
from omhu.config.demo.sagsgang import lav_forloeb
from omhu.config.demo.tal import (
    AABNE_SAGER,
    AAR_OPLOEB,
    AAR_TILBAGE,
    BOERN_I_KOMMUNEN,
    LUKKEDE_SAGER,
)


def lav_kommune(
    fro: int,
    skala: float = 1.0,
    i_dag: date = date(2026, 11, 21),
    fremdrift: Callable[[int, int], None] | None = None,
) -> Kommune:
    """An invented family department as it stands on the morning of `i_dag`.

    The same seed, scale and day give the same municipality. `skala` 1 is 800 open and 6,000 closed cases and
    25 rådgivere; the people of the five units are there at any scale. `fremdrift(made, of)` is told now and then.
    """
    enheder = lav_enheder(skala)
    pladser, brugere = lav_personale(Random(f"{fro}:personale"), enheder, skala, i_dag)
    teams = [p.enhed for p in pladser if p.enhed != MODTAGELSE]
    sager = _sager(fro, skala, i_dag, teams, fremdrift)
    Fordeler(pladser, i_dag).koer(sager)
    ledere = {b.enhed: b.initialer for b in brugere if b.rolle in ("TEAMLEDER", "CHEF")}
    boern = round(BOERN_I_KOMMUNEN * skala)
    faerdige = [_sag(fro, sag, i_dag, ledere) for sag in sager]
    return Kommune(fro, skala, i_dag, boern, enheder, brugere, faerdige)


def _sager(
    fro: int,
    skala: float,
    i_dag: date,
    teams: list[str],
    fremdrift: Callable[[int, int], None] | None,
) -> list[Sagsplads]:
    """Households until there are enough open and enough closed cases."""
    mangler = {True: round(AABNE_SAGER * skala), False: round(LUKKEDE_SAGER * skala)}
    i_alt, sager = sum(mangler.values()), []
    tidligst = i_dag - timedelta(days=round(AAR_TILBAGE * 365.25))
    for f, team in _forloeb(fro, i_dag, teams):
        slut = f.slut_dag()
        if (slut is not None and slut < tidligst) or not mangler[slut is None]:
            continue
        mangler[slut is None] -= 1
        sager.append((f, team))
        if fremdrift and len(sager) % 200 == 0:
            fremdrift(len(sager), i_alt)
        if len(sager) == i_alt:
            break
    sager.sort(key=lambda s: s[0].skridt[0].dag)
    return [Sagsplads(nr, f, team) for nr, (f, team) in enumerate(sager, 1)]


def _forloeb(fro: int, i_dag: date, teams: list[str]) -> Iterator[tuple[Forloeb, str]]:
    """The children of one household after the other, each with the course of the case."""
    brugte: set[str] = set()
    nr = 0
    while True:
        nr += 1
        r = Random(f"{fro}:husstand:{nr}")
        team = r.choice(teams)
        aabnet = i_dag - timedelta(days=1 + r.randrange(round(AAR_OPLOEB * 365.25)))
        for barn, dag in _husstand(r, f"H{nr:05d}", aabnet, i_dag, brugte):
            f = lav_forloeb(r, barn, dag, i_dag)
            yield f, team


def _husstand(
    r: Random, navn: str, aabnet: date, i_dag: date, brugte: set[str]
) -> list[tuple[DemoBarn, date]]:
    """Siblings share name, household and custody; most come to the department on the same day."""
    slaegt = efternavn(r)
    myndighed = r.choices(["faelles", "mor", "far"], [64, 31, 5])[0]
    boern = []
    foerste = aabnet - timedelta(days=round(r.triangular(0, 17.3, 12.5) * 365.25))
    for nr in range(r.choices([1, 2, 3, 4], [66, 24, 8, 2])[0]):
        foedt = foerste - timedelta(days=nr * r.randrange(430, 1200))
        if (aabnet - foedt).days > 17.4 * 365.25:
            continue
        dag = (
            aabnet
            if nr == 0 or r.random() < 0.65
            else aabnet + timedelta(days=r.randrange(-300, 500))
        )
        if dag < i_dag and (dag - foedt).days < 17.6 * 365.25:
            boern.append((_barn(r, navn, slaegt, myndighed, foedt, dag, i_dag, brugte), dag))
    return boern


def _barn(
    r: Random,
    husstand: str,
    slaegt: str,
    myndighed: str,
    foedt: date,
    dag: date,
    i_dag: date,
    brugte: set[str],
) -> DemoBarn:
    koen = r.choice("KM")
    if r.random() < 0.012 or dag < foedt:
        termin = dag + timedelta(days=r.randrange(30, 180))
        if termin >= i_dag:
            return DemoBarn(f"Ufødt barn ({slaegt})", "", None, "", husstand, "mor", termin)
        foedt = termin
    cpr = erstatnings_cpr(r, foedt, koen, brugte)
    return DemoBarn(f"{fornavn(r, koen)} {slaegt}", koen, foedt, cpr, husstand, myndighed)


def _sag(fro: int, sag: Sagsplads, i_dag: date, ledere: dict[str, str]) -> DemoSag:
    """The finished case: rows with both times, and who has it now."""
    r = Random(f"{fro}:sag:{sag.nr}")
    f = sag.forloeb
    skridt = registrer(r, sag, i_dag)
    fra, ansvarlig, enhed = sag.perioder[-1]
    for s in skridt:
        if s.data.get("udfoert_af") == "LEDER":
            s.data["udfoert_af"] = ledere.get(enhed, ansvarlig)
    aabnet = f.skridt[0].dag
    return DemoSag(
        nummer=f"{aabnet.year}-{sag.nr:05d}",
        barn=f.barn,
        skridt=skridt,
        bekymring=f.bekymring,
        sagstype=f.sagstype,
        hovedforanstaltning=f.hovedforanstaltning,
        aabnet=aabnet,
        lukket=f.slut_dag(),
        enhed=enhed,
        ansvarlig=ansvarlig,
        ansvarlig_siden=fra,
    )
