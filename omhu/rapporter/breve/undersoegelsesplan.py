"""The plan of an undersøgelse for the parents: what we look at, whom we ask, and when (BL § 22, SEL § 50)."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError

from omhu.adgang.models import Bruger
from omhu.kerne.ord_om_tid import dato
from omhu.rapporter.brev import Brev, med_tekst
from omhu.rapporter.brevdele import barnet, brev_paa_papir
from omhu.rapporter.dokument import Afsnit, Blok, Dokument, Overskrift, Punkter, Tabel, prosa
from omhu.sager.models import Sag
from omhu.sagsarbejde.undersoegelse import queries
from omhu.sagsarbejde.undersoegelse.queries import PLAN
from omhu.tidslinje.models import Skridt

UDEN_PLAN = "Der er ikke skrevet en plan endnu. Skriv den under Fokus og plan, og prøv igen."


def lav(bruger: Bruger, sag: Sag, skridt: Skridt | None) -> Dokument:
    """The letter. Raises ValidationError while there is no plan."""
    assert skridt is not None
    u = queries.hent(sag, UUID(str(skridt.rod)))
    felter = u.felter(PLAN)
    raekker = queries.punkter(u.forloeb, felter)
    if not raekker:
        raise ValidationError(UDEN_PLAN)
    hvad = "undersøgelse" if u.forloeb.slags == "bfu" else "afdækning"
    blokke: list[Blok] = [
        Afsnit(
            f"Vi er begyndt på en {hvad} af, hvordan {barnet(sag)} har det. "
            f"Det besluttede vi {dato(u.forloeb.begyndt)}. Her kan I se, hvad vi gør."
        )
    ]
    if felter.get("spoergsmaal"):
        blokke += [Overskrift("Det vil vi finde ud af"), *prosa(felter["spoergsmaal"])]
    temaer = [t for t in queries.temaer(felter) if t.valgt]
    if temaer:
        blokke += [Overskrift("Det ser vi på"), Punkter([_tema(t) for t in temaer])]
    blokke += [
        Overskrift("Det spørger vi om"),
        Tabel(
            ["Hvad", "Hvem", "Senest"],
            [[p.hvad, p.hvem, dato(p.senest) if p.senest else "ikke aftalt"] for p in raekker],
            (4, 3, 3),
        ),
        Afsnit(
            "Vi taler også med jer og med barnet. I kan sige til, hvis der er andre, vi bør spørge. "
            "I må få en til at hjælpe jer (en bisidder), når vi mødes."
        ),
        Afsnit("Når vi er færdige, får I undersøgelsen at læse. I kan skrive jeres bemærkninger til den."),
    ]  # fmt: skip
    return brev_paa_papir("Plan for undersøgelsen", blokke, af=bruger, sag=sag)


def _tema(t: queries.Tema) -> str:
    return f"{t.navn}: {t.grund}" if t.grund else t.navn


BREV = Brev(
    "undersoegelsesplan",
    "Plan for undersøgelsen",
    lav,
    arter=("BFU_BESLUTTET", "AFDAEKNING_BESLUTTET"),
    naar=med_tekst(PLAN),
)
