"""The only way to a case: every view, command and report that shows a child starts here."""

from __future__ import annotations

from datetime import datetime
from functools import reduce
from operator import or_

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from omhu.adgang.log import angiv
from omhu.adgang.log.opsamling import husk_afvist
from omhu.adgang.models import Bruger
from omhu.adgang.omfang import Omfang, omfang
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.sager.felter import cpr_er
from omhu.sager.models import Sag, Sagsadgang

INGEN_ADGANG = (
    "Du har ikke adgang til sagen. Den hører til en anden enhed, eller den er beskyttet. "
    "Har du brug for den, så bed din leder om adgang."
)
KAN_IKKE_ARBEJDE = (
    "{} kan ikke arbejde i sagen: den er beskyttet, eller rollen registrerer ikke. "
    "Vælg en anden, eller giv først adgang."
)


def synlige_sager(bruger: Bruger) -> QuerySet[Sag]:
    """The cases the user may see, with child, unit and responsible at hand."""
    sager = Sag.objects.select_related("barn", "enhed", "ansvarlig")
    return sager.filter(sagsfilter(omfang(bruger), timezone.now()))


def sagsfilter(o: Omfang, nu: datetime) -> Q:
    """Who may see which case, as a condition on Sag: within the reach and not protected, or by name; never
    when barred."""
    if not o.laeser:
        return Q(pk__in=())
    by_navn = Q(_adgang(o, nu, *AABNENDE))
    return (_inden_for(o) | by_navn) & ~Q(_adgang(o, nu, Sagsadgang.Slags.SPAERRET))


AABNENDE = (Sagsadgang.Slags.LISTE, Sagsadgang.Slags.NAVNGIVET, Sagsadgang.Slags.NOEDADGANG)


def _inden_for(o: Omfang) -> Q:
    # An empty Q disappears beside `|`, and all would become none.
    enheder = Q(pk__isnull=False) if o.alle else Q(enhed__in=o.enheder)
    naar = enheder & _kle(o)
    if not o.beskyttede:
        naar &= Q(beskyttelse="")
    return naar | Q(ansvarlig=o.bruger) if o.egne else naar


def _kle(o: Omfang) -> Q:
    return reduce(or_, (Q(kle__startswith=begyndelse) for begyndelse in o.kle), Q())


def _adgang(o: Omfang, nu: datetime, *slags: str) -> Exists:
    """A grant or bar of the user's that is in force."""
    i_kraft = Q(udloeber=None) | Q(udloeber__gt=nu)
    return Exists(
        Sagsadgang.objects.filter(i_kraft, sag=OuterRef("pk"), bruger=o.bruger, slags__in=slags)
    )


def hent_sag(bruger: Bruger, pk: int) -> Sag:
    """One case. Raises PermissionDenied with a Danish sentence, also when there is no such case, so that
    nobody can tell the two apart."""
    try:
        sag = synlige_sager(bruger).get(pk=pk)
    except Sag.DoesNotExist as fejl:
        husk_afvist(pk)
        raise PermissionDenied(INGEN_ADGANG) from fejl
    if sag.ansvarlig_id != bruger.pk and (sag.beskyttelse or sag.enhed_id != bruger.enhed_id):
        _fortael_hvorfor(bruger, sag)
    return sag


def _fortael_hvorfor(bruger: Bruger, sag: Sag) -> None:
    """Tell the log that the case is seen by a grant, break-glass before others; its reason stays in the grant."""
    nu = timezone.now()
    adgange = Sagsadgang.objects.filter(
        Q(udloeber=None) | Q(udloeber__gt=nu), sag=sag, bruger=bruger
    )
    slags = dict(adgange.filter(slags__in=AABNENDE).values_list("slags", "pk"))
    if Sagsadgang.Slags.NOEDADGANG in slags:
        angiv(formaal="NOEDADGANG", adgang=slags[Sagsadgang.Slags.NOEDADGANG])
    elif slags:
        angiv(formaal="NAVNGIVET", adgang=min(slags.values()))


def ved_noegle(noegle: str) -> Q:
    """Cases by their number, or by the child's whole CPR number, as a condition on Sag."""
    tal = noegle.replace("-", "").replace(" ", "")
    if tal.isdecimal() and len(tal) == 10:
        return cpr_er(tal, "barn__")
    return Q(nummer__iexact=noegle.strip())


def maa_arbejde(bruger: Bruger, sag: Sag) -> bool:
    """May the user register in this case?"""
    return har_ret(bruger, Ret.REGISTRERE) and synlige_sager(bruger).filter(pk=sag.pk).exists()
