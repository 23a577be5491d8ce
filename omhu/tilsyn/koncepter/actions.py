"""Writing concepts: a new edition each time, with a reason; a round keeps the edition it was made with."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.log import Handling, log
from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.frister.regelsaet import regler
from omhu.maalinger.tilsyn import Konceptfejl, Tilsynskoncept, laes_tekst
from omhu.tilsyn.koncepter.leverede import aftryk, nyt_leveret
from omhu.tilsyn.models import Koncept, Konceptudgave

KODE = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
HOEJST = 300_000
"""Characters of a concept; the largest shipped one has 12,000."""


class Aendret(ValidationError):
    """Somebody else has written an edition since the form was opened."""


def efterse(tekst: str, kode: str = "", fil: str = "") -> Tilsynskoncept:
    """The text as a concept, looked through with the rules in force. Raises Konceptfejl."""
    fil = fil or f"{kode or 'koncept'}.yaml"
    if len(tekst) > HOEJST:
        raise Konceptfejl(fil, 1, "Filen er for stor til at være et koncept. Vælg en anden.")
    koncept = laes_tekst(tekst, fil, regler=frozenset(r.id for r in regler()))
    if kode and koncept.tilsyn != kode:
        raise Konceptfejl(
            fil, 1, f"»tilsyn« skal være konceptets kode: »{kode}«. Ret den, eller lav et nyt koncept.",
            ("tilsyn",),
        )  # fmt: skip
    return koncept


@transaction.atomic
def gem(
    koncept: Koncept, tekst: str, begrundelse: str, *, bygger_paa: int, af: Bruger
) -> Konceptudgave:
    """A new edition. Raises Konceptfejl, ValidationError (no reason, nothing changed) or Aendret."""
    kraev_ret(af, Ret.KONCEPTER)
    laest = efterse(tekst, koncept.kode)
    _reason(begrundelse)
    _hold(koncept)
    nyeste = koncept.udgaver.order_by("-nr")[0]
    if nyeste.nr != bygger_paa:
        raise Aendret(
            f"{nyeste.skrevet_af or 'Omhu'} har gemt udgave {nyeste.nr}, siden du åbnede konceptet. "
            "Se forskellen, og gem igen, hvis din udgave skal gælde."
        )
    if nyeste.indhold == tekst:
        raise ValidationError(
            {"__all__": "Der er ikke ændret noget. Ret konceptet, eller gå tilbage."}
        )
    return _edition(koncept, laest, tekst, begrundelse, nyeste.nr + 1, af)


@transaction.atomic
def opret(tekst: str, begrundelse: str, *, af: Bruger, fil: str = "") -> Konceptudgave:
    """A new concept from its text, or the next edition of the one that has its code. Raises as `gem`."""
    kraev_ret(af, Ret.KONCEPTER)
    laest = efterse(tekst, fil=fil)
    _reason(begrundelse)
    koncept, _ = Koncept.objects.get_or_create(
        kode=laest.tilsyn, defaults={"navn": laest.navn, "oprettet_af": af}
    )
    _hold(koncept)
    nyeste = koncept.udgaver.order_by("-nr").first()
    if nyeste and nyeste.indhold == tekst:
        raise ValidationError({"__all__": f"Konceptet er det samme som udgave {nyeste.nr}."})
    return _edition(koncept, laest, tekst, begrundelse, nyeste.nr + 1 if nyeste else 1, af)


@transaction.atomic
def kopier(udgave: Konceptudgave, kode: str, navn: str, *, af: Bruger) -> Konceptudgave:
    """One's own concept, begun as a copy of an edition. Raises ValidationError (Danish, by field)."""
    kraev_ret(af, Ret.KONCEPTER)
    kode, navn = kode.strip(), navn.strip()
    if not KODE.match(kode) or len(kode) > 60:
        raise ValidationError(
            {"kode": "Koden må kun have små bogstaver a-z, tal og bindestreg, fx vores-tilsyn."}
        )
    if Koncept.objects.filter(kode=kode).exists():
        raise ValidationError({"kode": f"Der er allerede et koncept »{kode}«. Vælg en anden kode."})
    if len(navn) < 3:
        raise ValidationError({"navn": "Giv konceptet et navn, fx »Vores tilsyn 2027«."})
    gammelt = laes_tekst(udgave.indhold, efterse=False)
    nyt = gammelt.model_copy(update={"tilsyn": kode, "navn": navn})
    koncept = Koncept.objects.create(kode=kode, navn=navn, oprettet_af=af)
    grund = f"Kopi af {udgave.koncept.navn}, udgave {udgave.nr}."
    return _edition(koncept, nyt, nyt.som_yaml(), grund, 1, af)


@transaction.atomic
def tag_leveret(koncept: Koncept, *, af: Bruger) -> Konceptudgave:
    """Take the shipped file's newer text as the next edition."""
    kraev_ret(af, Ret.KONCEPTER)
    _hold(koncept)
    tekst = nyt_leveret(koncept)
    if not tekst:
        raise ValidationError({"__all__": "Der er ingen nyere leveret udgave."})
    nyeste = koncept.udgaver.order_by("-nr")[0]
    laest = efterse(tekst, koncept.kode)
    return _edition(koncept, laest, tekst, "Leveret med Omhu.", nyeste.nr + 1, af, leveret=True)


@transaction.atomic
def laeg_vaek(koncept: Koncept, *, vaek: bool, af: Bruger) -> None:
    """No longer offered for new rounds, or offered again. Rounds that have it keep it."""
    kraev_ret(af, Ret.KONCEPTER)
    koncept.lagt_vaek = timezone.now() if vaek else None
    koncept.save(update_fields=["lagt_vaek"])
    log(Handling.AENDRE, bruger=af, detaljer={"koncept": koncept.kode, "lagt_vaek": vaek})


def _hold(koncept: Koncept) -> None:
    """Nobody else writes an edition until the transaction ends."""
    Koncept.objects.select_for_update().get(pk=koncept.pk)


def _reason(begrundelse: str) -> None:
    if len(begrundelse.strip()) < 5:
        raise ValidationError({"begrundelse": "Skriv kort, hvorfor konceptet ændres."})


def _edition(
    koncept: Koncept,
    laest: Tilsynskoncept,
    tekst: str,
    begrundelse: str,
    nr: int,
    af: Bruger,
    *,
    leveret: bool = False,
) -> Konceptudgave:
    if koncept.navn != laest.navn:
        koncept.navn = laest.navn
        koncept.save(update_fields=["navn"])
    log(Handling.AENDRE, bruger=af, detaljer={"koncept": koncept.kode, "udgave": nr})
    return Konceptudgave.objects.create(
        koncept=koncept,
        nr=nr,
        indhold=tekst,
        aftryk=aftryk(tekst),
        begrundelse=begrundelse.strip(),
        leveret=leveret,
        skrevet_af=af,
    )
