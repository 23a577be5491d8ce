"""What the tests of audits share: a small concept, a round under way, a case that has something to find."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from omhu.adgang.models import Bruger
from omhu.frister.actions import genberegn_sag
from omhu.sager.models import Sag
from omhu.tidslinje.actions import registrer
from omhu.tilsyn.models import (
    Koncept,
    Konceptudgave,
    Laesning,
    Ramme,
    Rammesag,
    Runde,
    Tilsynssag,
    Udtraek,
)

FRA, TIL = date(2025, 2, 1), date(2026, 1, 31)
KONCEPT = """
tilsyn: proeve
navn: Prøvetilsyn
konvention: ud_af_naevneren
niveauer:
  - {kode: n1, navn: Faglig leder, roller: [TEAMLEDER]}
  - {kode: n2, navn: Jurist, roller: [JURIST]}
skalaer:
  ja_nej:
    navn: Ja eller nej
    svar:
      - {kode: ja, navn: Ja, taeller: overholdt}
      - {kode: nej, navn: Nej, taeller: mangel}
    ikke_relevant: ja
  grad:
    navn: Hvor høj grad
    svar:
      - {kode: hoej, navn: I høj grad, taeller: overholdt}
      - {kode: ringe, navn: I ringe grad, taeller: mangel}
    ikke_relevant: ja
sagstrin:
  - {kode: udredning, navn: Udredning}
  - {kode: inddragelse, navn: Inddragelse}
spoergsmaal:
  - id: P-01
    sagstrin: udredning
    tekst: Var undersøgelsen færdig inden fire måneder?
    skala: ja_nej
    hjemmel: {SEL: "§ 50, stk. 7", BL: "§ 20, stk. 3"}
    beregning: {regler: [bfu-4mdr], i_vinduet: frist}
    automatik: auto
  - id: P-02
    sagstrin: udredning
    tekst: Bygger vurderingen på det, undersøgelsen viste?
    skala: ja_nej
    alvor: ja
    fortroligt: nej
  - id: P-03
    sagstrin: inddragelse
    tekst: Er barnet inddraget?
    skala: grad
    skriver: {tema: inddragelse_barn}
    vejledning: Se efter, om barnets syn står i sagen.
blanketter:
  - {kode: forklaede, navn: Forklæde, linjer: [10, 12]}
  - {kode: laering, navn: Læringsspørgsmål, valgfri: ja}
"""


def en_udgave(yaml: str = KONCEPT) -> Konceptudgave:
    """An edition of a concept; the same text is the same edition."""
    aftryk = sha256(yaml.encode()).hexdigest()
    fundet = Konceptudgave.objects.filter(aftryk=aftryk).first()
    if fundet:
        return fundet
    kode = f"proeve-{aftryk[:8]}"
    koncept = Koncept.objects.create(kode=kode, navn="Prøvetilsyn")
    return Konceptudgave.objects.create(koncept=koncept, nr=1, indhold=yaml, aftryk=aftryk)


def en_sag_med_bfu(sag: Sag) -> Sag:
    """Steps in the window: an undersøgelse that was finished too late (begun 3 March, done 20 August)."""
    for art, dag, felter in (
        ("SAG_OPRETTET", date(2025, 3, 1), {}),
        ("UNDERRETNING", date(2025, 3, 1), {"afsender": "skole"}),
        ("SCREENING", date(2025, 3, 3), {"resultat": "bfu"}),
        ("BFU_BESLUTTET", date(2025, 3, 3), {}),
        ("BFU_AFSLUTTET", date(2025, 8, 20), {"vedroerer_aktuelle_forhold": "ja"}),
    ):
        registrer(sag, art, dag, attributter=felter)
    genberegn_sag(sag)
    sag.refresh_from_db()
    return sag


def en_runde(
    sager: Sequence[Sag],
    leder: Bruger,
    laesere: Sequence[tuple[str, Bruger]] = (),
    *,
    raadgiver: Bruger | None = None,
    yaml: str = KONCEPT,
    navn: str = "Forårets tilsyn",
) -> Runde:
    """A round under way: the cases drawn by chance, each to be read by every (level, reader). The second reader of a
    level reads it twice."""
    runde = Runde.objects.create(
        navn=navn, udgave=en_udgave(yaml), enhed=leder.enhed, fra=FRA, til=TIL,
        tilstand=Runde.Tilstand.I_GANG, leder=leder, oprettet_af=leder, froe="proeve",
    )  # fmt: skip
    ramme = Ramme.objects.create(runde=runde, antal=len(sager), aftryk="0" * 64, frosset_af=leder)
    udtraek = Udtraek.objects.create(
        runde=runde, slags=Udtraek.Slags.SIMPEL, antal=len(sager), froe="proeve", trukket_af=leder
    )
    for nr, sag in enumerate(sager, 1):
        Rammesag.objects.create(ramme=ramme, sag=sag, enhed=sag.enhed, raadgiver=raadgiver)
        ts = Tilsynssag.objects.create(
            runde=runde, udtraek=udtraek, sag=sag, enhed=sag.enhed, raadgiver=raadgiver, nr=nr,
            sandsynlighed=1.0,
        )  # fmt: skip
        set_: set[str] = set()
        for niveau, laeser in laesere:
            Laesning.objects.create(
                tilsynssag=ts, sag=sag, niveau=niveau, laeser=laeser, dobbelt=niveau in set_
            )
            set_.add(niveau)
    return runde


def laesningen(runde: Runde, laeser: Bruger) -> Laesning:
    """The first reading of a user in a round."""
    return Laesning.objects.select_related(
        "tilsynssag__runde__udgave", "tilsynssag__sag__barn"
    ).get(tilsynssag__runde=runde, laeser=laeser, tilsynssag__nr=1)
