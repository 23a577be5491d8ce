"""Keeping obligations true, and what staff may do about one besides settling it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from omhu.adgang.models import Bruger
from omhu.adgang.queries import kolleger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, kraev_ret
from omhu.frister.models import Advis, Pligt
from omhu.frister.pligter import FELTER, gem, indhold, noegle, status
from omhu.frister.regelsaet import kalender, moenster, regler
from omhu.kerne.ord_om_tid import dato
from omhu.regler.evaluering import evaluer
from omhu.regler.katalog import katalog
from omhu.regler.sprog import Status
from omhu.regler.trin import Trin
from omhu.sager.adgang import KAN_IKKE_ARBEJDE, hent_sag, maa_arbejde
from omhu.sager.models import Sag
from omhu.sagsarbejde.actions import check_maa_registrere
from omhu.tidslinje.actions import registrer
from omhu.tidslinje.models import Skridt
from omhu.tidslinje.queries import Synsdag, trin_for_sag, trin_for_sager

HOLD = 500
Fremdrift = Callable[[int, int], None]


@som_system()  # the step may have moved the case out of the reach of the one who registered it
@transaction.atomic
def genberegn_sag(sag: Sag) -> None:
    """Recompute one case's obligations and its derived fields; call it where its steps have changed."""
    trin = trin_for_sag(sag.pk, Synsdag.i_dag())
    _skriv([sag], {sag.pk: trin}, timezone.localdate())


@contextmanager
def sagens_aendring(sag: Sag) -> Iterator[None]:
    """Around an act: all of it happens, with the obligations that follow from it, or nothing."""
    with transaction.atomic():
        yield
        genberegn_sag(sag)


@som_system()  # as above
@transaction.atomic
def genberegn_sager(sag_ider: Iterable[int]) -> None:
    """Recompute some cases."""
    ider = sorted(set(sag_ider))
    for n in range(0, len(ider), HOLD):
        _genberegn_hold(ider[n : n + HOLD])


@som_system()  # ages count in all the child's cases, also those of another unit
@transaction.atomic
def genberegn_barn(barn_id: int) -> None:
    """Recompute all cases of a child."""
    genberegn_sager(Sag.objects.filter(barn=barn_id).values_list("pk", flat=True))


@transaction.atomic
def genberegn_alle(fremdrift: Fremdrift | None = None) -> int:
    """Recompute every case: after a change of rules, and for a new year. Returns the number of cases."""
    ider = list(Sag.objects.order_by("pk").values_list("pk", flat=True))
    for n in range(0, len(ider), HOLD):
        _genberegn_hold(ider[n : n + HOLD])
        if fremdrift:
            fremdrift(min(n + HOLD, len(ider)), len(ider))
    return len(ider)


def _genberegn_hold(ider: list[int]) -> None:
    sager = list(Sag.objects.select_related("barn").filter(pk__in=ider))
    trin = dict(trin_for_sager(Synsdag.i_dag(), ider))
    _skriv(sager, trin, timezone.localdate())


def _skriv(sager: list[Sag], trin: dict[int, list[Trin]], i_dag: date) -> None:
    """Write what differs: new rows, changed rows, and away with rows that no longer follow."""
    gamle = _gemte(sager)
    alle, kal = regler(), kalender()
    nye = []
    for sag in sager:
        for raekke in evaluer(
            alle,
            trin.get(sag.pk, []),
            foedselsdag=sag.barn.foedselsdato,
            pr=i_dag,
            kalender=kal,
        ):
            navn, felter = noegle(raekke), indhold(raekke)
            gammel = gamle.pop((sag.pk, navn), None)
            if gammel is None or gammel[1] != felter:
                nye.append((sag.pk, navn, felter))
    if gamle:
        Pligt.objects.filter(pk__in=[pk for pk, _ in gamle.values()]).delete()
    gem(nye)
    _skriv_afledte(sager, trin)


