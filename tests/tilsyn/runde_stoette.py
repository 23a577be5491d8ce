"""What the tests of rounds share: a unit with three rådgivere and four cases each, leaders who read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from omhu.adgang.models import Bruger, Enhed
from omhu.frister.actions import genberegn_sager
from omhu.sager.models import Barn, Sag
from omhu.tidslinje.actions import registrer
from omhu.tilsyn.models import Runde, Udtraek
from omhu.tilsyn.runder import actions
from omhu.tilsyn.runder.ramme import Valg
from tests.tilsyn.stoette import en_udgave

FRA, TIL = date(2025, 2, 1), date(2026, 1, 31)
PR_TRIN = """
tilsyn: proeve-trin
navn: Prøve pr. sagstrin
konvention: ud_af_naevneren
niveauer:
  - {kode: n1, navn: Faglig leder, roller: [TEAMLEDER]}
  - {kode: n2, navn: Jurist, roller: [JURIST], andel: 50}
skalaer:
  ja_nej:
    navn: Ja eller nej
    svar: [{kode: ja, navn: Ja, taeller: overholdt}, {kode: nej, navn: Nej, taeller: mangel}]
    ikke_relevant: ja
sagstrin:
  - {kode: underretninger, navn: Underretninger, relevant: {findes: [{skridt: UNDERRETNING, i_vinduet: ja}]}}
  - {kode: bfu, navn: Undersøgelse}
  - {kode: altid, navn: På tværs, altid: ja}
spoergsmaal:
  - {id: T-01, sagstrin: underretninger, tekst: Er der svaret til tiden?, skala: ja_nej}
  - id: T-02
    sagstrin: bfu
    tekst: Var den færdig?
    skala: ja_nej
    hjemmel: {BL: "§ 20, stk. 3"}
    beregning: {regler: [bfu-4mdr], i_vinduet: frist}
    automatik: auto
  - {id: T-03, sagstrin: altid, tekst: Kan sagen følges?, skala: ja_nej}
"""


@dataclass
class Hus:
    """The cast."""

    center: Enhed
    nord: Enhed
    syd: Enhed
    chef: Bruger
    leder: Bruger
    leder_syd: Bruger
    jurist: Bruger
    raadgivere: list[Bruger]
    sager: list[Sag]


def et_hus(antal: int = 4) -> Hus:
    """Nord with three rådgivere who have `antal` open cases each; two leaders, a head and a lawyer."""
    center = Enhed.objects.create(navn="Familie", type=Enhed.Type.CENTER)
    nord = Enhed.objects.create(navn="Nord", overordnet=center)
    syd = Enhed.objects.create(navn="Syd", overordnet=center)
    R = Bruger.Rolle
    raadgivere = [_bruger(f"r{n}", R.RAADGIVER, nord) for n in range(3)]
    hus = Hus(
        center, nord, syd, _bruger("chef", R.CHEF, center), _bruger("leder", R.TEAMLEDER, nord),
        _bruger("syd", R.TEAMLEDER, syd), _bruger("jurist", R.JURIST, None), raadgivere, [],
    )  # fmt: skip
    for nr in range(3 * antal):
        hus.sager.append(en_sag(hus, raadgivere[nr % 3], nr))
    genberegn_sager([s.pk for s in hus.sager])
    return hus


def _bruger(navn: str, rolle: str, enhed: Enhed | None) -> Bruger:
    return Bruger.objects.create(
        username=navn, first_name=navn.capitalize(), last_name="Prøve", rolle=rolle, enhed=enhed,
        initialer=navn.upper(),
    )  # fmt: skip


def en_sag(hus: Hus, raadgiver: Bruger | None, nr: int, enhed: Enhed | None = None) -> Sag:
    """An open case of the window; every second has had an underretning in it."""
    barn = Barn.objects.create(
        navn=f"Barn{nr} Prøve", cpr=f"70061740{nr:02d}", foedselsdato=date(2017, 6, 10)
    )
    sag = Sag.objects.create(
        barn=barn, nummer=f"N-{nr:03d}", enhed=enhed or hus.nord, ansvarlig=raadgiver,
        aabnet=FRA - timedelta(90), sagstype="stoette" if nr % 2 else "anbringelse",
    )  # fmt: skip
    registrer(sag, "SAG_OPRETTET", FRA - timedelta(90))
    if raadgiver is not None:
        registrer(
            sag,
            "SAGSBEHANDLER_TILDELT",
            FRA - timedelta(90),
            attributter={"initialer": raadgiver.initialer},
        )
    if nr % 2:
        registrer(sag, "UNDERRETNING", FRA + timedelta(30), attributter={"afsender": "skole"})
    Sag.objects.filter(pk=sag.pk).update(enhed=enhed or hus.nord, ansvarlig=raadgiver)
    sag.refresh_from_db()
    return sag


def en_frossen(hus: Hus, leder: Bruger | None = None, yaml: str = "", **valg: Any) -> Runde:
    """A round of Nord with its frame frozen."""
    leder = leder or hus.leder
    udgave = en_udgave(yaml) if yaml else en_udgave()
    v = replace(Valg(FRA, TIL, hus.nord.pk), **valg)
    return actions.opret(leder, actions.Ny("Prøverunde", udgave, v, froe="frø"))


def traek(runde: Runde, slags: str = "SIMPEL", antal: int = 5, **rest: Any) -> Udtraek:
    """One draw of the round."""
    return actions.traek(runde.leder, runde, actions.Oensket(slags, antal, **rest))
