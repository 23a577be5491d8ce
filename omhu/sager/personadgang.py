"""The people of a case that the reader has come to by `sager.adgang`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from omhu.adgang.models import Bruger
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.sager.adgang import synlige_sager
from omhu.sager.models import Barn, Person, Relation, Rettelse, Sag, Sagsadgang
from omhu.sager.saeradgang import i_kraft

INGEN_PERSON = "Personen står ikke på sagen mere. Hent siden igen."


def relationer(sag: Sag) -> list[Relation]:
    """All that is written of persons around the child, ended and mistaken rows too, newest last."""
    egne = Relation.objects.filter(barn=sag.barn_id, person__isnull=False)
    return list(egne.select_related("person", "skrevet_af", "afsluttet_af").order_by("pk"))


def hent_relation(sag: Sag, pk: int) -> Relation:
    """One row of this case: a person's, or a sibling's seen from either. Raises PermissionDenied (Danish)."""
    af_barnet = Q(barn=sag.barn_id) | Q(soeskende=sag.barn_id)
    fundet = Relation.objects.filter(af_barnet, pk=pk).select_related("person").first()
    if fundet is None:
        raise PermissionDenied(INGEN_PERSON)
    return fundet


@dataclass(frozen=True)
class Soeskende:
    """A sibling, by a written relation or by the household, with the case that the reader may see."""

    barn: Barn
    relation: Relation | None
    sag: Sag | None


def soeskende(bruger: Bruger, sag: Sag) -> list[Soeskende]:
    """The child's siblings, the oldest first. One of the household alone is told only when the reader may see its
    case."""
    raekker = Relation.objects.filter(
        Q(barn=sag.barn_id) | Q(soeskende=sag.barn_id), soeskende__isnull=False, fejlskrevet=False
    ).select_related("barn", "soeskende")
    pr_barn = {}
    for r in raekker:
        if (andet := r.den_anden(sag.barn)) and r.til is None:
            pr_barn[andet.pk] = (andet, r)
    sager = _synlige(bruger, sag, pr_barn)
    alle = [Soeskende(b, r, sager.get(b.pk)) for b, r in pr_barn.values()]
    alle += [Soeskende(s.barn, None, s) for pk, s in sager.items() if pk not in pr_barn]
    return sorted(
        alle, key=lambda s: (s.barn.foedselsdato is None, s.barn.foedselsdato, str(s.barn))
    )


def _synlige(bruger: Bruger, sag: Sag, boern: Iterable[int]) -> dict[int, Sag]:
    """Child -> its case that the reader may see, an open one before a closed."""
    hvem = Q(barn__in=list(boern))
    if sag.barn.husstand:
        hvem |= Q(barn__husstand=sag.barn.husstand)
    fundne = synlige_sager(bruger).filter(hvem).exclude(barn=sag.barn_id)
    return {s.barn_id: s for s in fundne.order_by("-lukket", "pk")} | {
        s.barn_id: s for s in fundne if s.lukket is None
    }


def kendte(bruger: Bruger, sag: Sag) -> QuerySet[Person]:
    """Persons of the siblings' cases that the reader may see, and who are not on this one: offered, not retyped."""
    hos = _hos_soeskende(bruger, sag)
    her = Relation.objects.filter(barn=sag.barn_id, fejlskrevet=False, til=None)
    return Person.objects.filter(pk__in=hos.exclude(person=None).values("person")).exclude(
        pk__in=her.exclude(person=None).values("person")
    )


def som_hos_soeskende(bruger: Bruger, sag: Sag, person: Person) -> Relation | None:
    """What a person is to a sibling whose case the reader may see; what they are to other children is not told."""
    return _hos_soeskende(bruger, sag).filter(person=person).order_by("pk").first()


def _hos_soeskende(bruger: Bruger, sag: Sag) -> QuerySet[Relation]:
    boern = [s.barn.pk for s in soeskende(bruger, sag) if s.sag]
    return Relation.objects.filter(barn__in=boern, fejlskrevet=False, til=None)


def arbejder_i(bruger: Bruger, sag: Sag) -> bool:
    """Does the user work in this case: responsible, of its unit, its leader, or named for it? Asked before a protected
    address is opened; a superbruger who sees all cases does not."""
    if not har_ret(bruger, Ret.REGISTRERE):
        return False
    if bruger.pk == sag.ansvarlig_id or bruger.enhed_id == sag.enhed_id:
        return True
    if har_ret(bruger, Ret.BESKYTTE):
        return True
    navngivet = Sagsadgang.objects.filter(i_kraft(), bruger=bruger, sag=sag)
    return navngivet.exclude(slags=Sagsadgang.Slags.SPAERRET).exists()


def rettelser(sag: Sag) -> list[Rettelse]:
    """What was corrected of the child and of those around it, newest first."""
    personer = Relation.objects.filter(barn=sag.barn_id).exclude(person=None).values("person")
    alle = Rettelse.objects.filter(Q(barn=sag.barn_id) | Q(person__in=personer))
    return list(alle.select_related("person", "rettet_af"))


@dataclass(frozen=True)
class Personaendring:
    """That something was written of the people around the child: what, when, by whom. Never a name, a number, an
    address or a telephone: a list is read by more than work with the person."""

    hvad: str
    tid: datetime
    af: Bruger | None


def aendringer(sag: Sag, siden: datetime) -> list[Personaendring]:
    """What was written of the child's people, and corrected of them and of the child, since an instant."""
    af_barnet = Relation.objects.filter(Q(barn=sag.barn_id) | Q(soeskende=sag.barn_id))
    nye = list(
        af_barnet.filter(Q(skrevet__gt=siden) | Q(afsluttet__gt=siden)).select_related(
            "skrevet_af", "afsluttet_af"
        )
    )
    skrevne: dict[tuple[int | None, str], Relation] = {
        (r.person_id, r.art): r for r in nye if r.skrevet > siden and r.person_id
    }
    ud = []
    for r in nye:
        hvem = r.get_art_display().lower()
        if r.skrevet > siden:
            ud.append(Personaendring(f"Person skrevet: {hvem}", r.skrevet, r.skrevet_af))
        afloest = skrevne.get((r.person_id, r.art))
        if r.afsluttet and r.afsluttet > siden and (afloest is None or afloest.pk == r.pk):
            ud.append(Personaendring(f"Person afsluttet: {hvem}", r.afsluttet, r.afsluttet_af))
    return ud + _rettet(sag, siden)


def _rettet(sag: Sag, siden: datetime) -> list[Personaendring]:
    """Corrections, one for all the fields that one person wrote at a time."""
    personer = Relation.objects.filter(barn=sag.barn_id).exclude(person=None)
    arter = dict(personer.values_list("person", "art"))
    alle = Rettelse.objects.filter(Q(barn=sag.barn_id) | Q(person__in=arter), rettet__gt=siden)
    fundne: dict[tuple[int | None, int], Personaendring] = {}
    for r in alle.select_related("rettet_af"):
        art = arter.get(r.person_id) if r.person_id else None
        hvem = Relation.Art(art).label.lower() if art else "barnet"
        ny = Personaendring(f"Oplysninger rettet: {hvem}", r.rettet, r.rettet_af)
        fundne.setdefault((r.person_id, r.rettet_af_id), ny)
    return list(fundne.values())
