"""A round with locked answers, written straight into the tables: how it came about is told in other tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from django.utils import timezone

from omhu.sager.models import Barn, Sag
from omhu.tilsyn.models import (
    Koncept,
    Konceptudgave,
    Laesning,
    Ramme,
    Rammesag,
    Runde,
    Svar,
    Tilsynssag,
    Udtraek,
)

KONCEPT = """
tilsyn: proeve
navn: Prøvekoncept
konvention: {konvention}
niveauer:
  - {{kode: n1, navn: Faglig leder}}
  - {{kode: n2, navn: Områdechef}}
skalaer:
  ja_nej:
    navn: Ja eller nej
    svar:
      - {{kode: ja, navn: Ja, taeller: overholdt}}
      - {{kode: nej, navn: Nej, taeller: mangel}}
    ikke_relevant: ja
    fravalgt: ja
sagstrin:
  - {{kode: bfu, navn: Undersøgelse}}
  - {{kode: plan, navn: Plan}}
spoergsmaal:
  - id: P-01
    sagstrin: bfu
    tekst: Blev undersøgelsen færdig til tiden?
    skala: ja_nej
    hjemmel: {{SEL: "§ 50, stk. 7", BL: "§ 20, stk. 3"}}
    beregning: {{maaling: taskforce, raekke: T1-06}}
    automatik: auto
  - {{id: P-02, sagstrin: bfu, tekst: "Er begrundelsen klar?", skala: ja_nej, sikkerhed: forslag}}
  - {{id: P-03, sagstrin: plan, tekst: "Er planen lavet?", skala: ja_nej}}
"""


def lav_udgave(konvention: str = "ud_af_naevneren") -> Konceptudgave:
    koncept, _ = Koncept.objects.get_or_create(kode="proeve", defaults={"navn": "Prøvekoncept"})
    tekst = KONCEPT.format(konvention=konvention)
    nr = koncept.udgaver.count() + 1
    aftryk = sha256(tekst.encode()).hexdigest()
    return Konceptudgave.objects.create(koncept=koncept, nr=nr, indhold=tekst, aftryk=aftryk)


def lav_runde(
    hold, navn="Runde 1", fra=date(2026, 1, 1), til=date(2026, 6, 30), udgave=None, **rest
):
    return Runde.objects.create(
        navn=navn,
        udgave=udgave or lav_udgave(),
        enhed=hold.center,
        fra=fra,
        til=til,
        leder=hold.chef,
        oprettet_af=hold.chef,
        **{"tilstand": Runde.Tilstand.I_GANG} | rest,
    )


def lav_sager(hold, antal: int, enhed=None, foer="T") -> list[Sag]:
    """Invented cases, day + 60 in the CPR."""
    boern = Barn.objects.bulk_create(
        [Barn(navn=f"Barn {foer}{n}", foedselsdato=date(2016, 1, 1)) for n in range(antal)]
    )
    return Sag.objects.bulk_create(
        [
            Sag(barn=b, nummer=f"{foer}-{n:03}", enhed=enhed or hold.nord)
            for n, b in enumerate(boern, 1)
        ]
    )


def traek(
    runde, sager: Sequence[Sag], slags="SIMPEL", ramme=0, stratum=None, chance=None
) -> list[Tilsynssag]:
    """Draw the cases; `ramme` cases could have been drawn."""
    ramme = ramme or len(sager)
    if not Ramme.objects.filter(runde=runde).exists():
        r = Ramme.objects.create(runde=runde, antal=ramme, aftryk="a" * 64, frosset_af=runde.leder)
        Rammesag.objects.bulk_create([Rammesag(ramme=r, sag=s, enhed=s.enhed) for s in sager])
    u = Udtraek.objects.create(
        runde=runde, slags=slags, antal=len(sager), trukket_af=runde.leder, froe="2026-11-22"
    )
    tilfaeldig = slags in Udtraek.TILFAELDIGE
    return Tilsynssag.objects.bulk_create(
        [
            Tilsynssag(
                runde=runde,
                udtraek=u,
                sag=s,
                enhed=s.enhed,
                nr=nr,
                stratum=stratum(s) if stratum else "",
                sandsynlighed=(chance(s) if chance else len(sager) / ramme) if tilfaeldig else None,
            )
            for nr, s in enumerate(sager, 1)
        ]
    )


def laes(
    ts: Tilsynssag,
    laeser,
    svar: dict[str, str],
    niveau="n1",
    *,
    dobbelt=False,
    laast=True,
    auto=None,
    grund="",
):
    """A reading with its answers; `auto` is what the data had said."""
    laesning = Laesning.objects.create(
        tilsynssag=ts,
        sag=ts.sag,
        niveau=niveau,
        laeser=laeser,
        dobbelt=dobbelt,
        laast=timezone.now() if laast else None,
    )
    Svar.objects.bulk_create(
        [
            Svar(
                laesning=laesning,
                sag=ts.sag,
                spoergsmaal=id_,
                svar=s,
                auto=(auto or {}).get(id_, ""),
                auto_grund="Færdig 3. marts 2026." if auto and id_ in auto else "",
                begrundelse=grund,
            )
            for id_, s in svar.items()
        ]
    )
    return laesning
