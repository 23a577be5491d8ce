"""The people around children whose cases go: whoever no case that is left needs goes with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from omhu.sager.models import Person, Relation, Rettelse, Sag


@dataclass(frozen=True)
class Omkreds:
    """Persons and siblings that stood on the cases of some children, before anything is deleted."""

    boern: frozenset[int]
    personer: frozenset[int]
    soeskende: frozenset[int]


def omkreds(boern: Iterable[int]) -> Omkreds:
    """Who stands around these children."""
    egne = frozenset(boern)
    par = Relation.objects.filter(Q(barn__in=egne) | Q(soeskende__in=egne))
    raekker = list(par.values_list("barn", "soeskende", "person"))
    andre = {b for barn, s, _ in raekker for b in (barn, s) if b is not None}
    return Omkreds(egne, frozenset(p for *_, p in raekker if p), frozenset(andre - egne))


def boern_der_gaar(o: Omkreds) -> list[int]:
    """Those of the children and their siblings who have no case left, and whom no child with a case has as sibling."""
    alle = o.boern | o.soeskende
    med_sag = set(Sag.objects.filter(barn__in=alle).values_list("barn", flat=True))
    return sorted(alle - med_sag - _naevnt(alle - med_sag))


def _naevnt(boern: Iterable[int]) -> set[int]:
    """Children without a case that stand as sibling on one."""
    boern = set(boern)
    par = Relation.objects.filter(Q(barn__in=boern) | Q(soeskende__in=boern), fejlskrevet=False)
    med = par.exclude(soeskende=None).values_list("barn", "soeskende")
    naboer = [(a, b) for a, b in med] + [(b, a) for a, b in med]
    andre = {b for a, b in naboer if a in boern}
    har_sag = set(Sag.objects.filter(barn__in=andre).values_list("barn", flat=True))
    return {a for a, b in naboer if a in boern and b in har_sag}


def uden_sag(o: Omkreds, gaar: Iterable[int]) -> list[int]:
    """Children that stay by name, as siblings, and have no case: what was known around them goes."""
    med_sag = set(Sag.objects.filter(barn__in=o.boern).values_list("barn", flat=True))
    return sorted(o.boern - med_sag - set(gaar))


def personer_der_gaar(o: Omkreds) -> list[int]:
    """Persons that no relation names any more; asked when the relations are gone."""
    i_brug = set(Relation.objects.filter(person__in=o.personer).values_list("person", flat=True))
    return sorted(Person.objects.filter(pk__in=o.personer - i_brug).values_list("pk", flat=True))


def glem_omkring(boern: list[int]) -> None:
    """Take away a child's relations to persons, and its corrections; its name stays with its sibling."""
    for raekker in (
        Relation.objects.filter(barn__in=boern).exclude(person=None),
        Rettelse.objects.filter(barn__in=boern),
    ):
        raekker._raw_delete(raekker.db)
