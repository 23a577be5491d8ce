"""Acts while a round is on: who reads, what falls out, and its end. Nothing that was answered is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from omhu.adgang.fritekst import check_uden_cpr
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.kerne.ord_om_tid import antal as talt
from omhu.maalinger.statistik import Udtraeksfejl
from omhu.tilsyn.models import Laesning, Rammesag, Runde, Svar, Tilsynssag
from omhu.tilsyn.runder import koncept as koncepter
from omhu.tilsyn.runder import laesere, udtraek
from omhu.tilsyn.runder.faelles import laas, noter
from omhu.tilsyn.runder.laesere import Plan

Tilstand = Runde.Tilstand
MED = Tilsynssag.Tilstand.MED
MANGLER_GRUND = "Skriv hvorfor. Grunden står i rapporten."


@transaction.atomic
def tildel_laesere(af: Bruger, runde: Runde, valgte: Mapping[str, Sequence[Bruger]]) -> Plan:
    """Give every case that lacks a reader at a level one of the chosen, in turn. What is given already stays."""
    runde = laas(af, runde, Tilstand.I_GANG)
    koncept = koncepter.koncept_af(runde.udgave)
    with som_system():  # all cases get a reader, also those that the leader may not see
        sager = list(Tilsynssag.objects.filter(runde=runde, tilstand=MED).order_by("nr"))
        givet = list(Laesning.objects.filter(tilsynssag__runde=runde))
        plan = laesere.fordel(koncept, runde, sager, valgte, givet)
        _gem_laesninger(plan.tildelinger)
    noter(runde, af, f"Fordelt: {talt(len(plan.tildelinger), 'læsning', 'læsninger')}")
    runde.save(update_fields=["forloeb"])
    return plan


def _gem_laesninger(tildelinger: Iterable[laesere.Tildeling]) -> None:
    Laesning.objects.bulk_create(
        Laesning(
            tilsynssag=t.sag,
            sag_id=t.sag.sag_id,
            niveau=t.niveau,
            laeser=t.laeser,
            dobbelt=t.dobbelt,
        )
        for t in tildelinger
    )


@transaction.atomic
def omfordel(af: Bruger, runde: Runde, laesning: Laesning, til: Bruger) -> int:
    """Another reads the case. Answers that are begun go along, for the new reader to look through and lock; returns
    how many. Raises ValidationError when the new one may not read it."""
    runde = laas(af, runde, Tilstand.I_GANG)
    with som_system():  # whoever is to read it, the leader need not see the case
        laesning = (
            Laesning.objects.select_for_update(of=("self",))
            .select_related("tilsynssag")
            .get(pk=laesning.pk)
        )
        _check_ny_laeser(laesning, til)
        laesning.laeser = til
        laesning.save(update_fields=["laeser"])
        svar = Svar.objects.filter(laesning=laesning).exclude(svar="").count()
    noter(runde, af, f"Sag nr. {laesning.tilsynssag.nr} gik til en anden læser: {til}")
    runde.save(update_fields=["forloeb"])
    return svar


def ulaaste_af(runde: Runde, laesning: Laesning) -> QuerySet[Laesning]:
    """The other readings at the level that the same reader has and has not locked."""
    return (
        ulaest(runde)
        .filter(laeser=laesning.laeser_id, niveau=laesning.niveau)
        .exclude(pk=laesning.pk)
    )


@transaction.atomic
def omfordel_alle(
    af: Bruger, runde: Runde, laesning: Laesning, til: Bruger
) -> tuple[int, list[int]]:
    """A reader is ill: one reading, and all others of `ulaaste_af` that the new one may read. Returns how many went,
    and the numbers of the cases that stayed. Raises ValidationError when the first may not go."""
    with som_system():  # whoever is to read them, the leader need not see the cases
        andre = list(
            ulaaste_af(runde, laesning).select_related("tilsynssag").order_by("tilsynssag__nr")
        )
    omfordel(af, runde, laesning, til)
    givet, blev = 1, []
    for x in andre:
        try:
            omfordel(af, runde, x, til)
            givet += 1
        except ValidationError:
            blev.append(x.tilsynssag.nr)
    return givet, blev


def _check_ny_laeser(laesning: Laesning, til: Bruger) -> None:
    if laesning.laast:
        raise ValidationError("Læsningen er låst og kan ikke gives til en anden.")
    if not har_ret(til, Ret.GRANSKE):
        raise ValidationError(f"{til} læser ikke sager i tilsyn. Vælg en anden.")
    grund = laesere.maa_laese(til, laesning.tilsynssag)
    if grund == laesere.EGEN_SAG:
        raise ValidationError(f"{til} er sagens egen rådgiver og kan ikke læse den. Vælg en anden.")
    if grund:
        raise ValidationError(f"{til} må ikke se sagen. Vælg en anden, eller giv først adgang.")
    if (
        Laesning.objects.filter(tilsynssag=laesning.tilsynssag, laeser=til)
        .exclude(pk=laesning.pk)
        .exists()
    ):
        raise ValidationError(
            f"{til} læser allerede sagen. Vælg en anden, så de to læsninger er uafhængige."
        )


@transaction.atomic
def udgaa(af: Bruger, runde: Runde, sag: Tilsynssag, grund: str) -> int:
    """The case leaves the round. What was answered is kept and no longer counted; returns how many answers."""
    runde = laas(af, runde, Tilstand.I_GANG)
    return _tag_ud(af, runde, sag, Tilsynssag.Tilstand.UDGAAET, grund)


@transaction.atomic
def erstat(af: Bruger, runde: Runde, sag: Tilsynssag, grund: str) -> Tilsynssag:
    """The case leaves the round, and the next in the drawn order takes its place, read by the same people where they
    may. Raises ValidationError where there is no next one."""
    runde = laas(af, runde, Tilstand.I_GANG)
    raekke, ventet = naeste(sag)
    _tag_ud(af, runde, sag, Tilsynssag.Tilstand.ERSTATTET, grund)
    with som_system():  # its number in the round is of all rows
        ny = Tilsynssag.objects.create(
            runde=runde,
            udtraek=sag.udtraek,
            sag_id=raekke.sag_id,
            sagstrin=raekke.sagstrin,
            enhed_id=raekke.enhed_id,
            raadgiver_id=raekke.raadgiver_id,
            nr=Tilsynssag.objects.filter(runde=runde).count() + 1,
            stratum=sag.stratum,
            sandsynlighed=ventet,
            erstatter=sag,
        )
        _laesere_fra(runde, sag, ny)
    return ny


def naeste(sag: Tilsynssag) -> tuple[Rammesag, float | None]:
    """The row that would replace a case, and its chance of being drawn. Raises ValidationError."""
    if sag.udtraek.slags not in udtraek.METODER:
        raise ValidationError(
            f"Sager, der er {sag.udtraek.get_slags_display().lower()}, har ingen rækkefølge at tage den næste af. "
            "Lad sagen udgå, eller tilføj en sag med et udtræk til."
        )
    try:
        trukket = udtraek.genskab(sag.udtraek)
    except Udtraeksfejl as fejl:
        raise ValidationError(str(fejl)) from fejl
    with som_system():  # those that are taken, also those that the leader may not see
        taget = set(Tilsynssag.objects.filter(runde=sag.runde_id).values_list("sag_id", "sagstrin"))
    brugte = [k for k, r in trukket.efter_noegle.items() if (r.sag_id, r.sagstrin) in taget]
    reserve = trukket.udtraek.reserve(sag.stratum, brugte)
    if reserve is None:
        gruppe = f"i gruppen {sag.stratum}" if sag.stratum else "i rammen"
        raise ValidationError(f"Der er ikke flere sager {gruppe}. Lad sagen udgå i stedet.")
    return trukket.raekke(reserve), reserve.sandsynlighed


def _laesere_fra(runde: Runde, fra: Tilsynssag, til: Tilsynssag) -> None:
    """The readers of the old case read the new one; where one may not, the leader gives it to another."""
    koncept = koncepter.koncept_af(runde.udgave)
    foer = list(Laesning.objects.filter(tilsynssag=fra).select_related("laeser"))
    alle = list(Laesning.objects.filter(tilsynssag__runde=runde).select_related("laeser"))
    for niveau in koncept.niveauer:
        gamle = [x for x in foer if x.niveau == niveau.kode]
        andre = [x.laeser for x in alle if x.niveau == niveau.kode]
        folk = list({b.pk: b for b in (*(x.laeser for x in gamle), *andre)}.values())
        for x in gamle:
            brugt = set(Laesning.objects.filter(tilsynssag=til).values_list("laeser", flat=True))
            valgt = next(
                (b for b in folk if b.pk not in brugt and not laesere.maa_laese(b, til)), None
            )
            if valgt is not None:
                _gem_laesninger([laesere.Tildeling(til, niveau.kode, valgt, x.dobbelt)])


def _tag_ud(af: Bruger, runde: Runde, sag: Tilsynssag, tilstand: str, grund: str) -> int:
    if not grund.strip():
        raise ValidationError({"grund": MANGLER_GRUND})
    check_uden_cpr((grund,))
    with som_system():  # answers of every reader, whoever withdraws the case
        laast = Tilsynssag.objects.select_for_update(of=("self",)).get(pk=sag.pk)
        if laast.tilstand != MED:
            raise ValidationError(f"Sagen er allerede {laast.get_tilstand_display().lower()}.")
        Tilsynssag.objects.filter(pk=sag.pk).update(
            tilstand=tilstand, grund=grund.strip(), aendret=timezone.now(), aendret_af=af
        )
        svar = Svar.objects.filter(laesning__tilsynssag=sag.pk).exclude(svar="").count()
    noter(
        runde, af, f"Sag nr. {sag.nr} {Tilsynssag.Tilstand(tilstand).label.lower()}", grund.strip()
    )
    runde.save(update_fields=["forloeb"])
    return svar


@transaction.atomic
def afslut(af: Bruger, runde: Runde, grund: str = "") -> int:
    """No more is read. What is unread takes a reason, and is told of in the report; returns how many readings."""
    runde = laas(af, runde, Tilstand.I_GANG)
    with som_system():  # all readings of the round
        ulaeste = ulaest(runde).count()
        laeste = Laesning.objects.filter(tilsynssag__runde=runde, laast__isnull=False).count()
    if not laeste:
        raise ValidationError("Ingen sager er læst endnu. Opgiv runden, hvis den ikke skal læses.")
    if ulaeste and not grund.strip():
        raise ValidationError(
            {
                "grund": f"{talt(ulaeste, 'læsning er', 'læsninger er')} ikke låst. "
                "Skriv, hvorfor runden slutter uden dem."
            }
        )
    check_uden_cpr((grund,))
    runde.tilstand, runde.afsluttet, runde.afsluttet_af = Tilstand.AFSLUTTET, timezone.now(), af
    noter(runde, af, f"Afsluttet; {talt(ulaeste, 'læsning', 'læsninger')} ikke låst", grund.strip())
    runde.save(update_fields=["tilstand", "afsluttet", "afsluttet_af", "forloeb"])
    return ulaeste


def ulaest(runde: Runde) -> QuerySet[Laesning]:
    """The readings that still count and are not locked."""
    return Laesning.objects.filter(
        tilsynssag__runde=runde, tilsynssag__tilstand=MED, laast__isnull=True
    )


@transaction.atomic
def genaabn(af: Bruger, runde: Runde, grund: str) -> None:
    """A closed round is read on."""
    runde = laas(af, runde, Tilstand.AFSLUTTET)
    if not grund.strip():
        raise ValidationError({"grund": MANGLER_GRUND})
    check_uden_cpr((grund,))
    runde.tilstand, runde.afsluttet, runde.afsluttet_af = Tilstand.I_GANG, None, None
    noter(runde, af, "Genåbnet", grund.strip())
    runde.save(update_fields=["tilstand", "afsluttet", "afsluttet_af", "forloeb"])


@transaction.atomic
def opgiv(af: Bruger, runde: Runde, grund: str) -> None:
    """The round is given up; what was read is kept, and counts in nothing."""
    runde = laas(af, runde, Tilstand.KLADDE, Tilstand.FROSSEN, Tilstand.I_GANG)
    if not grund.strip():
        raise ValidationError({"grund": MANGLER_GRUND})
    check_uden_cpr((grund,))
    runde.tilstand = Tilstand.OPGIVET
    noter(runde, af, "Opgivet", grund.strip())
    runde.save(update_fields=["tilstand", "forloeb"])
