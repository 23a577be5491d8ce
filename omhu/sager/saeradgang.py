"""Access beside role and unit: protected cases, named people, case lists, break-glass, and the bar.

The only writer of `Sagsadgang` and of `Sag.beskyttelse`. Who may do what is asked here, so that no form, list or
command can reach the same state another way.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from omhu.adgang.log import Handling, log
from omhu.adgang.models import Bruger
from omhu.adgang.omfang import omfang
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Raekkevidde, Ret, har_ret, kraev_ret, rolleret
from omhu.sager.adgang import hent_sag, synlige_sager, ved_noegle
from omhu.sager.models import Sag, Sagsadgang

KORTESTE_GRUND = 15
SPAERRET = "Du er spærret fra sagen, fordi den angår din egen familie. Tal med din leder."
Slags = Sagsadgang.Slags


def i_kraft(nu: datetime | None = None) -> Q:
    """Grants and bars that count now."""
    return Q(udloeber=None) | Q(udloeber__gt=nu or timezone.now())


def _grund(tekst: str) -> str:
    grund = " ".join(tekst.split())
    if len(grund) < KORTESTE_GRUND:
        raise ValidationError(
            {
                "begrundelse": f"Skriv hvorfor, mindst {KORTESTE_GRUND} tegn, så en anden kan forstå det."
            }
        )
    return grund


@som_system()  # break-glass is for the case that one does not reach; rights and bars are asked here
@transaction.atomic
def tag_noedadgang(bruger: Bruger, sag: Sag, begrundelse: str) -> Sagsadgang:
    """Open one case for a few hours, with a reason that the leader reads the same day. Raises PermissionDenied
    (role, bar) and ValidationError (no reason, already open), both in Danish."""
    kraev_ret(bruger, Ret.NOEDADGANG)
    if _har(bruger, sag, Slags.SPAERRET):
        raise PermissionDenied(SPAERRET)
    grund = _grund(begrundelse)
    if synlige_sager(bruger).filter(pk=sag.pk).exists():
        raise ValidationError("Du har allerede adgang til sagen. Åbn den fra søgningen.")
    slut = timezone.now() + timedelta(hours=settings.OMHU.noedadgang_timer)
    return _skriv(bruger, sag, Slags.NOEDADGANG, grund, af=bruger, udloeber=slut)


@som_system()  # as above: it finds the case that one does not reach
def noedadgang_ved_noegle(bruger: Bruger, noegle: str, begrundelse: str) -> Sagsadgang:
    """The same by case number or CPR number: the child's open case, else the newest. Raises ValidationError also
    when there is none."""
    kraev_ret(bruger, Ret.NOEDADGANG)
    _grund(begrundelse)
    sag = (
        Sag.objects.filter(ved_noegle(noegle))
        .order_by(F("lukket").desc(nulls_first=True), "-aabnet", "-pk")
        .first()
    )
    if sag is None:
        log(Handling.AFVIST, bruger=bruger, detaljer={"noedadgang": "ingen sag"})
        raise ValidationError({"noegle": "Vi fandt ingen sag. Se efter, om nummeret er rigtigt."})
    return tag_noedadgang(bruger, sag, begrundelse)


def _har(bruger: Bruger, sag: Sag, slags: str) -> bool:
    return Sagsadgang.objects.filter(i_kraft(), bruger=bruger, sag=sag, slags=slags).exists()


def _skriv(
    bruger: Bruger,
    sag: Sag,
    slags: str,
    grund: str,
    *,
    af: Bruger,
    udloeber: datetime | None = None,
) -> Sagsadgang:
    adgang = Sagsadgang.objects.create(
        bruger=bruger, sag=sag, slags=slags, begrundelse=grund, givet_af=af, udloeber=udloeber
    )
    handling = Handling.NOEDADGANG if slags == Slags.NOEDADGANG else Handling.ADMIN
    log(
        handling,
        sager=[sag.pk],
        bruger=af,
        detaljer={"adgang": adgang.pk, "slags": slags, "til": bruger.pk},
    )
    return adgang


@transaction.atomic
def giv_adgang(
    af: Bruger,
    sag: Sag,
    til: Bruger,
    begrundelse: str,
    *,
    udloeber: datetime | None = None,
) -> Sagsadgang:
    """Name a person who may see the case, protected or not, or put it on the case list of one who sees only
    such. Nobody can give access to oneself."""
    hent_sag(af, sag.pk)
    kraev_ret(af, Ret.BESKYTTE)
    if til.pk == af.pk:
        raise PermissionDenied("Du kan ikke give dig selv adgang. Bed en anden leder.")
    if not har_ret(til, Ret.SE_SAGER):
        raise ValidationError({"til": f"{til} har en rolle, der ikke læser sager."})
    if _har(til, sag, Slags.SPAERRET):
        raise ValidationError({"til": f"{til} er spærret fra sagen. Hæv først spærringen."})
    liste = rolleret(til).raekkevidde is Raekkevidde.LISTE
    return _skriv(
        til,
        sag,
        Slags.LISTE if liste else Slags.NAVNGIVET,
        _grund(begrundelse),
        af=af,
        udloeber=udloeber,
    )


@transaction.atomic
def spaer(af: Bruger, sag: Sag, bruger: Bruger, begrundelse: str) -> Sagsadgang:
    """Bar a person from a case of their own family. Anybody may bar oneself; a leader may bar others."""
    hent_sag(af, sag.pk)
    if bruger.pk != af.pk:
        kraev_ret(af, Ret.BESKYTTE)
    if _har(bruger, sag, Slags.SPAERRET):
        raise ValidationError({"til": f"{bruger} er allerede spærret fra sagen."})
    return _skriv(bruger, sag, Slags.SPAERRET, _grund(begrundelse), af=af)


@transaction.atomic
def afslut(af: Bruger, adgang: Sagsadgang) -> None:
    """End a grant, or lift a bar. A bar is lifted by another than the one it bars."""
    hent_sag(af, adgang.sag_id)
    kraev_ret(af, Ret.BESKYTTE)
    if adgang.bruger_id == af.pk:
        raise PermissionDenied("Du kan ikke ændre din egen adgang. Bed en anden leder.")
    Sagsadgang.objects.filter(i_kraft(), pk=adgang.pk).update(udloeber=timezone.now())
    log(Handling.ADMIN, sager=[adgang.sag_id], bruger=af, detaljer={"adgang": adgang.pk, "slut": 1})


@som_system()  # it takes away only, also in cases that the one who ends it does not reach
@transaction.atomic
def afslut_liste(af: Bruger, bruger: Bruger) -> int:
    """End all that stands on the list of an external reviewer: the engagement is over. Returns how many."""
    kraev_ret(af, Ret.TILSYN)
    liste = Sagsadgang.objects.filter(i_kraft(), bruger=bruger, slags=Slags.LISTE)
    sager = list(liste.values_list("sag", flat=True))
    liste.update(udloeber=timezone.now())
    log(Handling.ADMIN, sager=sager, bruger=af, detaljer={"liste": bruger.pk, "slut": len(sager)})
    return len(sager)


@transaction.atomic
def beskyt(af: Bruger, sag: Sag, beskyttelse: str, begrundelse: str) -> None:
    """Protect a case, or lift its protection (empty `beskyttelse`), with a reason."""
    hent_sag(af, sag.pk)
    kraev_ret(af, Ret.BESKYTTE)
    if beskyttelse and beskyttelse not in Sag.Beskyttelse.values:
        raise ValidationError({"beskyttelse": "Vælg en grund fra listen."})
    grund = _grund(begrundelse)
    Sag.objects.filter(pk=sag.pk).update(beskyttelse=beskyttelse, beskyttelse_grund=grund)
    log(Handling.ADMIN, sager=[sag.pk], bruger=af, detaljer={"beskyttelse": beskyttelse})


def adgange_til(sag: Sag) -> QuerySet[Sagsadgang]:
    """Who has, or had, something special about the case, newest first."""
    return sag.adgange.select_related("bruger__enhed", "givet_af", "set_af").order_by("-givet")


def noedadgange_for(leder: Bruger) -> QuerySet[Sagsadgang]:
    """Break-glass accesses that the leader answers for: to the cases of the leader's units, or by the staff of
    them; never one's own."""
    alle = Sagsadgang.objects.filter(slags=Slags.NOEDADGANG).exclude(bruger=leder)
    if not har_ret(leder, Ret.BESKYTTE):
        return alle.none()
    o = omfang(leder)
    if not o.alle:
        alle = alle.filter(Q(sag__enhed__in=o.enheder) | Q(bruger__enhed__in=o.enheder))
    return alle.select_related("bruger__enhed", "sag__enhed", "set_af").order_by(
        "set_tid", "-givet"
    )


def usete(leder: Bruger) -> QuerySet[Sagsadgang]:
    """Those nobody has looked at. As the list it comes from, to be read under `som_system`: a leader answers for
    what staff did in cases that the leader does not see."""
    return noedadgange_for(leder).filter(set_tid=None)


@som_system()
def antal_usete(leder: Bruger) -> int:
    """How many there are to look at."""
    return usete(leder).count()


@som_system()
@transaction.atomic
def marker_set(leder: Bruger, pk: int) -> Sagsadgang:
    """Say that one has looked at a break-glass access. Raises PermissionDenied for another's."""
    adgang = noedadgange_for(leder).filter(pk=pk).first()
    if adgang is None:
        raise PermissionDenied("Nødadgangen hører ikke under dig. Hent listen igen.")
    Sagsadgang.objects.filter(pk=pk, set_tid=None).update(set_af=leder, set_tid=timezone.now())
    log(Handling.ADMIN, sager=[adgang.sag_id], bruger=leder, detaljer={"adgang": pk, "set": 1})
    return adgang
