"""Is the child known? What the one who receives an underretning may be told of it.

Cases that the user sees are shown. About those that the user does not see, this is the rule and why:

- An ordinary case of another unit: that the child is known is told, where is not. BL § 136 and § 137 bind the
  municipality and not a unit: the underretning belongs where the child's measures run, and has to be assessed with
  what is known. Only roles that may also take nødadgang are told; those can learn as much there, by number and with a
  reason. The log names the case.
- A protected case, or one that the user is barred from: nothing is told and nothing differs, neither on the page nor in
  what saving does. A hidden address or a colleague's child must not be found by typing a number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from omhu.adgang.log import angiv
from omhu.adgang.log.opsamling import husk_soegning
from omhu.adgang.models import Bruger
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Ret, har_ret
from omhu.sager.adgang import synlige_sager
from omhu.sager.felter import cpr_er
from omhu.sager.models import Sag, Sagsadgang
from omhu.sager.saeradgang import i_kraft

HOEJST = 5
"""Children of the same name that are offered."""
UFOEDT = "Ufødt barn ({})"


@dataclass(frozen=True)
class Fund:
    """What may be told of one child: its cases that the user sees, open ones first; others of the same name; and
    whether it is known where the user does not see."""

    sager: list[Sag] = field(default_factory=list)
    navnebroedre: list[Sag] = field(default_factory=list)
    skjult: bool = False

    @property
    def sag(self) -> Sag | None:
        """The case that an underretning goes to."""
        return self.sager[0] if self.sager else None


def _foerst_aabne(sager: list[Sag]) -> list[Sag]:
    return sorted(sager, key=lambda s: (s.lukket is not None, -(s.pk)))


def valgt_sag(bruger: Bruger, pk: int, navn: str) -> Sag | None:
    """The case of the child that the user has det, as long as the name typed is still its name."""
    return synlige_sager(bruger).filter(_navn(navn), pk=pk).first()


def find(
    bruger: Bruger,
    *,
    cpr: str = "",
    navn: str = "",
    foedt: date | None = None,
    valgt: int | None = None,
) -> Fund:
    """Look for a child by number, else by name and birth date, or take the one det among those of the name.
    Searches are noted in the log."""
    if cpr:
        husk_soegning(cpr)
        sager = _foerst_aabne(list(synlige_sager(bruger).filter(cpr_er(cpr, "barn__"))))
        return Fund(sager=sager, skjult=_fortael(bruger, cpr))
    if len(navn) < 3:
        return Fund()
    husk_soegning(navn)
    det = valgt_sag(bruger, valgt, navn) if valgt else None
    egne = [] if det is None else list(synlige_sager(bruger).filter(barn=det.barn_id))
    alle = list(synlige_sager(bruger).filter(_navn(navn)).order_by("lukket", "pk")[: 2 * HOEJST])
    if foedt is not None:
        samme = [s for s in alle if s.barn.foedselsdato == foedt]
        if det is None and len({s.barn_id for s in samme}) == 1:
            return Fund(sager=_foerst_aabne(samme))
        alle = [s for s in alle if s.barn.foedselsdato in (foedt, None)]
    en_pr_barn = {s.barn_id: s for s in reversed(_foerst_aabne(alle))}
    return Fund(sager=_foerst_aabne(egne), navnebroedre=list(en_pr_barn.values())[:HOEJST])


def _navn(navn: str) -> Q:
    fundet = Q()
    for ord_ in navn.split():
        fundet &= Q(barn__navn__icontains=ord_)
    return fundet


@dataclass(frozen=True)
class Skjulte:
    """Cases of a child that the user does not see: ordinary ones, and those that must not be found."""

    aabne: list[int]
    lukkede: list[int]
    beskyttede: list[int]


@som_system()  # the cases that one does not see are the question; what may be told of them is decided here
def skjulte(bruger: Bruger, cpr: str) -> Skjulte:
    """The cases of a number beyond the user's reach, by id; no row of them is made into a case."""
    if not cpr:
        return Skjulte([], [], [])
    synlige = synlige_sager(bruger).order_by().values("pk")
    spaerret = Sagsadgang.objects.filter(
        i_kraft(), bruger=bruger, slags=Sagsadgang.Slags.SPAERRET
    ).values_list("sag", flat=True)
    raekker = Sag.objects.filter(cpr_er(cpr, "barn__")).exclude(pk__in=synlige).order_by("-pk")
    fundne = list(raekker.values_list("pk", "lukket", "beskyttelse"))
    ude = set(spaerret)
    maa = [(pk, lukket) for pk, lukket, b in fundne if not b and pk not in ude]
    return Skjulte(
        aabne=[pk for pk, lukket in maa if lukket is None],
        lukkede=[pk for pk, lukket in maa if lukket is not None],
        beskyttede=[pk for pk, _, b in fundne if b or pk in ude],
    )


def _fortael(bruger: Bruger, cpr: str) -> bool:
    """Is the child known in an ordinary case elsewhere, and is the user one who may be told so? See the module."""
    if not har_ret(bruger, Ret.REGISTRERE) or not har_ret(bruger, Ret.NOEDADGANG):
        return False
    fundne = skjulte(bruger, cpr)
    andre = [*fundne.aabne, *fundne.lukkede]
    if andre:
        angiv(formaal="MODTAGELSE", sager=andre, kendt_i_kommunen=len(andre))
    return bool(andre)


def soeskende(bruger: Bruger, sager: list[Sag]) -> list[Sag]:
    """Cases of other children of the same household, as far as the user sees them."""
    boern = {s.barn_id for s in sager}
    husstande = {s.barn.husstand for s in sager if s.barn.husstand}
    if not husstande:
        return []
    andre = synlige_sager(bruger).filter(barn__husstand__in=husstande).exclude(barn__in=boern)
    return list(andre.order_by("lukket", "barn__foedselsdato"))