def _gemte(sager: list[Sag]) -> dict[tuple[int, str], tuple[int, dict[str, object]]]:
    """(case, key) -> (id, content) of the stored obligations; plain values, for models cost thrice the time."""
    raekker = Pligt.objects.filter(sag__in=[s.pk for s in sager])
    return {
        (sag, navn): (pk, dict(zip(FELTER, felter, strict=True)))
        for pk, sag, navn, *felter in raekker.values_list("pk", "sag_id", "noegle", *FELTER)
    }


AFLEDTE = [
    "ansvarlig",
    "ansvarlig_initialer",
    "ansvarlig_siden",
    "aabnet",
    "lukket",
    "sidste_skridt",
    "enhed",
    "oprettet_enhed",
]
FREMMEDE = ("ansvarlig", "enhed", "oprettet_enhed")


def _skriv_afledte(sager: list[Sag], trin: dict[int, list[Trin]]) -> None:
    brugere = _ved_initialer()
    aendrede = []
    for sag in sager:
        foer = _vaerdier(sag)
        _afled(sag, trin.get(sag.pk, []), brugere)
        if foer != _vaerdier(sag):
            aendrede.append(sag)
    if len(aendrede) == 1:
        aendrede[0].save(update_fields=AFLEDTE)
    else:
        Sag.objects.bulk_update(aendrede, AFLEDTE, batch_size=500)


def _ved_initialer() -> dict[str, tuple[int, int | None]]:
    """Folded initials -> (user, unit); an inactive user is found before an active one."""
    brugere = Bruger.objects.exclude(initialer="").order_by("is_active")
    return {
        initialer.casefold(): (pk, enhed)
        for initialer, pk, enhed in brugere.values_list("initialer", "pk", "enhed_id")
    }


def _vaerdier(sag: Sag) -> list[object]:
    return [getattr(sag, f"{f}_id" if f in FREMMEDE else f) for f in AFLEDTE]


def _afled(sag: Sag, trin: list[Trin], brugere: dict[str, tuple[int, int | None]]) -> None:
    """Responsible, open or closed and last activity, all read off the timeline."""
    sag.aabnet = next(
        (t.dag for t in trin if t.art == "SAG_OPRETTET"), trin[0].dag if trin else None
    )
    sag.sidste_skridt = trin[-1].dag if trin else None
    ender = [t for t in trin if t.art in ("SAG_OPRETTET", "SAG_LUKKET")]
    sag.lukket = ender[-1].dag if ender and ender[-1].art == "SAG_LUKKET" else None
    tildelt = [t for t in trin if t.art == "SAGSBEHANDLER_TILDELT"]
    sag.oprettet_enhed_id = sag.oprettet_enhed_id or sag.enhed_id
    sag.enhed_id = sag.oprettet_enhed_id
    if not tildelt:
        sag.ansvarlig, sag.ansvarlig_initialer, sag.ansvarlig_siden = None, "", None
        return
    sag.ansvarlig_initialer = str(tildelt[-1].attributter.get("initialer", ""))[:40]
    sag.ansvarlig_id, enhed = brugere.get(sag.ansvarlig_initialer.casefold(), (None, None))
    sag.ansvarlig_siden = tildelt[-1].dag
    if enhed:
        sag.enhed_id = enhed


def kan_fravaelges(pligt: Pligt) -> bool:
    """Does the rule that made it know a reasoned waiver?"""
    fundet = moenster(pligt.regel, pligt.version, pligt.tilfaelde)
    return bool(fundet and fundet[2].fravalg.af)


