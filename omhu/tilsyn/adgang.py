"""Who may see what of an audit. Every page asks here; rights are those of `adgang.rettigheder`."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404

from omhu.adgang.models import Bruger, Enhed
from omhu.adgang.omfang import omfang
from omhu.adgang.raekkesikkerhed import som_system
from omhu.adgang.rettigheder import Raekkevidde, Ret, har_ret, kraev_ret, rolleret
from omhu.maalinger.tilsyn.sprog import Spoergsmaal
from omhu.sager.adgang import synlige_sager
from omhu.tilsyn.models import Laesning, Runde, Tilbagemelding, Udtraek

IKKE_AFSLUTTET = "Runden er ikke afsluttet. Tallene kan ses, når den er."


def check_bruger_tilsyn(bruger: Bruger) -> None:
    """Raises PermissionDenied (Danish) for those who have nothing to do on the front page of the audits."""
    _check_en_af(
        bruger,
        (Ret.REGISTRERE, Ret.GRANSKE, Ret.TILSYN, Ret.KONCEPTER, Ret.SE_TAL),
        "Her er ledelsestilsyn og tilbagemeldinger. Din rolle bruger dem ikke.",
    )


def check_ser_koncepter(bruger: Bruger) -> None:
    """Raises PermissionDenied (Danish) for those who neither lead, read nor write by concepts."""
    _check_en_af(
        bruger,
        (Ret.TILSYN, Ret.GRANSKE, Ret.KONCEPTER),
        "Koncepterne er for dem, der leder eller læser tilsyn. Din rolle bruger dem ikke.",
    )


def check_ser_fund(bruger: Bruger) -> None:
    """Raises PermissionDenied (Danish) for those who are told of no serious findings, not even their number."""
    _check_en_af(
        bruger,
        (Ret.ALVORLIGE_FUND, Ret.GRANSKE, Ret.TILSYN),
        "Her er alvorlige fund i ledelsestilsyn. De er kun for dem, der læser sager eller leder tilsyn.",
    )


def _check_en_af(bruger: Bruger, retter: Iterable[Ret], ellers: str) -> None:
    if not any(har_ret(bruger, r) for r in retter):
        raise PermissionDenied(ellers)


def ledede_runder(bruger: Bruger) -> QuerySet[Runde]:
    """The rounds that the user leads or may see the whole of: those of the units within reach."""
    if not har_ret(bruger, Ret.TILSYN):
        return Runde.objects.none()
    if naar_alle(bruger):
        return Runde.objects.all()
    return Runde.objects.filter(Q(enhed__in=omfang(bruger).enheder) | Q(leder=bruger))


def ledede_enheder(bruger: Bruger) -> frozenset[int]:
    """Units whose leader the user is in an audit, whoever leads the round: what is mended in their cases they look
    after."""
    return omfang(bruger).enheder if har_ret(bruger, Ret.TILSYN) else frozenset()


def hent_runde(bruger: Bruger, pk: int) -> Runde:
    """A round that the user leads. Raises PermissionDenied without the right, Http404 for others' rounds."""
    kraev_ret(bruger, Ret.TILSYN)
    runde = ledede_runder(bruger).select_related("udgave__koncept", "enhed").filter(pk=pk).first()
    if runde is None:
        raise Http404("Runden findes ikke, eller den hører til en anden enhed.")
    return runde


def runder_der_spoerger(bruger: Bruger) -> QuerySet[Runde]:
    """The rounds that ask this rådgiver for a case: one of theirs is in the frame."""
    if not har_ret(bruger, Ret.REGISTRERE):
        return Runde.objects.none()
    return Runde.objects.filter(
        tilstand=Runde.Tilstand.I_GANG,
        udtraek__slags=Udtraek.Slags.SELVVALGT,
        ramme__raekker__raadgiver=bruger,
    ).distinct()


def kun_tal(bruger: Bruger) -> bool:
    """Does the user get figures only, small ones kept back (politicians, economists)?"""
    return har_ret(bruger, Ret.SE_TAL) and not har_ret(bruger, Ret.TILSYN)


def runder_med_tal(bruger: Bruger) -> QuerySet[Runde]:
    """The closed rounds, for those who get figures only; whoever leads rounds has `ledede_runder`."""
    if not kun_tal(bruger):
        return Runde.objects.none()
    return Runde.objects.filter(tilstand=Runde.Tilstand.AFSLUTTET)


def hent_runde_til_tal(bruger: Bruger, pk: int) -> Runde:
    """A round whose figures the user may see: one they lead, or for those who get figures only one that is closed.
    Raises PermissionDenied and Http404."""
    if not kun_tal(bruger):
        return hent_runde(bruger, pk)
    alle = runder_med_tal(bruger).select_related("udgave__koncept", "enhed", "ramme")
    runde = alle.filter(pk=pk).first()
    if runde is None:
        raise PermissionDenied(IKKE_AFSLUTTET)
    return runde


def valgbare_enheder(bruger: Bruger) -> list[Enhed]:
    """The units that a round of this user may be about; choosing none (all) is for those who reach all."""
    if naar_alle(bruger):
        return list(Enhed.objects.all())
    return list(Enhed.objects.filter(pk__in=omfang(bruger).enheder))


def laeser_efter_liste(bruger: Bruger) -> bool:
    """Does the user reach only cases that are put on a list for them (an external reviewer)?"""
    return rolleret(bruger).raekkevidde is Raekkevidde.LISTE


def naar_alle(bruger: Bruger) -> bool:
    """May a round of this user be about all units?"""
    return rolleret(bruger).raekkevidde is Raekkevidde.ALLE and bruger.enhed_id is None


def egne_laesninger(bruger: Bruger) -> QuerySet[Laesning]:
    """What the user has been asked to read."""
    if not har_ret(bruger, Ret.GRANSKE):
        return Laesning.objects.none()
    return Laesning.objects.filter(laeser=bruger).select_related(
        "tilsynssag__runde__udgave__koncept"
    )


def hent_laesning(bruger: Bruger, pk: int) -> Laesning:
    """A reading of one's own, of a case that one may still see. Raises PermissionDenied or Http404."""
    kraev_ret(bruger, Ret.GRANSKE)
    laesning = egne_laesninger(bruger).select_related("tilsynssag__sag__barn").filter(pk=pk).first()
    if laesning is None:
        raise Http404("Læsningen findes ikke, eller den er en andens.")
    if not synlige_sager(bruger).filter(pk=laesning.sag_id).exists():
        raise PermissionDenied(
            "Du har ikke længere adgang til sagen. Det, du har svaret, er gemt. Tal med den, der leder runden."
        )
    return laesning


def egne_tilbagemeldinger(bruger: Bruger) -> list[Tilbagemelding]:
    """Feedback that was sent to the user, also on a case that has since moved to others: it is a letter to them."""
    with som_system():
        return list(
            Tilbagemelding.objects.filter(til=bruger, sendt__isnull=False).select_related(
                "tilsynssag__runde", "fra", "sag__barn"
            )
        )


def synlige_blandt(bruger: Bruger, sager: Iterable[int]) -> set[int]:
    """Which of these cases the user may open: the rest of a figure's cases are only counted."""
    return set(synlige_sager(bruger).filter(pk__in=set(sager)).values_list("pk", flat=True))


def er_lukket_for(bruger: Bruger, spoergsmaal: Spoergsmaal) -> bool:
    """Are the cases behind a confidential question's answers kept from this user? Its figures are not."""
    return spoergsmaal.fortroligt and not har_ret(bruger, Ret.ALVORLIGE_FUND)