@transaction.atomic
def fravaelg(pligt: Pligt, *, af: Bruger, begrundelse: str, sket: date | None = None) -> Skridt:
    """Waive an obligation with a reason: a step of the rule's own waiver kind on the day it was decided
    (default: today). A waiver after the deadline waives nothing and is refused. Raises ValidationError."""
    _maa_handle(pligt, af)
    i_dag = timezone.localdate()
    sket = sket or i_dag
    fundet = moenster(pligt.regel, pligt.version, pligt.tilfaelde)
    if fundet is None or not fundet[2].fravalg.af:
        raise ValidationError(
            "Loven giver ikke mulighed for at fravælge denne pligt. Udfør den, eller giv den videre."
        )
    if len(begrundelse.strip()) < 10:
        raise ValidationError("Skriv begrundelsen, så en anden kan forstå den (mindst 10 tegn).")
    if sket > i_dag:
        raise ValidationError(
            {"dato": "Dagen ligger i fremtiden. Skriv, hvornår det blev besluttet."}
        )
    if sket > pligt.frist_dag:
        raise ValidationError(
            {
                "dato": f"Et fravalg efter fristen {dato(pligt.frist_dag)} tæller ikke. Skriv den dag, det blev "
                "besluttet, eller læg pligten væk; så bliver den stående som et brud."
            }
        )
    art = katalog().arter[fundet[2].fravalg.af[0].skridt[0]]
    check_maa_registrere(af, art)
    skridt = registrer(
        pligt.sag,
        art.kode,
        sket,
        af=af,
        attributter={"begrundelse": begrundelse.strip()},
        indsatser=pligt.indsatser,
        vedroerer=str(pligt.udloest_rod or ""),
    )
    genberegn_sag(pligt.sag)
    return skridt


def _maa_handle(pligt: Pligt, af: Bruger) -> None:
    """What is done about an obligation is done by one who may work in its case. Raises PermissionDenied."""
    kraev_ret(af, Ret.REGISTRERE)
    hent_sag(af, pligt.sag_id)


def giv_videre(pligt: Pligt, *, af: Bruger, til: Bruger, begrundelse: str) -> Advis:
    """Hand an obligation to a colleague; it leaves one's desk and stands on theirs."""
    _maa_handle(pligt, af)
    if not kolleger(af).filter(pk=til.pk).exists():
        raise PermissionDenied("Du kan kun give videre til en kollega i din egen enhed.")
    if not maa_arbejde(til, pligt.sag):
        raise ValidationError({"til": KAN_IKKE_ARBEJDE.format(til)})
    if len(begrundelse.strip()) < 5:
        raise ValidationError("Skriv kort, hvorfor du giver den videre.")
    return Advis.objects.create(
        sag=pligt.sag,
        noegle=pligt.noegle,
        art=Advis.Art.GIVET_VIDERE,
        til=til,
        af=af,
        begrundelse=begrundelse.strip(),
    )


def henlaeg(pligt: Pligt, *, af: Bruger, begrundelse: str) -> Advis:
    """Put away an overdue obligation that nothing can mend: it leaves the desk, stays a breach in every figure,
    and its reason stands where the leader reads it. Raises ValidationError."""
    _maa_handle(pligt, af)
    if status(pligt, timezone.now()) is not Status.MANGLER:
        raise ValidationError(
            "Kun en overskredet pligt kan lægges væk. Udfør den, eller giv den videre."
        )
    if len(begrundelse.strip()) < 10:
        raise ValidationError("Skriv begrundelsen, så en anden kan forstå den (mindst 10 tegn).")
    return Advis.objects.create(
        sag=pligt.sag,
        noegle=pligt.noegle,
        art=Advis.Art.HENLAGT,
        af=af,
        begrundelse=begrundelse.strip(),
    )


def tag_frem(pligt: Pligt, *, af: Bruger) -> Advis:
    """Take an obligation that was put away back to the desk."""
    _maa_handle(pligt, af)
    return Advis.objects.create(sag=pligt.sag, noegle=pligt.noegle, art=Advis.Art.TAGET_FREM, af=af)


def paamind(pligt: Pligt, *, af: Bruger, dato: date) -> Advis:
    """Ask to be reminded on a day. It does not move the deadline and does not hide what is overdue."""
    _maa_handle(pligt, af)
    if dato <= timezone.localdate():
        raise ValidationError("Vælg en dag efter i dag.")
    return Advis.objects.create(
        sag=pligt.sag, noegle=pligt.noegle, art=Advis.Art.PAAMINDELSE, til=af, af=af, dato=dato
    )
